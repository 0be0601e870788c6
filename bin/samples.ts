import { fileURLToPath } from 'node:url';
import { runSamples } from '#bin/samples/run';

/** The project's own recordings: a small set with neutral data. */
const OWN = fileURLToPath(new URL('../src/simulator/recordings', import.meta.url));

process.exitCode = await runSamples(process.argv[2] ?? OWN, (line) => console.log(line));
