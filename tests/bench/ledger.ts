/**
 * Whether a claim and a reservation cost more when the ledger of contacts is long: the same work in turn in two
 * databases that differ in their ledgers only.
 *   npm run bench -- ledger [--small N] [--large N] [--rounds N]
 * 10,000 and 300,000 entries by default; `--large 10000000` takes half an hour and 5 GB of disk. One JSON line a
 * figure, exit 1 when a gate is missed. Postgres of its own, fsync on.
 */
import { parseArgs } from 'node:util';
import { type Kysely, sql } from 'kysely';
import type { Pool } from 'pg';
import { openDatabase } from '../../db/database.ts';
import { migrate } from '../../db/migrate.ts';
import type { Database } from '../../db/schema.ts';
import { reserveContact } from '../../engine/contacts/reserve-contact.ts';
import { claim } from '../../engine/effects/claim.ts';
import { upsertCreditors } from '../../engine/import/creditors.ts';
import { openPool } from '../../platform/pool.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { TEST_CREDITOR } from '../support/creditor.ts';
import { BEFORE, DUE_AT, TODAY } from './backlog-template.ts';
import { cpuOf } from './cpu.ts';
import { ENTRIES_A_PERSON, fillLedger } from './ledger-rows.ts';
import { asAdmin, type Bench, onPostgres, urlOf } from './place.ts';
import { report } from './report.ts';
import { accountOf, evaluate, takeBook } from './scale-life.ts';

const GATE = 1.3;
/** Effects claimed, and contacts reserved, in each round. */
const A_ROUND = 100;
/** Effects of one claim. */
const A_CLAIM = 25;

const { values } = parseArgs({
  options: {
    small: { type: 'string', default: '10000' },
    large: { type: 'string', default: '300000' },
    rounds: { type: 'string', default: '10' },
  },
  allowPositionals: true,
});
const [small, large, rounds] = [Number(values.small), Number(values.large), Number(values.rounds)];
// The first round only warms up.
const accounts = 2 * A_ROUND * (rounds + 1);
if (!(rounds > 0 && small <= large)) throw new Error('--small N <= --large N, --rounds N');
if (small < accounts * ENTRIES_A_PERSON) throw new Error(`--small N of at least ${accounts * ENTRIES_A_PERSON}`);

interface Ledger {
  entries: number;
  db: Kysely<Database>;
  pool: Pool;
  /** Effects that are due, one an account; the accounts of the second half are only reserved for. */
  due: string[];
  /** Of an entry with its indexes. */
  bytes: number;
  /** CPU milliseconds of this process and of Postgres. */
  claims: number;
  reservations: number;
}

async function open({ postgres }: Bench, name: string, entries: number): Promise<Ledger> {
  await asAdmin(postgres, `create database ${name}`);
  const pool = openPool(urlOf(postgres, name), { size: 4, statementTimeoutMs: 0 });
  const db = openDatabase(pool);
  await migrate(db);
  await upsertCreditors(db, [TEST_CREDITOR]);
  const numbers = Array.from({ length: accounts }, (_, no) => no);
  if ((await takeBook(pool, numbers, TODAY, BEFORE)) !== accounts) throw new Error('the book was not taken');
  const { rows } = await sql<{ id: string }>`
    select id
    from account
    where number = any(${numbers.slice(0, accounts / 2).map((no) => accountOf(no).account)}::text[])`.execute(db);
  for (let at = 0; at < rows.length; at += A_ROUND)
    await evaluate(
      db,
      rows.slice(at, at + A_ROUND).map(({ id }) => id),
      DUE_AT,
    );
  await fillLedger(db, entries, DUE_AT);
  await sql`vacuum analyze`.execute(db);
  const due = await sql<{ id: string }>`select id from effect where due_at <= ${new Date(DUE_AT)}`.execute(db);
  const size = await sql<{ bytes: number }>`
    select pg_total_relation_size('contact_reservation')::float8 / count(*) as bytes
    from contact_reservation`.execute(db);
  const bytes = size.rows[0]?.bytes ?? 0;
  return { entries, db, pool, due: due.rows.map(({ id }) => id), bytes, claims: 0, reservations: 0 };
}

async function workARound({ postgres }: Bench, ledger: Ledger, round: number): Promise<void> {
  const { db, due } = ledger;
  const deps = { db, rulebook: RULEBOOK, now: async () => DUE_AT };
  const first = round * A_ROUND;
  const claims = await cpuOf(postgres.pid, async () => {
    for (let at = first; at < first + A_ROUND; at += A_CLAIM) {
      const claimed = await claim({ ...deps, leaseSeconds: 60, simulated: false }, due.slice(at, at + A_CLAIM));
      if (claimed.length !== A_CLAIM) throw new Error(`${claimed.length} of ${A_CLAIM} effects were claimed`);
    }
  });
  const reservations = await cpuOf(postgres.pid, async () => {
    for (let no = first; no < first + A_ROUND; no += 1) {
      const account = `harbour/${accountOf(accounts / 2 + no).account}`;
      const own = { holder: 'dialler', reference: `bench-${no}` };
      const answer = await reserveContact(deps, { ...own, account, channel: 'call', purpose: 'demand', minutes: 15 });
      if ('refused' in answer) throw new Error('a contact was refused');
    }
  });
  if (round === 0) return;
  ledger.claims += claims;
  ledger.reservations += reservations;
}

await onPostgres(async (bench) => {
  const ledgers = [await open(bench, 'small', small), await open(bench, 'large', large)];
  for (let round = 0; round <= rounds; round += 1)
    for (const ledger of round % 2 === 0 ? ledgers : [...ledgers].reverse()) await workARound(bench, ledger, round);
  const parameters = { rounds, entriesAPerson: ENTRIES_A_PERSON, fsync: true };
  for (const { entries, bytes, claims, reservations } of ledgers) {
    const count = rounds * A_ROUND;
    const more = { ...parameters, entries };
    report('ledger', { figure: 'cpu-ms-per-claimed-effect', value: claims / count, unit: 'ms/effect' }, more);
    report('ledger', { figure: 'disk-bytes-per-entry', value: bytes, unit: 'bytes' }, more);
    report('ledger', { figure: 'cpu-ms-per-reservation', value: reservations / count, unit: 'ms' }, more);
  }
  const [few, many] = ledgers as [Ledger, Ledger];
  for (const what of ['claims', 'reservations'] as const)
    report(
      'ledger',
      { figure: `cost-ratio-of-${what}`, value: many[what] / few[what], unit: 'ratio', atMost: GATE },
      { ...parameters, small, large },
    );
  for (const { db } of ledgers) await db.destroy();
});
