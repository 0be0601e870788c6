import { pairFor, type RunningNginx, startNginx } from './nginx.ts';
import { type StubGateway, startStubGateway } from './stub-gateway.ts';

/** nginx as deployed, with a stub in the gateway's place. */
export interface RunningProxy extends RunningNginx {
  readonly stub: StubGateway;
}

export async function startProxy(): Promise<RunningProxy> {
  const own = await pairFor('localhost');
  const stub = await startStubGateway(own);
  const nginx = await startNginx({ port: stub.port, certificate: own.cert }, 1);
  return {
    ...nginx,
    stub,
    close: async () => {
      await nginx.close();
      await stub.close();
    },
  };
}
