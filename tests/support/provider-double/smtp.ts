/** A plain SMTP server that can break off at critical points. It reads key and covers from the message's headers. */
import { createServer, type Server, type Socket } from 'node:net';
import { type Armed, FAULTS, type Faults } from './faults.ts';
import type { ProviderLog } from './log.ts';
import type { Receipts } from './receipts.ts';

export interface MailParts {
  log: ProviderLog;
  faults: Faults;
  receipts: Receipts;
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export function openMailServer(parts: MailParts, sockets: Set<Socket>): Server {
  return createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    new Dialogue(parts, socket).begin();
  });
}

class Dialogue {
  private text = '';
  private content: string | null = null;
  private readonly drawn: Armed | null;
  constructor(
    private readonly parts: MailParts,
    private readonly socket: Socket,
  ) {
    this.drawn = parts.faults.next(FAULTS, 'smtp');
  }

  begin(): void {
    if (this.drawn?.fault === 'hang') return;
    this.socket.on('data', (chunk: Buffer) => this.read(chunk.toString('latin1')));
    this.reply('220 ready');
  }
  private reply(line: string): void {
    this.socket.write(`${line}\r\n`);
  }

  private read(chunk: string): void {
    this.text += chunk;
    for (let end = this.text.indexOf('\r\n'); end >= 0; end = this.text.indexOf('\r\n')) {
      const line = this.text.slice(0, end);
      this.text = this.text.slice(end + 2);
      if (this.content === null) this.command(line);
      else if (line !== '.') this.content += `${line.replace(/^\./, '')}\n`;
      else {
        const content = this.content;
        this.content = null;
        void this.accept(content);
      }
    }
  }

  private command(line: string): void {
    const fault = this.drawn?.fault;
    if (/^EHLO/i.test(line)) this.reply('250 8BITMIME');
    else if (/^QUIT/i.test(line)) this.reply('221 bye');
    else if (!/^DATA/i.test(line)) this.reply('250 ok');
    else if (fault === 'reset') this.socket.resetAndDestroy();
    else if (fault === '500') this.reply('550 no');
    else if (fault === 'busy') {
      this.parts.log.append({ protocol: 'smtp', event: 'busy', key: null });
      this.reply('451 later');
    } else {
      this.content = '';
      this.reply('354 go on');
    }
  }

  /** Handles the end of the content. From here on the message is accepted, whatever the answer. */
  private async accept(content: string): Promise<void> {
    const head = content.slice(0, content.indexOf('\n\n')).replace(/\n[ \t]+/g, ' ');
    const of = (name: string) => new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1]?.trim() ?? '';
    const key = of('X-Arrears-Key');
    const { fault, ms } = this.drawn ?? {};
    if (fault === 'slow') await pause(ms ?? 1000);
    // A mail server knows no keys, so a repeated message is delivered twice.
    this.parts.log.append({
      protocol: 'smtp',
      event: 'accepted',
      key,
      covers: of('X-Arrears-Covers').split(' ').filter(Boolean),
    });
    const receipt = this.parts.receipts.draw('smtp');
    const told = this.parts.receipts.emit('smtp', key, receipt);
    if (receipt?.fault === 'early') await told;
    if (fault === 'accept-reset') this.socket.resetAndDestroy();
    else if (fault !== 'accept-hang') this.reply('250 taken');
  }
}
