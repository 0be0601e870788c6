import type { ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { openFlexSource } from '#sources/flex/flex-source';
import { openHttpClient } from '#sources/http/http-client';
import { CANARIES, leaks } from '#test/support/canaries';
import { type HttpsServer, startHttpsServer } from '#test/support/https-server';
import { Machine } from '#test/support/machine';
import { errorFields, logLine } from '#wiring/aws/log';

/** F70, T31: what the Flex Web Service may say of token and accounts in its own words, and nobody may read. */

const TOKEN = '118204776330018204776330';
const said = `${CANARIES.join(' ')} ${TOKEN} https://flex.invalid/SendRequest?t=${TOKEN}&q=7`;
const word = (inner: string, status = 'Fail'): string =>
  `<FlexStatementResponse timestamp="${TOKEN}"><Status>${status}</Status>${inner}</FlexStatementResponse>`;
const refusal = (code: string) => word(`<ErrorCode>${code}</ErrorCode><ErrorMessage>${said}</ErrorMessage>`);
const ok = word(`<ReferenceCode>${TOKEN}</ReferenceCode><url>https://${TOKEN}.invalid/${TOKEN}</url>`, 'Success');

const open: HttpsServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

type Answer = (response: ServerResponse) => void;
const text =
  (body: string, status = 200, headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response.writeHead(status, { 'Content-Type': 'text/xml', ...headers }).end(body);
const statement = (inner: string, more = ''): string =>
  `<FlexQueryResponse queryName="daybook" type="AF"${more}><FlexStatements count="1"><FlexStatement accountId="U1" fromDate="2026-11-20" toDate="2026-11-20" period="" whenGenerated="2026-11-20;230000">${inner}</FlexStatement></FlexStatements></FlexQueryResponse>`;

/** What SendRequest answers, then what GetStatement does. */
const ANSWERS: readonly (readonly [string, Answer, Answer?])[] = [
  ...['1001', '1003', '1012', '1015', '1018', '1019', '1025', '9999', said.replaceAll('&', ' ')].map(
    (code) => [`the refusal ${code.slice(0, 4)}`, text(refusal(code).replaceAll('&', '&amp;'))] as const,
  ),
  ...[302, 400, 403, 404, 429, 500, 503].map(
    (status) =>
      [`a ${status}`, text(said, status, { Location: `https://ib.invalid/?t=${TOKEN}`, 'X-Token': TOKEN })] as const,
  ),
  ['a page', text(`<html><title>${said}</title></html>`)],
  ['a text', text(said)],
  ['nothing', text('')],
  ['a broken connection', (response) => void response.destroy()],
  [
    'a break in the middle',
    text(ok),
    (response) => {
      response.writeHead(200, { 'Content-Length': '100000' });
      response.write(statement('').slice(0, 60), () => response.destroy());
    },
  ],
  ['half a statement', text(ok), text(statement('').slice(0, 200))],
  [
    'a statement of no form',
    text(ok),
    text(statement(`<${CANARIES[2]} ${CANARIES[2]}="${TOKEN}">${TOKEN}</${CANARIES[2]}>`)),
  ],
  ['a statement with a broken tag', text(ok), text(statement(`<Trades ${TOKEN}=${TOKEN}></Trade>`))],
  ['an unknown entity', text(ok), text(statement(`&${CANARIES[2]};`))],
  ['dates of no form', text(ok), text(statement('').replaceAll('2026-11-20', CANARIES[4]))],
  ['the refusal of a reference', text(ok), text(refusal('1017').replaceAll('&', '&amp;'))],
];

/** Everything that leaves the archive's own readers: records, keys, notices, steps' results, lines of the log, errors. */
async function written(send: Answer, get = send): Promise<string> {
  const server = await startHttpsServer((request, response) => {
    (request.url?.includes('SendRequest') ? send : get)(response);
  });
  open.push(server);
  const machine = await (await new Machine('2026-11-21T10:45:00Z').settled()).reportedBefore('2026-11-20');
  const source = () =>
    openFlexSource({
      connect: () => openHttpClient({ origin: server.origin, ca: server.certificate, userAgent: 'test' }),
      clock: machine.clock,
      token: TOKEN,
      patienceMs: 30_000,
    });
  const lines: string[] = [];
  const asked = source();
  await asked
    .fetch({ query: '7' }, async (body) => {
      for await (const piece of body) void piece;
    })
    .catch((error: unknown) => {
      const fields = errorFields(error);
      lines.push(
        inspect(error, { depth: 20, showHidden: true }),
        logLine('error', 'failed', { stage: 'x', error: fields }),
      );
    });
  await asked.close();
  machine.flex = async () => ({ source: source() });
  const [taken] = (await machine.begin({ start: 'schedule', kind: 'final' }, 'mine')).runs;
  if (!taken) throw new TypeError('nothing was due');
  const event = { ...taken, until: machine.clock.now().toISOString() };
  lines.push(JSON.stringify(await machine.run(event, 'mine')), JSON.stringify(machine.notices));
  for (const [key, body] of machine.archive.objects) {
    // The answer itself is kept as it came.
    lines.push(key, key.endsWith('.xml') ? '' : body.toString());
  }
  return lines.join('\n');
}

describe('a Flex Web Service that says the token and other people’s words', () => {
  it.each(ANSWERS.map(([name, ...answers]) => ({ name, answers })))('in $name', async ({ answers: [send, get] }) => {
    const all = await written(send, get);
    expect(all.length).toBeGreaterThan(500);
    const found = leaks(all, [TOKEN]);
    expect(
      found,
      all
        .split('\n')
        .filter((line) => found.some((one) => line.includes(one)))
        .slice(0, 5)
        .join('\n'),
    ).toEqual([]);
  });

  it('when it is not there at all', async () => {
    const machine = new Machine('2026-11-21T10:45:00Z');
    for (const origin of ['https://localhost:1', 'https://flex.invalid']) {
      const source = openFlexSource({
        connect: () => openHttpClient({ origin, userAgent: 'test' }),
        clock: machine.clock,
        token: TOKEN,
      });
      const error = await source.fetch({ query: '7' }, async () => undefined).catch((caught: unknown) => caught);
      await source.close();
      expect(inspect(error, { depth: 20, showHidden: true })).toContain('FlexUnreachable');
      expect(leaks(inspect(error, { depth: 20, showHidden: true }), [TOKEN])).toEqual([]);
    }
  });
});
