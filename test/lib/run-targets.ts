import type { RunTargets } from '#lib/states';

const arn = (name: string): string => `arn:aws:lambda:eu-central-2:123456789012:function:${name}:1`;

const COMMON = {
  begin: arn('begin'),
  publish: arn('publish'),
  notify: arn('notify'),
  end: arn('end'),
  noticeTopic: 'arn:aws:sns:eu-central-2:123456789012:notices',
  partition: 'aws',
};
const FLEX = { collect: arn('collect-flex'), join: arn('join'), bucket: 'archive' };

/** What the machine's definition names, for each choice of sources. */
export const TARGETS = {
  gateway: { ...COMMON, collect: arn('collect') },
  both: { ...COMMON, collect: arn('collect'), flex: FLEX },
  flex: { ...COMMON, flex: FLEX },
} as const satisfies Readonly<Record<string, RunTargets>>;
