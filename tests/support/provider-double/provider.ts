/** The whole provider double: gateway, mail server, receipts and log, by default on free ports. */
import type { Server, Socket } from 'node:net';
import { Faults } from './faults.ts';
import { openGatewayServer } from './http.ts';
import { type LogLine, ProviderLog, readProviderLog } from './log.ts';
import { Receipts, type ReceiptTarget } from './receipts.ts';
import { openMailServer } from './smtp.ts';

export const PROVIDER_SECRET = `whsec_${Buffer.from('the provider of these tests').toString('base64')}`;

export interface ProviderOptions {
  /** Folder of its log. */
  dir: string;
  /** Verifies the calls to the gateway. */
  secret?: string;
  seed?: number;
  receipts?: ReceiptTarget;
  /** Ports, so that a restart uses the same; 0 or missing: free ones. */
  ports?: { http?: number; smtp?: number };
}
export interface ProviderDouble {
  /** For SMS_URL. */
  http: string;
  /** For SMTP_URL. */
  smtp: string;
  faults: Faults;
  log(): LogLine[];
  close(): Promise<void>;
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

export async function startProvider(options: ProviderOptions): Promise<ProviderDouble> {
  const log = new ProviderLog(options.dir);
  const faults = new Faults(options.seed);
  const receipts = new Receipts(log, faults, options.receipts ?? null);
  const sockets = new Set<Socket>();
  const gateway = openGatewayServer({ log, faults, receipts, secret: options.secret ?? PROVIDER_SECRET });
  gateway.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const mail = openMailServer({ log, faults, receipts }, sockets);
  const http = await listen(gateway, options.ports?.http ?? 0);
  const smtp = await listen(mail, options.ports?.smtp ?? 0);
  return {
    http: `http://127.0.0.1:${http}`,
    smtp: `smtp://127.0.0.1:${smtp}`,
    faults,
    log: () => readProviderLog(options.dir),
    async close() {
      await receipts.stop();
      for (const socket of sockets) socket.destroy();
      await Promise.all([gateway, mail].map((server) => new Promise<void>((resolve) => server.close(() => resolve()))));
      log.close();
    },
  };
}
