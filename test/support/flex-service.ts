import type { HttpAnswer, HttpCall, StreamingHttpClient } from '#sources/http/http-client';

/** A Flex Web Service whose answers a test scripts. */
export interface ScriptedFlex {
  readonly connect: (origin: string) => StreamingHttpClient;
  /** What was asked: `SendRequest q=1234567 fd=20261120 td=20261120`. Without the token. */
  readonly asked: readonly string[];
  /** The tokens that came with it. */
  readonly tokens: readonly string[];
  /** Clients that were opened and not closed. */
  readonly open: () => number;
}

/** What a request is answered with: a body with status 200, a whole answer, or the error to fail with. */
export type FlexAnswer = string | { readonly status: number; readonly body: string } | Error;

/** The service's word that it makes a statement. */
export const ACCEPTED =
  '<FlexStatementResponse timestamp="21 November, 2026 05:45 AM EST"><Status>Success</Status><ReferenceCode>4815162342</ReferenceCode><url>https://ndcdyn.interactivebrokers.com/AccountManagement/FlexWebService/GetStatement</url></FlexStatementResponse>';

/** The service's word that it does not. */
export const refusedWith = (code: string): string =>
  `<FlexStatementResponse timestamp="21 November, 2026 05:45 AM EST"><Status>Fail</Status><ErrorCode>${code}</ErrorCode><ErrorMessage>In its words</ErrorMessage></FlexStatementResponse>`;

/** @param script gets what is asked, as in {@link ScriptedFlex.asked}, and how many requests came before */
export function scriptedFlex(script: (asked: string, before: number) => FlexAnswer): ScriptedFlex {
  const asked: string[] = [];
  const tokens: string[] = [];
  let open = 0;
  const answer = (call: HttpCall): HttpAnswer => {
    const url = new URL(call.target, 'https://flex.invalid');
    const words = [...url.searchParams].filter(([name]) => name !== 't' && name !== 'v').map((pair) => pair.join('='));
    const what = [url.pathname.split('/').at(-1), ...words].join(' ');
    const given = script(what, asked.length);
    asked.push(what);
    tokens.push(url.searchParams.get('t') ?? '');
    if (given instanceof Error) throw given;
    const { status, body } = typeof given === 'string' ? { status: 200, body: given } : given;
    return { status, headers: {}, body: Buffer.from(body) };
  };
  return {
    asked,
    tokens,
    open: () => open,
    connect: () => {
      open += 1;
      return {
        send: async (call) => answer(call),
        receive: async (call, take) => {
          const { body, ...head } = answer(call);
          const pieces = async function* () {
            yield body;
          };
          return take({ ...head, body: pieces() });
        },
        close: async () => {
          open -= 1;
        },
      };
    },
  };
}
