/**
 * How fast statements of a bank are read, and in how much memory: the same movements as camt.053, where a booking has
 * ten of them, and as CSV. The files are made first; what is measured has their bytes only.
 *   npm run bench -- bank-read [--rows N]
 * A JSON line a figure, exit 1 when a gate is missed. Needs nothing running.
 */
import { parseArgs } from 'node:util';
import { readStatement } from '../../channels/bank/read-statement.ts';
import { BankMapping } from '../../domain/contracts/bank-mapping.ts';
import { plainAmount } from '../../domain/money.ts';
import { camtFile, type WrittenPayment } from '../support/camt-file.ts';
import { report } from './report.ts';

/** Movements a second of CPU, and megabytes that the process grows by, of a file of 100,000. */
const GATES = { camt: 15_000, csv: 30_000, memory: 400 };
const BATCH = 10;
const ACCOUNT = 'DE89370400440532013000';
const MAPPING = BankMapping.parse({
  v: 1,
  date: { column: 'date', form: 'YYYY-MM-DD' },
  amount: { form: 'signed', column: 'amount' },
  currency: { constant: 'EUR' },
  bankAccount: { constant: ACCOUNT },
  bankReference: 'number',
  references: ['reference'],
  counterparty: 'name',
  text: ['text'],
});

const { values } = parseArgs({ options: { rows: { type: 'string', default: '100000' } }, allowPositionals: true });
const rows = Number(values.rows);
if (!(rows >= BATCH)) throw new Error('--rows N');

const payments = Array.from(
  { length: rows },
  (_, at): WrittenPayment => ({
    reference: `T-${at}`,
    direction: 'in',
    minor: BigInt(1000 + (at % 90_000)),
    takesBack: false,
    returnReason: null,
    creditorReferences: [`A-${at}`],
    endToEnd: `E2E-${at}`,
    mandate: null,
    counterparty: `Alice Adams ${at % 997}`,
    text: ['card, instalment of March,', `account A-${at}`],
  }),
);
const entries = Array.from({ length: Math.ceil(rows / BATCH) }, (_, at) => ({
  reference: `E-${at}`,
  bookedOn: '2026-03-05',
  status: 'BOOK' as const,
  payments: payments.slice(at * BATCH, (at + 1) * BATCH),
}));
const csv = payments.map(
  ({ reference, minor, creditorReferences, counterparty, text }) =>
    `2026-03-05,${plainAmount(minor, 'EUR')},${reference},${creditorReferences[0]},${counterparty},"${text.join(' ')}"`,
);
const FILES = {
  camt: Buffer.from(camtFile([{ bankAccount: ACCOUNT, currency: 'EUR', entries }], { version: '08' })),
  csv: Buffer.from(`date,amount,number,reference,name,text\n${csv.join('\n')}\n`),
};

const megabytes = (bytes: number): number => bytes / 1024 ** 2;

for (const [format, bytes] of Object.entries(FILES) as [keyof typeof FILES, Buffer][]) {
  const before = process.memoryUsage().rss;
  const [began, used] = [performance.now(), process.cpuUsage()];
  const result = readStatement(bytes, MAPPING);
  const { user, system } = process.cpuUsage(used);
  const seconds = Number(((performance.now() - began) / 1000).toFixed(2));
  if ('faults' in result || result.lines.length !== rows) throw new Error(`${format} was not read`);
  const facts = { rows, megabytes: Number(megabytes(bytes.length).toFixed(1)), seconds };
  const speed = { figure: `${format}-rows`, value: rows / ((user + system) / 1e6), unit: 'rows a second of CPU' };
  report('bank-read', { ...speed, atLeast: GATES[format] }, facts);
  const grown = megabytes(process.memoryUsage().rss - before);
  report('bank-read', { figure: `${format}-memory`, value: grown, unit: 'MB more', atMost: GATES.memory }, facts);
}
