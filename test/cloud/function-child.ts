import { pathToFileURL } from 'node:url';

/** One built bundle in a process of its own, as Lambda runs it: loaded once, then called for each event. */
type Handler = (event: unknown, context: object) => Promise<unknown>;

const [folder = ''] = process.argv.slice(2);
const { handler } = (await import(pathToFileURL(`${folder}/index.mjs`).href)) as { handler: Handler };

process.on('message', (call: { readonly id?: number; readonly event?: unknown }) => {
  if (call.id === undefined) return;
  void answer(call.id, call.event);
});
process.send?.({ ready: true });

async function answer(id: number, event: unknown): Promise<void> {
  try {
    process.send?.({ id, result: (await handler(event, { getRemainingTimeInMillis: () => 900_000 })) ?? null });
  } catch (error) {
    const { name, message, stack = '' } = error as Error;
    process.send?.({ id, failed: { errorType: name, errorMessage: message, trace: stack.split('\n') } });
  }
}
