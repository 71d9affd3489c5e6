/**
 * A connection between two processes that a test can break. Each link has its own port. It passes bytes, resets
 * connections, or becomes a black hole that swallows everything silently.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Dice } from './dice.ts';

export interface FaultProxy {
  port: number;
  /** Resets all connections. New connections pass. Returns the number of resets. */
  reset(): number;
  /** Until repaired, resets every connection shortly after it is made. */
  resetAll(): void;
  /** Nothing passes any more. */
  swallow(): void;
  /** Restores normal service. Connections that lost bytes are reset, as by a peer that no longer knows them. */
  repair(): void;
  clients(): number;
  close(): Promise<void>;
}

type Mode = 'pass' | 'reset' | 'swallow';
interface Link {
  near: Socket;
  far: Socket;
  /** Some of its bytes were swallowed. */
  lossy: boolean;
}

/** Longest life of a connection while connections are reset, wall milliseconds. */
const SHORT_LIFE_MS = 40;

export async function openProxy(target: { host: string; port: number }, dice: Dice): Promise<FaultProxy> {
  const links = new Set<Link>();
  let mode: Mode = 'pass';
  const cut = (link: Link): void => {
    link.near.resetAndDestroy();
    link.far.resetAndDestroy();
  };
  const server = createServer({ noDelay: true }, (near) => {
    const link: Link = { near, far: connect({ ...target, noDelay: true }), lossy: false };
    links.add(link);
    join(
      link,
      () => mode,
      () => links.delete(link),
    );
    if (mode === 'reset') setTimeout(() => cut(link), dice.between(0, SHORT_LIFE_MS));
  });
  const port = await listen(server);
  return {
    port,
    reset() {
      const count = links.size;
      for (const link of [...links]) cut(link);
      return count;
    },
    resetAll() {
      mode = 'reset';
      for (const link of [...links]) setTimeout(() => cut(link), dice.between(0, SHORT_LIFE_MS));
    },
    swallow() {
      mode = 'swallow';
    },
    repair() {
      mode = 'pass';
      for (const link of [...links]) if (link.lossy) cut(link);
    },
    clients: () => links.size,
    close() {
      for (const link of [...links]) cut(link);
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function join(link: Link, mode: () => Mode, gone: () => void): void {
  const { near, far } = link;
  let ends = 0;
  const carry = (from: Socket, to: Socket): void => {
    from.on('data', (chunk) => {
      if (mode() === 'swallow') link.lossy = true;
      else if (!to.write(chunk)) {
        from.pause();
        to.once('drain', () => from.resume());
      }
    });
    from.on('error', () => from.destroy());
    from.once('close', () => {
      ends += 1;
      if (ends === 2) gone();
      // In a black hole the other side does not notice the end either.
      if (mode() === 'swallow') link.lossy = true;
      else to.destroy();
    });
    from.once('end', () => {
      if (mode() !== 'swallow') to.end();
    });
  };
  carry(near, far);
  carry(far, near);
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
