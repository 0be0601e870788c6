import { finished, type Writable } from 'node:stream';
import { WorkbookSinkClosed } from './errors.ts';

/** Waits for a piece of work, or for the failure of the sink, whichever comes first. */
export type SinkGuard = <T>(work: Promise<T>) => Promise<T>;

/**
 * Watches the sink from the start: exceljs itself waits for ever when its output fails. The guard rejects with the
 * sink's own error, or with {@link WorkbookSinkClosed} when the sink closed early without one.
 */
export function guardSink(sink: Writable): SinkGuard {
  const failure = new Promise<never>((_resolve, reject) => {
    finished(sink, { readable: false }, (error) => {
      if (error) reject(error.code === 'ERR_STREAM_PREMATURE_CLOSE' ? new WorkbookSinkClosed(error) : error);
    });
  });
  // The failure may come while nothing waits; each later wait still gets it.
  failure.catch(() => undefined);
  return (work) => Promise.race([work, failure]);
}
