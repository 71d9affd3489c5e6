import { randomInt } from 'node:crypto';
import { isFree } from '../../platform/local/ports.ts';

/** Below the ports that systems use for outgoing connections, so that nobody takes a port while its server is down. */
const RANGE = { least: 20_000, most: 32_000 } as const;
const given = new Set<number>();

/** A port for a server that is restarted again and again. */
export async function steadyPort(): Promise<number> {
  for (;;) {
    const port = randomInt(RANGE.least, RANGE.most);
    if (given.has(port) || !(await isFree('127.0.0.1', port))) continue;
    given.add(port);
    return port;
  }
}
