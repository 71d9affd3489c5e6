/**
 * The provider double as a process of its own. Prints one JSON line {"http", "smtp", "control"} with its URLs.
 *   node --import tsx tests/support/provider-double/main.ts --dir DIR [--secret S] [--seed N] [--http PORT]
 *     [--smtp PORT] [--control PORT] [--api URL --api-secret S --api-source NAME]
 * Control: POST /arm with an Armed of faults.ts, POST /clear, GET /met (how often each fault occurred). Its log is
 * DIR/log.jsonl; restarted on the same DIR, it knows what it accepted. With --api it sends receipts. Ends on SIGTERM.
 */
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import type { Armed } from './faults.ts';
import { PROVIDER_SECRET, startProvider } from './provider.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    dir: text,
    secret: text,
    seed: text,
    http: text,
    smtp: text,
    control: text,
    api: text,
    'api-secret': text,
    'api-source': text,
  },
});
const { api, 'api-secret': apiSecret = '', 'api-source': apiSource = 'provider' } = values;
const provider = await startProvider({
  dir: values.dir ?? '.',
  secret: values.secret ?? PROVIDER_SECRET,
  seed: Number(values.seed ?? 1),
  ports: { http: Number(values.http ?? 0), smtp: Number(values.smtp ?? 0) },
  ...(api === undefined ? {} : { receipts: { url: api, secret: apiSecret, source: apiSource } }),
});
const control = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  if (request.url === '/arm') provider.faults.arm(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Armed);
  if (request.url === '/clear') provider.faults.clear();
  response.end(JSON.stringify(request.url === '/met' ? Object.fromEntries(provider.faults.met) : {}));
});
control.listen(Number(values.control ?? 0), '127.0.0.1', () => {
  const address = control.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  process.stdout.write(
    `${JSON.stringify({ http: provider.http, smtp: provider.smtp, control: `http://127.0.0.1:${port}` })}\n`,
  );
});
process.on('SIGTERM', () => process.exit(0));
