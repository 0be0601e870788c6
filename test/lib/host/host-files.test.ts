import { describe, expect, it } from 'vitest';
import { hostFiles, packedHostFiles } from '#lib/host/host-files';
import { parameterValue, userData } from '#lib/host/user-data';

const files = new Map(hostFiles().map((file) => [file.path, file]));
const text = (path: string): string => files.get(path)?.text ?? '';

describe('the files of the host', () => {
  it('are all there, scripts with the right to run', () => {
    expect([...files.keys()].toSorted()).toEqual([
      'await-open.sh',
      'common.sh',
      'conf.yaml',
      'heal.sh',
      'install.sh',
      'known-builds/20230424.sha256',
      'logback.xml',
      'nginx.conf',
      'packet-rules.nft',
      'run-gateway.sh',
      'system/dnf-automatic-service.conf',
      'system/dnf-automatic-timer.conf',
      'system/dnf-automatic.conf',
      'system/journald.conf',
      'system/logrotate.conf',
      'units/daybook-packet-rules.service',
      'units/gateway-heal.service',
      'units/gateway-heal.timer',
      'units/gateway-proxy.service',
      'units/ibgw.service',
      'update.sh',
    ]);
    for (const { path, executable } of files.values()) expect([path, executable]).toEqual([path, path.endsWith('.sh')]);
  });

  it('hold no key, password or account', () => {
    for (const { text: content } of files.values()) {
      expect(content).not.toMatch(/PRIVATE KEY|AKIA[A-Z0-9]{12}|\b\d{12}\b|\bD?U\d{6,}/);
    }
    expect(text('conf.yaml')).toContain('sslPwd: "@PASSWORD@"');
  });

  it('are packed into the same bytes each time', () => {
    expect(packedHostFiles()).toEqual(packedHostFiles());
    expect(packedHostFiles().sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('the user data', () => {
  const data = userData('/daybook/Daybook/gateway-host');

  it('is far below the 16 KB that EC2 takes', () => {
    expect(Buffer.byteLength(data)).toBeLessThan(4096);
  });

  it('names nothing that a changed file would change', () => {
    expect(data).not.toContain(packedHostFiles().sha256);
    expect(data).not.toMatch(/s3:\/\//);
  });

  it('proves the files before it unpacks and runs any of them', () => {
    const at = ['sha256sum --check', 'exit 1', 'tar -xzf', 'exec "$folder/$1"'].map((part) => data.indexOf(part));
    expect(at.every((place) => place > 0)).toBe(true);
    expect(at).toEqual(at.toSorted((a, b) => a - b));
  });

  it('reads the four words of the parameter', () => {
    const words = { location: 's3://assets/x.gz', sha256: 'ab', archive: 'bucket' };
    expect(parameterValue({ ...words, gatewaySha256: undefined })).toBe('s3://assets/x.gz ab bucket any');
    expect(parameterValue({ ...words, gatewaySha256: 'cd' })).toBe('s3://assets/x.gz ab bucket cd');
    expect(data).toContain('read -r location sha256 DAYBOOK_ARCHIVE DAYBOOK_GATEWAY_SHA256 <<<"$value"');
  });
});

describe('T1: the log of the gateway program', () => {
  const log = text('logback.xml');

  it('is silent where cookies are logged, and nowhere at debug', () => {
    expect(log).toMatch(/CookieManager" level="OFF"/);
    expect(log).toContain('<root level="WARN">');
    expect(log).not.toMatch(/DEBUG|TRACE|ALL/);
    expect([...log.matchAll(/<logger name="([^"]+)" level="INFO"/g)].map((match) => match[1])).toEqual([
      'ibgroup.web.core.clientportal.gw.http.GatewayHttpProxy',
      'HttpMessageLogger',
    ]);
  });

  it('is capped', () => {
    expect(log).toMatch(/<totalSizeCap>200MB<[\s\S]*/);
    expect(log).toContain('<maxFileSize>10MB<');
  });
});

it('F44: all logs together fill less than an eighth of the disk', () => {
  const megabytes = (path: string, form: RegExp): number => Number(form.exec(text(path))?.[1]);
  const gateway = megabytes('logback.xml', /<totalSizeCap>(\d+)MB</);
  const journal = megabytes('system/journald.conf', /^SystemMaxUse=(\d+)M$/m);
  const proxy = 'system/logrotate.conf';
  const rotated = megabytes(proxy, /^ *maxsize (\d+)M$/m) * (megabytes(proxy, /^ *rotate (\d+)$/m) + 1);
  expect(gateway + journal + rotated).toBeLessThan(1024);
});

it('T4: the gateway program gets a key of its own, and none of the vendor', () => {
  expect(text('conf.yaml')).toContain('sslCert: "@ETC@/keystore.p12"');
  expect(text('install.sh')).toContain('openssl rand -hex 24');
  expect([...files.keys()].filter((path) => /\.(?:jks|p12|pem|key)$/.test(path))).toEqual([]);
});

describe('T11: the gateway program', () => {
  it('runs as its own user in a sandbox with a bounded heap', () => {
    const unit = text('units/ibgw.service');
    for (const line of [
      'User=ibgw',
      'NoNewPrivileges=true',
      'ProtectSystem=strict',
      'ProtectHome=true',
      'PrivateTmp=true',
      'CapabilityBoundingSet=',
      'MemoryMax=400M',
      'IPAddressDeny=169.254.169.254 fd00:ec2::254',
      'Requires=daybook-packet-rules.service',
    ]) {
      expect(unit.split('\n')).toContain(line);
    }
    expect(text('run-gateway.sh')).toContain('-Xmx128m');
  });

  it('reaches no metadata, and is reached by the proxy and root alone', () => {
    const rules = text('packet-rules.nft');
    expect(rules).toContain('oif "lo" tcp dport { 5000, 5001 } meta skuid != { "root", "gateway-proxy" } reject');
    expect(rules).toContain('ip daddr 169.254.169.254 meta skuid { "ibgw", "gateway-proxy" } reject');
    expect(rules).toContain('iif != "lo" tcp dport { 5000, 5001 } drop');
    expect(text('conf.yaml')).toContain('ips: {allow: ["127.0.0.1"], deny: ["0.0.0.0"]}');
  });
});

it('the system is updated without a reboot and without a touch of Java', () => {
  const settings = text('system/dnf-automatic.conf').split('\n');
  expect(settings).toEqual(
    expect.arrayContaining(['upgrade_type = security', 'apply_updates = yes', 'reboot = never']),
  );
  expect(settings).toContain('excludepkgs = java-*');
  expect(text('system/dnf-automatic-service.conf')).not.toContain('ibgw');
});

it('the gateway program is fetched over verified TLS from IBKR', () => {
  expect(text('common.sh')).toContain('https://download2.interactivebrokers.com/portal/clientportal.gw.zip');
  expect(text('common.sh')).toContain("--proto '=https' --proto-redir '=https'");
  expect([...files.values()].filter((file) => /--insecure|curl[^\n]* -k\b/.test(file.text))).toEqual([]);
});
