import type { Flag } from './flags.ts';

/** Flags that shape a simulated account, the same for `demo` and `simulate`. */
export const SCENARIO_FLAGS: readonly Flag[] = [
  { name: 'seed', value: 'N', help: 'Another invented investor. Default: 1.' },
  {
    name: 'recordings',
    value: 'DIR',
    help: 'recorded: folder of recorded answers with a manifest.json. Default: the small set of this project.',
  },
  { name: 'account', value: 'NAME', help: 'recorded: which account of the manifest. Default: the first.' },
  {
    name: 'size',
    value: 'FACTOR',
    help: 'large: 1 for 5,000 positions and 100,000 transactions, 0.1 for a tenth. Default: 1.',
  },
  { name: 'clients', value: 'N', help: 'advisor: how many clients, 5,000 at most. Default: 25.' },
  {
    name: 'fault',
    value: "'PATH=FAULT'",
    repeat: true,
    help: "Breaks one answer, e.g. 'POST /pa/allperiods=429'. A wrong name lists them all.",
  },
];
