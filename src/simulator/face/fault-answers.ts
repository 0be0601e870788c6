import type { ServerResponse } from 'node:http';
import { emptyAnswer, htmlAnswer, jsonAnswer } from '#simulator/answers';
import type { Fault } from '#simulator/faults';
import type { ApiAnswer } from '#simulator/scenario';
import { type Headers, send, sendDripping, sendHalf, sendHuge } from './send.ts';
import { LOGIN_PAGE, LOGIN_PATH, MAINTENANCE_PAGE } from './session-answers.ts';

/** Stands for the broker's public host, where the real gateway sends paths it does not serve. Resolves nowhere. */
export const FOREIGN_HOST = 'https://public-host.invalid';

export interface FaultPorts {
  readonly response: ServerResponse;
  /** The answer that would have been given. */
  readonly answer: ApiAnswer;
  /** Aborts when the simulator closes. */
  readonly ended: AbortSignal;
  readonly now: number;
  /** Writes the call down with the status it got. */
  readonly note: (status: number) => void;
}

/** Does what a fault of the connection or of the whole answer does; false when the fault is of another sort. */
export async function actOnFault(fault: Fault, ports: FaultPorts): Promise<boolean> {
  const { response, answer, ended, now, note } = ports;
  const reply = async (other: ApiAnswer, headers: Headers = {}): Promise<true> => {
    note(other.status);
    await send(response, other, now, headers);
    return true;
  };
  switch (fault.kind) {
    case 'status': {
      const { status, body, contentType, headers = {} } = fault;
      const type = contentType ?? (body === undefined ? null : 'application/json');
      return reply({ status, contentType: type, text: body === undefined ? [] : [body] }, headers);
    }
    case 'html':
      return reply(htmlAnswer(200, fault.page === 'login' ? LOGIN_PAGE : MAINTENANCE_PAGE));
    case 'error-200':
      return reply(jsonAnswer({ error: fault.error ?? 'failed to process request' }));
    case 'redirect':
      return reply(emptyAnswer(302), { Location: fault.to === 'login' ? LOGIN_PATH : `${FOREIGN_HOST}/` });
    case 'refuse':
      note(0);
      response.destroy();
      return true;
    case 'silent':
      note(0);
      return true;
    case 'cut':
    case 'hang':
      note(answer.status);
      sendHalf(response, answer, now, () => {
        if (fault.kind === 'cut') response.destroy();
      });
      return true;
    case 'drip':
      note(answer.status);
      await sendDripping(response, answer, now, ended);
      return true;
    case 'huge':
      note(200);
      await sendHuge(response, fault.megabytes ?? 64, now, answer.contentType?.includes('xml') ? 'xml' : 'json');
      return true;
    default:
      return false;
  }
}
