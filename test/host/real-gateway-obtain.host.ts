import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { GatewayProgramMissing, gatewayProgram } from './real-gateway/obtain.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daybook-obtain-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

it('takes the program that GATEWAY_HOME names, and refuses a folder that holds none', async () => {
  const program = await gatewayProgram();
  vi.stubEnv('GATEWAY_HOME', program);
  expect(await gatewayProgram()).toBe(program);
  vi.stubEnv('GATEWAY_HOME', folder);
  await expect(gatewayProgram()).rejects.toThrow(GatewayProgramMissing);
});

it('refuses a copy in the cache that has another archive, or one more', async () => {
  const program = await gatewayProgram();
  vi.stubEnv('GATEWAY_HOME', '');
  vi.stubEnv('XDG_CACHE_HOME', folder);
  const copy = join(folder, 'daybook/gateway-20230424');
  await cp(program, copy, { recursive: true });
  expect(await gatewayProgram()).toBe(copy);
  await writeFile(join(copy, 'build/lib/runtime/more.jar'), 'more');
  await expect(gatewayProgram()).rejects.toThrow(/is not the build/);
  await rm(join(copy, 'build/lib/runtime/more.jar'));
  await writeFile(join(copy, 'build/lib/runtime/vertx-core-3.5.0.jar'), 'other');
  await expect(gatewayProgram()).rejects.toThrow(/is not the build/);
});

it('says what to do where npm can’t bring it', async () => {
  vi.stubEnv('GATEWAY_HOME', '');
  vi.stubEnv('XDG_CACHE_HOME', folder);
  vi.stubEnv('PATH', join(process.cwd(), 'none'));
  await expect(gatewayProgram()).rejects.toThrow(/Check the connection, or set GATEWAY_HOME/);
});
