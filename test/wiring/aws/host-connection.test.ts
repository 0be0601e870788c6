import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Archive } from '#archive/archive';
import { folderArchive } from '#archive/folder-archive';
import { hostCertificateKey } from '#archive/keys';
import { VirtualClock } from '#effects/virtual-clock';
import { emptyScenario } from '#simulator/empty-scenario';
import { makeCertificate } from '#simulator/face/certificate';
import { type Simulator, startSimulator } from '#simulator/simulator';
import type { HttpClient } from '#sources/http/http-client';
import { connectHost, HostNotReady, HostNotTrusted } from '#wiring/aws/host-connection';

const HOST = 'i-0123456789abcdef0';
const CALL = { method: 'GET', target: '/v1/api/portfolio/accounts', deadlineMs: 10_000 } as const;
const now = new Date('2026-11-21T10:45:00Z');

let gateway: Simulator;
let folder: string;
let archive: Archive;

beforeEach(async () => {
  gateway = await startSimulator({ scenario: emptyScenario({ today: now }), clock: new VirtualClock(now) });
  folder = await mkdtemp(join(tmpdir(), 'daybook-host-'));
  archive = folderArchive(folder);
  return () => Promise.all([gateway.close(), rm(folder, { recursive: true, force: true })]);
});

const connect = (): HttpClient =>
  connectHost({ url: gateway.url, serverName: gateway.serverName, instanceId: HOST, version: '1.2.3' }, archive);

describe('the connection to the gateway host', () => {
  it('trusts the certificate that the host wrote', async () => {
    await archive.put(hostCertificateKey(HOST), gateway.certificate);
    const http = connect();
    expect((await http.send(CALL)).status).toBe(200);
    await http.close();
  });

  it('asks nothing of a host that has written no certificate, and says what to do', async () => {
    const http = connect();
    const refused = http.send(CALL);
    await expect(refused).rejects.toThrow(HostNotReady);
    await expect(refused).rejects.toMatchObject({
      reason: 'unreachable',
      message: expect.stringContaining(HOST) as string,
      nextStep: expect.stringContaining('daybook host renew') as string,
    });
    await http.close();
    expect(gateway.calls).toEqual([]);
  });

  it('asks nothing of what shows another certificate', async () => {
    await archive.put(hostCertificateKey(HOST), (await makeCertificate()).certificate);
    const http = connect();
    await expect(http.send(CALL)).rejects.toThrow(HostNotTrusted);
    await http.close();
    expect(gateway.calls).toEqual([]);
  });

  it('reads the certificate anew for each run, so that a renewed host is known at once', async () => {
    await archive.put(hostCertificateKey(HOST), (await makeCertificate()).certificate);
    const before = connect();
    await expect(before.send(CALL)).rejects.toThrow();
    await archive.put(hostCertificateKey(HOST), gateway.certificate);
    const after = connect();
    expect((await after.send(CALL)).status).toBe(200);
    await Promise.all([before.close(), after.close()]);
  });
});
