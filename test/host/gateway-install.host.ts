import { X509Certificate } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HostMachine, hashesOf } from './gateway/host-machine.ts';

let machine: HostMachine;
beforeEach(async () => {
  machine = await HostMachine.make();
  await machine.files('first');
  machine.offer('good 1');
});
afterEach(() => machine.close());

/** What df says of a disk with 99 MB left. */
const fillDisk = (): Promise<void> => machine.write('bin/df', '#!/bin/bash\necho Avail\necho 100000\n', 0o755);

const record = async (path: string): Promise<Record<string, unknown>> =>
  JSON.parse(await machine.read(path)) as Record<string, unknown>;

describe('install.sh', () => {
  it('makes a host that serves, and reports its certificate and its build', async () => {
    await machine.write('denials', '1\n2\n');
    const { code, output } = await machine.run('install.sh');
    expect([code, output]).toEqual([0, expect.stringContaining('the gateway host is ready: log in')]);
    expect(await machine.servingBehaviour()).toBe('good 1');
    const build = await record('archive/host/i-1/build.json');
    expect(build).toMatchObject({ known: false, zipSha256: machine.downloadSha256 });
    expect(Object.keys(build.files as object)).toEqual([
      'build/lib/runtime/vertx-core-3.5.0.jar',
      'dist/ibgroup.web.core.iblink.router.clientportal.gw.jar',
    ]);
    const certificate = new X509Certificate(await machine.read('archive/host/i-1/certificate.pem'));
    expect(certificate.checkHost('gateway.daybook.internal')).toBe('gateway.daybook.internal');
    expect(certificate.checkHost('localhost')).toBeUndefined();
    const days = (Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)) / 86_400_000;
    expect(days).toBe(825);
  });

  it('starts what holds without a reboot: packet rules, security updates, the rotation of logs', async () => {
    await machine.run('install.sh');
    const calls = (await machine.read('calls')).split('\n');
    const started = calls.filter((call) => call.startsWith('systemctl enable --now')).join(' ');
    for (const unit of ['daybook-packet-rules.service', 'dnf-automatic.timer', 'logrotate.timer']) {
      expect(started).toContain(unit);
    }
  });

  it("keeps keys from others, and nothing of the vendor's configuration or keystore", async () => {
    await machine.run('install.sh');
    for (const path of ['etc/ibgw/keystore.p12', 'etc/gateway-proxy/proxy.key', 'etc/gateway-proxy/login.key']) {
      expect((await stat(join(machine.root, path))).mode & 0o777).toBe(0o640);
    }
    for (const path of ['etc/ibgw/gateway.key', 'etc/ibgw/keystore.password']) {
      expect((await stat(join(machine.root, path))).mode & 0o777).toBe(0o600);
    }
    expect((await machine.list('opt/ibgw')).filter((path) => /jks|conf|new/.test(path))).toEqual([]);
    expect(await machine.read('etc/ibgw/conf.yaml')).not.toContain('@');
  });

  it('can be run again: same key, same build, no second download', async () => {
    await machine.run('install.sh');
    const before = await machine.read('etc/gateway-proxy/proxy.pem');
    const { code, output } = await machine.run('install.sh');
    expect([code, output]).toEqual([0, expect.stringContaining('certificate.pem is in the archive already')]);
    expect(await machine.read('etc/gateway-proxy/proxy.pem')).toBe(before);
    expect(machine.downloads).toBe(1);
  });

  it('knows a build by the hashes of its files', async () => {
    await machine.write('opt/daybook/files/first/known-builds/29991231.sha256', hashesOf('good 1'));
    await machine.run('install.sh');
    expect(await record('archive/host/i-1/build.json')).toMatchObject({ known: true });
  });

  it('installs the one download that the settings allow, and no other', async () => {
    const refused = await machine.run('install.sh', { env: { DAYBOOK_GATEWAY_SHA256: '0'.repeat(64) } });
    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining(`SHA-256 ${machine.downloadSha256}`)]);
    expect(await machine.list('opt/ibgw')).toEqual([]);
    const taken = await machine.run('install.sh', { env: { DAYBOOK_GATEWAY_SHA256: machine.downloadSha256 } });
    expect(taken.code).toBe(0);
  });

  it('takes nothing from a server that it can not verify', async () => {
    const { code, output } = await machine.run('install.sh', {
      env: { CURL_CA_BUNDLE: '/etc/ssl/certs/ca-certificates.crt' },
    });
    expect([code, output]).toEqual([1, expect.stringContaining('could not be fetched')]);
    expect(machine.downloads).toBe(0);
  });

  it.each([
    ['no zip file', Buffer.from('<html>down for maintenance</html>')],
    ['nothing', Buffer.alloc(0)],
  ])('fails on %s, and succeeds when it is repeated', async (_name, bytes) => {
    machine.offerBytes(bytes);
    expect((await machine.run('install.sh')).code).toBe(1);
    machine.offer('good 1');
    expect((await machine.run('install.sh')).code).toBe(0);
  });

  it('begins nothing on a full disk, and succeeds once there is space', async () => {
    await fillDisk();
    const { code, output } = await machine.run('install.sh');
    expect([code, output]).toEqual([1, expect.stringContaining('has 97 MB left')]);
    expect([machine.downloads, await machine.list('opt')]).toEqual([0, expect.not.arrayContaining(['ibgw'])]);
    await rm(join(machine.root, 'bin/df'));
    expect((await machine.run('install.sh')).code).toBe(0);
  });

  it('fails while the program does not open, and says nothing to the archive', async () => {
    machine.offer('deaf');
    const { code } = await machine.run('install.sh');
    expect(code).toBe(1);
    await expect(machine.list('archive')).rejects.toThrow('ENOENT');
  });
});

describe('update.sh', () => {
  beforeEach(async () => {
    expect((await machine.run('install.sh')).code).toBe(0);
  });

  it('leaves the program and its login alone when nothing is new', async () => {
    const pid = await machine.servingPid();
    const { code, output } = await machine.run('update.sh');
    expect([code, output]).toEqual([0, expect.stringContaining('the login stays')]);
    expect(await machine.servingPid()).toBe(pid);
  });

  it.each(['good 2', 'slow'])(
    'switches to a new build that opens (%s), keeps the old, and records it',
    async (behaviour) => {
      machine.offer(behaviour);
      const { code, output } = await machine.run('update.sh');
      expect([code, output]).toEqual([
        0,
        expect.stringMatching(/not among the known ones[\s\S]*updated to build \w{12}: log in/),
      ]);
      expect(await machine.servingBehaviour()).toBe(behaviour);
      expect((await machine.list('opt/ibgw/releases')).filter((path) => /^\w{12}$/.test(path))).toHaveLength(2);
      expect(await machine.list('archive/host/i-1/builds')).toHaveLength(1);
    },
  );

  it.each(['broken', 'deaf'])('keeps the old build, untouched, when the new one is %s', async (behaviour) => {
    const pid = await machine.servingPid();
    machine.offer(behaviour);
    const { code, output } = await machine.run('update.sh');
    expect([code, output]).toEqual([1, expect.stringContaining('does not open; the old one goes on')]);
    expect([await machine.servingPid(), await machine.servingBehaviour()]).toEqual([pid, 'good 1']);
    expect((await machine.list('opt/ibgw/releases')).filter((path) => /^\w{12}$/.test(path))).toHaveLength(1);
  });

  it('brings the old build back when the new one opens beside it and not in its place', async () => {
    machine.offer('shy');
    const { code, output } = await machine.run('update.sh');
    expect([code, output]).toEqual([1, expect.stringContaining('the old state serves again: log in')]);
    expect(await machine.servingBehaviour()).toBe('good 1');
  });

  it('refuses another download than the settings allow, and changes nothing', async () => {
    const pid = await machine.servingPid();
    machine.offer('good 2');
    const { code } = await machine.run('update.sh', { env: { DAYBOOK_GATEWAY_SHA256: '0'.repeat(64) } });
    expect([code, await machine.servingPid(), await machine.servingBehaviour()]).toEqual([1, pid, 'good 1']);
  });

  it('is refused on a full disk before anything is touched, and what serves goes on', async () => {
    const pid = await machine.servingPid();
    await machine.write('calls', '');
    await machine.files('second', (path, text) => (path === 'nginx.conf' ? `# newer\n${text}` : text));
    machine.offer('good 2');
    await fillDisk();
    const { code, output } = await machine.run('update.sh', { files: 'second' });
    expect([code, output]).toEqual([1, expect.stringContaining('nothing was changed')]);
    expect([await machine.servingPid(), await machine.servingBehaviour()]).toEqual([pid, 'good 1']);
    expect(await machine.read('etc/gateway-proxy/nginx.conf')).not.toContain('# newer');
    expect([machine.downloads, await machine.read('calls')]).toEqual([1, '']);
  });

  it('brings new files of the host, and leaves the login when they do not concern the program', async () => {
    const pid = await machine.servingPid();
    await machine.files('second', (path, text) => (path === 'nginx.conf' ? `# newer\n${text}` : text));
    const { code, output } = await machine.run('update.sh', { files: 'second' });
    expect([code, output]).toEqual([0, expect.stringContaining('the login stays')]);
    expect(await machine.read('etc/gateway-proxy/nginx.conf')).toContain('# newer');
    expect(await machine.servingPid()).toBe(pid);
    expect(await machine.read('calls')).toMatch(/restart gateway-proxy\.service\n$/);
  });

  it('goes back to the old files when nginx refuses the new ones', async () => {
    const before = await machine.read('etc/gateway-proxy/nginx.conf');
    await machine.files('second', (path, text) => (path === 'nginx.conf' ? 'broken;' : text));
    const { code, output } = await machine.run('update.sh', { files: 'second' });
    expect([code, output]).toEqual([1, expect.stringContaining("nginx refuses the proxy's configuration")]);
    expect(await machine.read('etc/gateway-proxy/nginx.conf')).toBe(before);
  });
});

describe('heal.sh', () => {
  const restarts = async (): Promise<number> =>
    (await machine.read('calls')).split('systemctl restart ibgw').length - 1;
  beforeEach(async () => {
    expect((await machine.run('install.sh')).code).toBe(0);
    await machine.write('calls', '');
  });

  it('does nothing while the program answers, whatever IBKR says', async () => {
    const line = '2026-11-20T10:00:00+00:00 10.0.0.9 POST tickle 401 passed 0.1 0.0 0.1 90\n';
    await machine.write('var/log/gateway-proxy/access.log', line.repeat(50));
    for (let minute = 0; minute < 5; minute += 1) expect((await machine.run('heal.sh')).output).toBe('');
    expect(await restarts()).toBe(0);
    expect(await machine.read('calls')).not.toContain('ss ');
  });

  it('restarts a deaf program after three minutes, and three times a day at most', async () => {
    process.kill(await machine.servingPid());
    await machine.write('opt/ibgw/current/dist/ibgroup.web.core.iblink.router.clientportal.gw.jar', 'deaf');
    const outputs: string[] = [];
    for (let minute = 0; minute < 13; minute += 1) {
      outputs.push((await machine.run('heal.sh', { env: { DAYBOOK_PATIENCE: '1' } })).output);
    }
    expect(await restarts()).toBe(3);
    expect(outputs[0]).toContain('1 of 3');
    expect(outputs.at(-1)).toContain('left alone');
  });

  it('needs no disk: it writes to memory alone, and so heals a host whose disk is full', async () => {
    const files = async (): Promise<readonly string[]> =>
      (await machine.list('.')).filter((path) => !/^(?:run|var|calls|gateway\.pid)(?:\/|$)/.test(path));
    process.kill(await machine.servingPid());
    const before = await files();
    for (let minute = 0; minute < 3; minute += 1) await machine.run('heal.sh');
    expect(await restarts()).toBe(1);
    expect(await files()).toEqual(before);
    expect((await machine.list('run/gateway-heal')).some((path) => path.startsWith('restarts-'))).toBe(true);
  });

  it('cuts connections that hang, those of the program alone, and keeps the program', async () => {
    const pid = await machine.servingPid();
    const line = '2026-11-20T10:00:00+00:00 10.0.0.9 GET portfolio/accounts 504 timeout 25.0 0.0 25.0 90\n';
    await machine.write('var/log/gateway-proxy/access.log', line.repeat(3));
    expect((await machine.run('heal.sh')).output).toContain('calls hang (3 given up)');
    expect((await machine.run('heal.sh')).output).toBe('');
    const calls = (await machine.read('calls')).split('\n').filter((call) => call.startsWith('ss -K'));
    expect(calls).toEqual(['ss -K -tn ( sport = :41000 and dport = :443 )']);
    expect([await machine.servingPid(), await restarts()]).toEqual([pid, 0]);
  });
});
