import type { Archive } from '#archive/archive';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Derivation, Input } from '#report/explain/derivation';
import { derive } from '#report/explain/derive';
import type { NamedFigure } from '#report/explain/named-figure';
import type { Report } from '#report/report';
import { openAnswers } from './explain-answers.ts';
import { openReckoning } from './explain-reckoning.ts';
import { type FoundField, findField } from './find-field.ts';

/** One input with the field it was read from, or how it is reckoned, or the answers in which it could not be found. */
export interface ExplainedInput {
  readonly label: string;
  readonly value: number;
  readonly kind: Input['kind'];
  readonly unit?: string;
  /** Of what is so by definition. */
  readonly why?: string;
  /** Name of the figure of the report that it is. */
  readonly of?: string;
  /** How it is reckoned itself, where it is no figure of the report. */
  readonly by?: Explained;
  readonly found?: FoundField;
  /** Archive keys of the answers that were looked through in vain. */
  readonly lookedIn?: readonly string[];
}

/** A figure taken apart, and put together again from the fields that were found. */
export interface Explained {
  readonly formula: string;
  readonly inputs: readonly ExplainedInput[];
  /** What the formula gives with the inputs, each as its field holds it. */
  readonly reckoned: number;
  /** Of a sum over no booking: the statements that told the lists, empty. */
  readonly emptyIn?: readonly string[];
  /** Of a count: the answers it was made over. */
  readonly countedIn?: readonly string[];
}

export interface Explainer {
  /** Every figure of the report. */
  readonly figures: readonly NamedFigure[];
  /** Undefined for a figure without a value, and where the Snapshots tell it otherwise by now. */
  explain(figure: NamedFigure): Promise<Explained | undefined>;
  /**
   * The figures that a figure is made of, and those that they are made of, down to what was read: each once, no more than
   * `most`. The figure itself is the first.
   */
  explainDeeply(figure: NamedFigure, most: number): Promise<Deep>;
}

export interface Deep {
  readonly steps: readonly { readonly figure: NamedFigure; readonly explained: Explained }[];
  /** How many more figures there are than were explained. */
  readonly left: number;
}

/**
 * Opens a report for explaining: its figures are reckoned anew from the archived Snapshots by the report's own functions,
 * and each input is looked up in the archived answers. Writes nothing.
 * @returns undefined when the archive has no Snapshot of the report
 * @throws ArchiveError
 */
export async function openExplainer(
  archive: Archive,
  report: Report,
  calendar: MarketCalendar,
): Promise<Explainer | undefined> {
  const reckoning = await openReckoning(archive, report, calendar);
  if (!reckoning) return undefined;
  const { book } = reckoning;
  const answers = openAnswers(archive, reckoning);
  const inputOf = async ({ told, by, ...shown }: Input): Promise<ExplainedInput> => {
    if (by) return { ...shown, by: await explainedBy(by) };
    if (!told) return shown;
    const keys = await answers.of(told);
    for (const key of keys) {
      const found = findField({ ...shown, told }, book.snapshot.account.id, await answers.rows(key));
      if (found) return { ...shown, found };
    }
    return { ...shown, lookedIn: keys };
  };
  const explainedBy = async ({ formula, inputs: given, reckon, nothingIn, answers: counted }: Derivation) => {
    const inputs: ExplainedInput[] = [];
    for (const input of given) inputs.push(await inputOf(input));
    const reckoned = reckon(inputs.map(({ value, found, by }) => found?.value ?? by?.reckoned ?? value));
    return {
      formula,
      inputs,
      reckoned,
      ...(nothingIn ? { emptyIn: await answers.statements(nothingIn.from, nothingIn.to) } : {}),
      ...(counted ? { countedIn: counted } : {}),
    };
  };
  const explain = async (figure: NamedFigure): Promise<Explained | undefined> => {
    const derivation = derive(figure, book);
    return derivation && explainedBy(derivation);
  };
  return {
    figures: book.figures,
    explain,
    explainDeeply: async (figure, most) => {
      const steps: { figure: NamedFigure; explained: Explained }[] = [];
      const open = new Map([[figure.name, figure]]);
      const done = new Set<string>();
      for (const one of open.values()) {
        if (steps.length === most) break;
        done.add(one.name);
        const explained = await explain(one);
        if (!explained) continue;
        steps.push({ figure: one, explained });
        for (const name of namesIn(explained)) {
          const next = book.byName.get(name);
          if (next) open.set(name, next);
        }
      }
      return { steps, left: open.size - done.size };
    },
  };
}

/** Figures that an explanation is made of. */
export function namesIn({ inputs }: Explained): readonly string[] {
  return inputs.flatMap(({ of, by }) => [...(of === undefined ? [] : [of]), ...(by ? namesIn(by) : [])]);
}
