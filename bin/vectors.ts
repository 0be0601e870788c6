import { fileURLToPath } from 'node:url';
import { runVectors } from '#bin/vectors/run';

/** The project's own copies of the cases. */
const OWN = fileURLToPath(new URL('../test/fixtures/vectors', import.meta.url));

process.exitCode = await runVectors(process.argv.slice(2), OWN, (line) => console.log(line));
