import { type AddressInfo, createServer } from 'node:net';

/** Ports of this machine that nothing listens on, all different. */
export async function freePorts<N extends number>(count: N): Promise<N extends 2 ? [number, number] : number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports as N extends 2 ? [number, number] : number[];
}
