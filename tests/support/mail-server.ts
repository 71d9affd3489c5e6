/** A mail receiver on a socket, for tests that really send. */
import { createServer, type Socket } from 'node:net';

export interface MailServer {
  url: string;
  /** Messages as received, headers included. */
  mails: string[];
  close(): Promise<void>;
}

function answerTo(line: string): string {
  if (/^EHLO/i.test(line)) return '250 8BITMIME';
  if (/^DATA/i.test(line)) return '354 go on';
  return /^QUIT/i.test(line) ? '221 bye' : '250 ok';
}

export async function startMailServer(): Promise<MailServer> {
  const sockets = new Set<Socket>();
  const mails: string[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    let [text, content] = ['', null as string | null];
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        if (content !== null && line !== '.') {
          content += `${line}\n`;
          continue;
        }
        if (content !== null) mails.push(content);
        const answer = content === null ? answerTo(line) : '250 taken';
        content = answer.startsWith('354') ? '' : null;
        socket.write(`${answer}\r\n`);
      }
    });
    socket.write('220 ready\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `smtp://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    mails,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
