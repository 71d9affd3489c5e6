/**
 * A line between two processes that a test can break: one link each, on a port of its own. It passes bytes, resets connections, or is a black hole: what comes
 * is taken and goes nowhere, and nobody is told.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Dice } from './dice.ts';

export interface FaultProxy {
  port: number;
  /** Ends what is connected by a reset, and refuses nobody: the next connection passes. Returns how many were reset. */
  reset(): number;
  /** Resets each connection after a few bytes or milliseconds, until mended. */
  resetAll(): void;
  /** Nothing passes any more. */
  swallow(): void;
  /** All as before. What lost bytes in the black hole is reset, as by a peer that does not know it any more. */
  repair(): void;
  clients(): number;
  close(): Promise<void>;
}

type Mode = 'pass' | 'reset' | 'swallow';
interface Link {
  near: Socket;
  far: Socket;
  /** Bytes of it went nowhere. */
  lossy: boolean;
}

/** The longest that a connection lives while connections are reset, milliseconds. */
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
      // In a black hole the other side does not hear of the end either.
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
