import { request } from 'node:https';
import { VirtualClock } from '#effects/virtual-clock';
import type { Scenario } from '#simulator/scenario';
import { type Simulator, startSimulator } from '#simulator/simulator';
import { type RunningNginx, startNginx } from '#test/host/gateway/nginx';
import { type RunningProgram, startProgram } from './program.ts';

/** Long enough for every answer of the simulator, short enough to wait for one that never comes. */
const READ_SECONDS = 2;

/** The gateway host as deployed: simulated servers of IBKR, the real gateway program before them, the proxy before that. */
export interface GatewayHost {
  readonly simulator: Simulator;
  readonly clock: VirtualClock;
  readonly program: RunningProgram;
  /** A fresh proxy, for its limits count real time. Ended with the host, or by itself. */
  proxy(): Promise<RunningNginx>;
  /** A person's login through a proxy's login listener, without a browser. */
  login(proxy: RunningNginx): Promise<void>;
  close(): Promise<void>;
}

export async function startGatewayHost(scenario: Scenario, at: Date): Promise<GatewayHost> {
  const clock = new VirtualClock(at);
  const simulator = await startSimulator({ scenario, clock, face: 'servers' });
  const program = await startProgram(simulator);
  return {
    simulator,
    clock,
    program,
    proxy: () => startNginx({ port: program.port, certificate: program.certificate }, READ_SECONDS),
    login: (proxy) => login(proxy),
    close: async () => {
      await program.close();
      await simulator.close();
    },
  };
}

interface Page {
  readonly status: number;
  readonly location: string | undefined;
  readonly text: string;
}

async function login(proxy: RunningNginx): Promise<void> {
  const jar = new Map<string, string>();
  const first = await visit(proxy, jar, 'GET', '/');
  await visit(proxy, jar, 'GET', first.location ?? '');
  await visit(proxy, jar, 'POST', '/sso/Login', 'user=a&password=b');
  const granted = await visit(proxy, jar, 'POST', '/sso/Authenticator', 'granted=1');
  const end = await visit(proxy, jar, 'GET', granted.location ?? '');
  if (end.text !== 'Client login succeeds') throw new Error(`the login ended with ${end.status}: ${end.text}`);
}

function visit(proxy: RunningNginx, jar: Map<string, string>, method: string, path: string, form = ''): Promise<Page> {
  const cookies = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  return new Promise((resolve, reject) => {
    const call = request(
      {
        ...{ host: '127.0.0.1', port: proxy.loginPort, servername: 'localhost', ca: proxy.loginCertificate },
        ...{ method, path, agent: false },
        headers: {
          host: `localhost:${proxy.loginPort}`,
          'user-agent': 'test',
          'content-length': Buffer.byteLength(form),
          ...(cookies === '' ? {} : { cookie: cookies }),
          ...(form === ''
            ? {}
            : { origin: `https://localhost:${proxy.loginPort}`, 'content-type': 'application/x-www-form-urlencoded' }),
        },
      },
      (response) => {
        let text = '';
        for (const line of response.headers['set-cookie'] ?? []) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
          jar.set(name, value);
        }
        response.on('data', (part: Buffer) => {
          text += part.toString();
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, location: response.headers.location, text }),
        );
      },
    );
    call.on('error', reject);
    call.end(form);
  });
}
