import { readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import tls, { type ConnectionOptions } from 'node:tls';

/**
 * Loaded before the bundle of collect-flex (`--import`): connections to the broker's own name end at the simulator of
 * this machine. The function has no setting for another address, so that no environment can send the token elsewhere.
 */
const BROKER = 'ndcdyn.interactivebrokers.com';
const port = Number(process.env.TEST_FLEX_PORT);
const ca = readFileSync(process.env.TEST_FLEX_CERTIFICATE ?? '', 'utf8');

const connect = tls.connect as (options: ConnectionOptions, ...more: readonly unknown[]) => tls.TLSSocket;

Reflect.set(tls, 'connect', (options: ConnectionOptions, ...more: readonly unknown[]) => {
  if (options.host !== BROKER || options.servername !== BROKER) return connect(options, ...more);
  // Whose certificate it is the simulator's own name says; that the broker's is asked for is seen above.
  const { checkServerIdentity: _, ...rest } = options;
  return connect({ ...rest, host: '127.0.0.1', port, servername: 'localhost', ca }, ...more);
});
syncBuiltinESMExports();
