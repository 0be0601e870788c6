import { describe, expect, it } from 'vitest';
import { hostFiles } from '#lib/host/host-files';

const files = new Map(hostFiles().map(({ path, text }) => [path, text]));

function textOf(path: string): string {
  const text = files.get(path);
  if (text === undefined) throw new Error(`The host gets no ${path}, only ${[...files.keys()].join(', ')}.`);
  return text;
}

describe('the files of the gateway host', () => {
  it('T1: keep the session cookie out of the log, and cap it', () => {
    const logging = textOf('logback.xml');
    expect(logging).toMatch(/<logger name="[\w.]+CookieManager" level="OFF"\/>/);
    expect(logging).not.toMatch(/level="(?:DEBUG|TRACE|ALL)"/);
    expect(logging).toMatch(/<totalSizeCap>\d+MB<\/totalSizeCap>/);
    expect(logging).toMatch(/<root level="WARN">/);
    // The login's queries hold tokens.
    expect(logging).toContain("%replace(%msg){'[?]\\S*', '?-'}");
  });

  it('T4: hold no key and no key store: each host makes its own', () => {
    expect([...files.keys()].filter((path) => /\.(?:jks|p12|pem|key|crt|pfx)$/.test(path))).toEqual([]);
    for (const [path, text] of files)
      expect([path, /-----BEGIN [A-Z ]*(?:KEY|CERTIFICATE)/.test(text)]).toEqual([path, false]);
    expect(textOf('common.sh') + textOf('install.sh')).toMatch(/openssl req -x509 -newkey/);
  });

  it('T11: give the gateway a user, a sandbox and no way to the metadata of the instance', () => {
    const unit = textOf('units/ibgw.service');
    const lines = [
      'User=ibgw',
      'NoNewPrivileges=true',
      'ProtectSystem=strict',
      'IPAddressDeny=169.254.169.254 fd00:ec2::254',
    ];
    expect(lines.filter((line) => !unit.split('\n').includes(line))).toEqual([]);
    expect(textOf('packet-rules.nft')).toMatch(
      /ip daddr 169\.254\.169\.254 meta skuid \{ "ibgw", "gateway-proxy" \} reject/,
    );
  });

  it('T25: bound the memory of the gateway and of the proxy', () => {
    expect(textOf('run-gateway.sh')).toMatch(/-Xmx\d+m/);
    for (const unit of ['units/ibgw.service', 'units/gateway-proxy.service'])
      expect(textOf(unit)).toMatch(/^MemoryMax=\d+M$/m);
  });
});
