/**
 * A link to a server that can be cut, held and repaired, so that a test can take a real server away from one client.
 */
import { connect, createServer, type Socket } from 'node:net';

export interface Wire {
  /** The given URL, through the link. */
  url: string;
  /** Ends all connections and refuses new ones. */
  cut(): Promise<void>;
  /** Stops all traffic silently. */
  hold(): void;
  /** Restores service; held traffic passes now. */
  repair(): Promise<void>;
  /** Number of connected clients. */
  clients(): number;
  close(): Promise<void>;
}

export async function openWire(target: string): Promise<Wire> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const clients = new Set<Socket>();
  let held = false;
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    if (held) socket.pause();
  };
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    clients.add(near);
    near.once('close', () => {
      clients.delete(near);
      far.destroy();
    });
    far.once('close', () => near.destroy());
    near.on('data', (chunk) => far.write(chunk));
    far.on('data', (chunk) => near.write(chunk));
    track(near);
    track(far);
  });
  const listen = (on: number) => new Promise<void>((resolve) => server.listen(on, '127.0.0.1', resolve));
  await listen(0);
  const address = server.address();
  const own = typeof address === 'object' && address !== null ? address.port : 0;
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(own);
  const stop = () => {
    const stopped = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    return stopped;
  };
  return {
    url: url.toString(),
    clients: () => clients.size,
    cut: stop,
    hold() {
      held = true;
      for (const socket of sockets) socket.pause();
    },
    async repair() {
      held = false;
      for (const socket of sockets) socket.resume();
      if (!server.listening) await listen(own);
    },
    close: async () => {
      if (server.listening) await stop();
    },
  };
}

/** Waits until `holds` is true. Throws after `ms` wall milliseconds. */
export async function until(what: string, holds: () => Promise<boolean> | boolean, ms = 90_000): Promise<void> {
  for (const started = performance.now(); !(await holds()); await new Promise((resolve) => setTimeout(resolve, 20))) {
    if (performance.now() - started > ms) throw new Error(`${what} did not happen within ${ms} ms`);
  }
}
