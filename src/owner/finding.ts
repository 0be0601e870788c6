import { CloudDenied } from './cloud-error.ts';
import { printable } from './printable.ts';

/** One thing that `check` looked at. */
export interface Finding {
  /** Few words: `Notice topic`. */
  readonly what: string;
  /** `note`: nothing to do now, worth knowing. */
  readonly state: 'fine' | 'outstanding' | 'note';
  /** How it is, one sentence. */
  readonly text: string;
  /** What to do; with `outstanding`. */
  readonly todo?: string;
}

export const fine = (what: string, text: string): Finding => ({ what, state: 'fine', text: printable(text) });

export const note = (what: string, text: string): Finding => ({ what, state: 'note', text: printable(text) });

export const outstanding = (what: string, text: string, todo: string): Finding => ({
  what,
  state: 'outstanding',
  text: printable(text),
  todo: printable(todo),
});

/**
 * Looks at something. A right that is missing is a finding of its own, so that the rest is still looked at: what can't
 * be seen is not known to be done.
 */
export async function lookAt(what: string, look: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof CloudDenied) return [outstanding(what, `can't be seen: ${error.message}`, error.nextStep)];
    throw error;
  }
}
