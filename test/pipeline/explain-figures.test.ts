import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Archive } from '#archive/archive';
import { folderArchive } from '#archive/folder-archive';
import { accountKey } from '#archive/keys';
import { calendarDate } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';
import { type Explained, type Explainer, namesIn, openExplainer } from '#pipeline/explain-figures';
import { latestReport } from '#pipeline/publish';
import { DEMO_ACCOUNT } from '#simulator/demo-scenario';
import { openTerminal, type Terminal } from '#test/support/command';

const run = { kind: 'final', marketDate: calendarDate('2026-11-20') } as const;
const account = accountKey(DEMO_ACCOUNT);
const NOISE = 1e-9;

describe.each(['both', 'gateway', 'flex'])('each figure of a report, from sources %s,', (sources) => {
  let terminal: Terminal;
  let archive: Archive;
  let explainer: Explainer;
  const all = new Map<string, Explained>();

  beforeAll(async () => {
    terminal = await openTerminal();
    await terminal.type('demo', '--date', run.marketDate, '--sources', sources, '--quiet');
    archive = folderArchive(`${terminal.folder}/daybook-demo`);
    const report = await latestReport(archive, account, run);
    if (!report) throw new Error('no report');
    explainer = (await openExplainer(archive, report, newYorkCalendar())) as Explainer;
    for (const figure of explainer.figures) {
      const explained = await explainer.explain(figure);
      if (explained) all.set(figure.name, explained);
    }
  }, 120_000);
  afterAll(() => terminal.leave());

  it('has a name of its own', () => {
    const names = explainer.figures.map(({ name }) => name);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    expect(names.length).toBeGreaterThan(sources === 'gateway' ? 1_500 : 2_500);
  });

  it('is told with a formula and inputs that give the figure', () => {
    const wrong = explainer.figures.flatMap(({ name, value }) => {
      if (typeof value !== 'number') return [];
      const explained = all.get(name);
      if (!explained) return [`${name} = ${value}: not explained`];
      const apart = Math.abs(explained.reckoned - value);
      if (!(apart <= NOISE * Math.max(1, Math.abs(value))))
        return [`${name}: ${explained.reckoned} in place of ${value}`];
      const { inputs, emptyIn = [], countedIn = [] } = explained;
      return inputs.length + emptyIn.length + countedIn.length === 0 ? [`${name}: of nothing`] : [];
    });
    expect(wrong).toEqual([]);
  });

  it('is read from fields that the archived answers hold at the named places', async () => {
    const wrong: string[] = [];
    const bodies = new Map<string, Held>();
    let compared = 0;
    const look = async (name: string, { inputs }: Explained): Promise<void> => {
      for (const { label, value, why, of, by, found, lookedIn } of inputs) {
        if (by) {
          if (!same(by.reckoned, value)) wrong.push(`${name}: ${label} is ${by.reckoned}, and ${value} was taken`);
          await look(name, by);
        } else if (found) {
          const held = bodies.get(found.key) ?? (await holder(archive, found.key));
          bodies.set(found.key, held);
          const texts = found.path.split(' + ').map((path) => held(path));
          if (texts.join(' + ') !== found.text)
            wrong.push(`${name}: ${found.path} holds ${texts}, and no ${found.text}`);
          compared += 1;
        } else if (of === undefined && why === undefined) {
          wrong.push(`${name}: ${label} = ${value} not found in ${lookedIn?.length} answers`);
        }
      }
    };
    for (const [name, explained] of all) await look(name, explained);
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(500);
  }, 60_000);

  it('leads down to what was read: no figure is made of itself', () => {
    const known = new Map(explainer.figures.map((figure) => [figure.name, figure]));
    const state = new Map<string, 'open' | 'done'>();
    const wrong: string[] = [];
    const visit = (name: string, path: readonly string[]): void => {
      if (state.get(name) === 'done') return;
      if (state.get(name) === 'open' || !known.has(name)) {
        wrong.push([...path, name].join(' of '));
        return;
      }
      state.set(name, 'open');
      for (const next of namesIn(all.get(name) as Explained)) visit(next, [...path, name]);
      state.set(name, 'done');
    };
    for (const name of all.keys()) visit(name, []);
    expect(wrong).toEqual([]);
  });

  it('is explained with all it is made of, each once, and no more of them than asked for', async () => {
    const figure = explainer.figures.find(({ name }) => name === 'risk/Sharpe-ratio');
    if (!figure) throw new Error('no such figure');
    const deep = await explainer.explainDeeply(figure, 2_000);
    const names = deep.steps.map((step) => step.figure.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names[0]).toBe('risk/Sharpe-ratio');
    expect(names).toContain('value/2026-11-20/cumulative-return');
    expect(deep.left).toBe(0);
    const few = await explainer.explainDeeply(figure, 10);
    expect(few.steps).toHaveLength(10);
    expect(few.left).toBeGreaterThan(200);
  }, 60_000);
});

const same = (a: number, b: number): boolean => Math.abs(a - b) <= NOISE * Math.max(1, Math.abs(b));

/** What an answer holds at a place, as text. */
type Held = (path: string) => string | undefined;

async function holder(archive: Archive, key: string): Promise<Held> {
  const body = Buffer.from((await archive.get(key)) ?? []).toString('utf8');
  if (key.endsWith('.csv')) return (path) => inTable(body, path);
  if (key.endsWith('.xml')) return inStatement(body);
  const json: unknown = JSON.parse(body);
  return (path) => inJson(json, path);
}

function inTable(body: string, path: string): string | undefined {
  const [, line = '', name = ''] = /^line (\d+), (.*)$/.exec(path) ?? [];
  const lines = body.split('\n').map((text) => text.trim().split(','));
  return lines[Number(line) - 1]?.[lines[0]?.indexOf(name) ?? -1];
}

function inJson(json: unknown, path: string): string | undefined {
  const steps = [...path.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([text, at]) => at ?? text);
  const found = steps.reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], json);
  return found === undefined ? undefined : String(found);
}

/** `OpenPositions/OpenPosition[3]/@markPrice`: the third such element of the account's statement. */
function inStatement(body: string): Held {
  const own = body.split('<FlexStatement ').find((text) => text.startsWith(`accountId="${DEMO_ACCOUNT}"`)) ?? '';
  return (path) => {
    const [, section, name = '', at = '', attribute = ''] = /^(?:(\w+)\/)?(\w+)\[(\d+)\]\/@(\w+)$/.exec(path) ?? [];
    const part = section === undefined ? own : (own.split(`<${section}>`)[1]?.split(`</${section}>`)[0] ?? '');
    const element = [...part.matchAll(new RegExp(`<${name} [^>]*>`, 'g'))][Number(at) - 1]?.[0] ?? '';
    return new RegExp(` ${attribute}="([^"]*)"`).exec(element)?.[1];
  };
}
