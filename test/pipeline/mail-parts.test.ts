import { beforeAll, describe, expect, it } from 'vitest';
import { accountKey, recipientKey } from '#archive/keys';
import type { Mailout } from '#delivery/mailout';
import { mimeOf } from '#delivery/mime';
import { maskedId } from '#domain/account';
import { calendarDate } from '#domain/calendar-date';
import { VirtualClock } from '#effects/virtual-clock';
import { notifyRun } from '#pipeline/notify-run';
import type { Report } from '#report/report';
import { amountsOf } from '#test/support/amounts';
import { type ReadMessage, readRawMessage } from '#test/support/cloud/raw-message';
import { memoryArchive } from '#test/support/memory-archive';
import { readZip } from '#test/support/zip';
import { runDemo } from '#wiring/demo-run';
import { makeScenario } from '#wiring/make-scenario';
import { FINAL, notifyEvent } from './published-day.ts';

/** The first two clients of the adviser’s scenario. */
const [ALPHA, BETA] = ['U7316001', 'U7316002'];
const OWNER = { address: 'owner@example.com', attach: true } as const;
const RESTRICTED = { address: 'daughter@example.com', attach: true, accounts: [BETA] } as const;
const DISCREET = { address: 'adviser@example.com', attach: true, discreet: true } as const;
const ABROAD = { ...RESTRICTED, address: 'friend@example.com', discreet: true, locale: 'de-DE' } as const;
const PEOPLE = [OWNER, RESTRICTED, DISCREET, ABROAD];

type Opened = ReadonlyMap<string, string>;

/** What one message holds, decoded: its header, its two texts, each page, each part of each workbook. */
function opened(message: ReadMessage): Opened {
  const files = message.attachments.flatMap(({ name, body }) =>
    name.endsWith('.xlsx')
      ? readZip(body).map((part) => [`${name}/${part.name}`, part.content.toString('utf8')] as const)
      : [[name, body.toString('utf8')] as const],
  );
  const { headers, text = '', html = '' } = message;
  return new Map([['headers', JSON.stringify(headers)], ['text', text], ['html', html], ...files]);
}

/** Without lengths of drawings and styles, whose digits may be an amount's by chance. */
const withoutGeometry = (text: string): string =>
  text
    .replaceAll(/<style\b[^>]*>[\s\S]*?<\/style>/g, '')
    .replaceAll(/\s(?:d|[xy][12]?|c[xy]|d[xy]|r|points|width|height|transform|viewBox)="[^"]*"/g, '');

/** Those of the amounts that stand somewhere as a number of their own, with the separators of either locale. */
function standing(amounts: ReadonlySet<string>, texts: Opened): readonly string[] {
  const german = (token: string): string => token.replaceAll('.', '').replace(',', '.');
  return [...texts].flatMap(([name, text]) =>
    [...new Set(withoutGeometry(text).match(/\d[\d.,’]*\d/g))]
      .filter((token) => amounts.has(token) || amounts.has(german(token)))
      .map((token) => `${name}: ${token}`),
  );
}

const holding = (texts: Opened, word: string): readonly string[] =>
  [...texts].filter(([, text]) => text.includes(word)).map(([name]) => name);

const workbooks = (texts: Opened): number =>
  [...texts.keys()].filter((name) => name.endsWith('/xl/workbook.xml')).length;
const pages = (texts: Opened): number => [...texts.keys()].filter((name) => name.endsWith('.html')).length;

describe('one message for each recipient, opened to the last part of its workbooks', () => {
  const messages = new Map<string, Opened>();
  const reports = new Map<string, Report>();

  beforeAll(async () => {
    const archive = memoryArchive();
    const marketDate = calendarDate('2026-11-20');
    const made = await makeScenario('advisor', { marketDate, seed: 1, size: 1, clients: 2 });
    if ('problem' in made) throw new Error(made.problem);
    const request = { ...made, faults: [], timeZone: 'Europe/Zurich', fill: false };
    const { day } = await runDemo(request, archive, () => undefined);
    const published = day.published.map(({ account, report }) => ({ account, revision: report.revision }));
    for (const { account, report } of day.published) reports.set(account, report);
    for (const { address } of PEOPLE) {
      const sent: Mailout[] = [];
      const { state } = await notifyRun(notifyEvent(recipientKey(address), published), {
        archive,
        channel: { name: 'test', idempotent: false, send: async (mailout) => `mail ${sent.push(mailout)}` },
        clock: new VirtualClock(new Date('2026-11-21T10:45:00Z')),
        recipients: PEOPLE,
        accounts: 'all',
        sender: 'daybook@example.org',
        timeZone: 'Europe/Zurich',
      });
      expect(state).toBe('sent');
      expect(sent).toHaveLength(1);
      messages.set(address, opened(readRawMessage(await mimeOf(sent[0] ?? expect.fail('nothing sent')))));
    }
  }, 120_000);

  const of = ({ address }: { readonly address: string }): Opened =>
    messages.get(address) ?? expect.fail(`no message to ${address}`);
  const reportOf = (id: string): Report => reports.get(accountKey(id)) ?? expect.fail(`no report of ${id}`);
  /** Amounts of the first client that are none of the second. */
  const alone = (): ReadonlySet<string> => {
    const shared = amountsOf(reportOf(BETA));
    return new Set([...amountsOf(reportOf(ALPHA))].filter((amount) => !shared.has(amount)));
  };

  it('goes to one address, and names nobody else', () => {
    expect(FINAL.marketDate).toBe('2026-11-20');
    for (const { address } of PEOPLE) {
      expect(holding(of({ address }), address)).toEqual(['headers']);
      for (const other of PEOPLE.filter((one) => one.address !== address)) {
        expect(holding(of({ address }), other.address)).toEqual([]);
      }
    }
  });

  it('gives the owner all accounts with their amounts: what is searched for below can be found', () => {
    expect(workbooks(of(OWNER))).toBe(reports.size);
    expect(standing(alone(), of(OWNER)).length).toBeGreaterThan(100);
    const places = holding(of(OWNER), maskedId(ALPHA));
    for (const end of ['html', 'text', '.html', '.xml']) expect(places.some((name) => name.endsWith(end))).toBe(true);
  });

  it('gives a restricted recipient the files of the accounts allowed, and nothing of others in any part', () => {
    for (const one of [RESTRICTED, ABROAD]) {
      expect([workbooks(of(one)), pages(of(one))]).toEqual([1, 1]);
      expect(holding(of(one), maskedId(BETA)).length).toBeGreaterThan(3);
      expect(standing(alone(), of(one))).toEqual([]);
      for (const word of [maskedId(ALPHA), accountKey(ALPHA), accountKey(ALPHA).slice(0, 6)]) {
        expect(holding(of(one), word), word).toEqual([]);
      }
    }
    expect(standing(amountsOf(reportOf(BETA)), of(RESTRICTED)).length).toBeGreaterThan(100);
  });

  it('gives a discreet recipient pages and workbooks in which no part holds an amount, a quantity or a price', () => {
    expect([workbooks(of(DISCREET)), pages(of(DISCREET))]).toEqual([reports.size, reports.size]);
    for (const one of [DISCREET, ABROAD]) {
      for (const report of reports.values()) expect(standing(amountsOf(report), of(one))).toEqual([]);
    }
  });

  it('holds the whole number of no account', () => {
    for (const texts of messages.values()) for (const id of [ALPHA, BETA]) expect(holding(texts, id)).toEqual([]);
  });
});
