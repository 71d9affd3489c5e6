/** HTTP as no library would send it: raw bytes over a socket, and the answer. */
import { connect } from 'node:net';

export interface RawAnswer {
  /** 0 if the server closed without an answer. */
  status: number;
  head: string;
  body: string;
  closed: boolean;
}

/**
 * Sends `pieces` one after another, `pauseMs` apart. Resolves when the answer is complete, the server closes, or `ms`
 * have passed.
 */
export function sendRaw(
  root: string,
  pieces: readonly (string | Buffer)[],
  { pauseMs = 0, ms = 5000 }: { pauseMs?: number; ms?: number } = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(root);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let text = '';
    const end = (closed: boolean) => {
      clearTimeout(late);
      clearTimeout(next);
      socket.destroy();
      const [head = '', ...rest] = text.split('\r\n\r\n');
      resolve({
        status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0),
        head,
        body: rest.join('\r\n\r\n'),
        closed,
      });
    };
    let next: NodeJS.Timeout | undefined;
    const late = setTimeout(() => end(false), ms);
    const send = (at: number) => {
      const piece = pieces[at];
      if (piece === undefined || socket.destroyed) return;
      socket.write(piece);
      if (pauseMs === 0) send(at + 1);
      else next = setTimeout(() => send(at + 1), pauseMs);
    };
    socket.once('connect', () => send(0));
    socket.on('data', (chunk) => {
      text += chunk.toString('utf8');
      if (isWhole(text)) end(false);
    });
    socket.once('error', () => end(true));
    socket.once('close', () => end(true));
  });
}

/** True when headers and the announced length of the body have arrived. */
function isWhole(text: string): boolean {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const length = /^content-length: (\d+)$/im.exec(head)?.[1];
  return length !== undefined && rest.length > 0 && Buffer.byteLength(rest.join('\r\n\r\n')) >= Number(length);
}
