#!/usr/bin/env -S tsx --max-semi-space-size=4 --max-old-space-size=1024 --heap-growing-percent=15
// The sizes (MB) and the growth (per cent) keep memory small: left alone on a large machine, the collector lets garbage
// pile up to twice what is in use. A gateway's 5,000 positions and 100,000 transactions stay under 300 MB; taking
// in a Flex statement of 100,000 trades takes some 320, and a report of that one some 540. The cap is about twice that.
// The package brings the right Node for Linux. Elsewhere the machine's own serves, if it is new enough.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `Daybook needs Node 22.19 or newer, and this is ${process.versions.node}. Start it with "npx daybook" in the checkout, or install a newer Node.\n`,
  );
  process.exit(2);
}

const { Interrupted } = await import('#owner/interrupted');
const interruption = new AbortController();
// The second Ctrl-C finds no listener and ends the program at once.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interruption.abort(new Interrupted()));

const { main } = await import('#bin/cli/main');
const { thisMachine } = await import('#wiring/world');
process.exitCode = await main(process.argv.slice(2), thisMachine(interruption.signal));
