/** What the exit code of every command means. `docs/exit-codes.md` and the help say the same. */
export const EXIT = {
  done: 0,
  fault: 1,
  usage: 2,
  gateway: 3,
  login: 4,
  account: 5,
  partial: 6,
  waiting: 7,
  archive: 8,
  answer: 9,
  cloud: 10,
  outstanding: 11,
  interrupted: 130,
} as const;

export const EXIT_MEANINGS: readonly (readonly [number, string])[] = [
  [EXIT.done, 'Done, or nothing was left to do.'],
  [EXIT.fault, 'A fault of Daybook itself. Please report it.'],
  [EXIT.usage, 'A flag, a setting or a date is wrong. Nothing was begun.'],
  [
    EXIT.gateway,
    'The gateway or the Flex Web Service can not be reached, does not answer, or shows a certificate that is not trusted.',
  ],
  [EXIT.login, 'Nobody is logged in at the gateway, or there is no Flex token that IBKR takes.'],
  [EXIT.account, 'The login shows no account, or not the one asked for; or IBKR refuses the Flex query.'],
  [EXIT.partial, 'The report (or the history) is there, and a part of it is missing; it says which and why.'],
  [EXIT.waiting, 'The broker wants a pause, or has no statement yet; the message says more. What came so far is kept.'],
  [EXIT.archive, 'The archive (folder or bucket) can not be used, is full, is empty, or holds something damaged.'],
  [EXIT.answer, "The broker's answer can not be used: cut short, an error, or of an unknown shape."],
  [EXIT.cloud, 'AWS can not be reached or refuses, the stack is missing or broken, or what was started on AWS failed.'],
  [EXIT.outstanding, 'Something is still to be done before everything runs; the list says what and how.'],
  [EXIT.interrupted, 'Stopped by Ctrl-C. What came so far is kept.'],
];
