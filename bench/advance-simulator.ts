import { Agent, request } from 'undici';

/** Tells the simulator's process what hour the product's clock shows now. */
export async function advanceSimulator(url: string, ca: string, now: Date): Promise<void> {
  const dispatcher = new Agent({ connect: { ca, servername: 'localhost' }, pipelining: 0 });
  try {
    const answer = await request(`${url}/_simulator/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'daybook-bench' },
      body: JSON.stringify({ advanceTo: now.toISOString() }),
      dispatcher,
    });
    await answer.body.dump();
    if (answer.statusCode !== 200) throw new Error(`the simulator's clock answered ${answer.statusCode}`);
  } finally {
    await dispatcher.close();
  }
}
