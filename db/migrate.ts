/** Migrates the database. When several processes start at once, the first migrates and the others wait for it. */
import { type Kysely, sql } from 'kysely';
import * as ground from './migrations/0001-initial-schema.ts';
import * as epoch from './migrations/0002-epoch.ts';
import * as processes from './migrations/0003-process-tables.ts';
import * as statements from './migrations/0004-statements.ts';
import * as putOff from './migrations/0005-put-off.ts';
import * as reviews from './migrations/0006-reviews.ts';
import * as products from './migrations/0007-products.ts';
import * as contacts from './migrations/0008-contact-statements.ts';
import * as formatV2 from './migrations/0009-book-format-v2.ts';
import * as trueStatements from './migrations/0010-true-statements.ts';
import * as batches from './migrations/0011-batches.ts';
import * as toldLoops from './migrations/0012-told-loops.ts';
import * as storage from './migrations/0013-storage.ts';
import * as ledger from './migrations/0014-contact-ledger.ts';
import * as permitProof from './migrations/0015-permit-proof.ts';
import * as stoppedPoints from './migrations/0016-stopped-points.ts';
import * as versionsOfRules from './migrations/0019-versions-of-rules.ts';
import * as numberPrefix from './migrations/0020-number-prefix.ts';
import * as alarmTasks from './migrations/0022-alarm-tasks.ts';
import * as restarts from './migrations/0023-restarts.ts';
import * as contactFiles from './migrations/0024-contact-files.ts';
import * as replies from './migrations/0025-replies.ts';
import * as disputedDues from './migrations/0026-disputed-dues.ts';
import * as scores from './migrations/0027-scores.ts';
import * as strategies from './migrations/0028-strategies.ts';
import * as experiments from './migrations/0029-experiments.ts';
import * as bankLines from './migrations/0030-bank-lines.ts';
import * as complaintTasks from './migrations/0031-complaint-tasks.ts';
import * as bookInstructions from './migrations/0032-book-instructions.ts';
import * as plans from './migrations/0033-plans.ts';
import * as payers from './migrations/0034-payers.ts';
import * as worklist from './migrations/0035-worklist.ts';
import * as evidenceFiles from './migrations/0036-evidence-files.ts';
import * as incomeSheets from './migrations/0037-income-sheets.ts';
import * as nameKeys from './migrations/0038-name-keys.ts';
import * as paymentSplits from './migrations/0039-payment-splits.ts';
import type { Database } from './schema.ts';
import { inTransaction } from './transaction.ts';

interface Migration {
  up(db: Kysely<unknown>): Promise<void>;
}
/** In order of execution. A released name never changes. */
const MIGRATIONS: readonly [string, Migration][] = [
  ['0001-initial-schema', ground],
  ['0002-epoch', epoch],
  ['0003-process-tables', processes],
  ['0004-statements', statements],
  ['0005-put-off', putOff],
  ['0006-reviews', reviews],
  ['0007-products', products],
  ['0008-contact-statements', contacts],
  ['0009-book-format-v2', formatV2],
  ['0010-true-statements', trueStatements],
  ['0011-batches', batches],
  ['0012-told-loops', toldLoops],
  ['0013-storage', storage],
  ['0014-contact-ledger', ledger],
  ['0015-permit-proof', permitProof],
  ['0016-stopped-points', stoppedPoints],
  ['0019-versions-of-rules', versionsOfRules],
  ['0020-number-prefix', numberPrefix],
  ['0022-alarm-tasks', alarmTasks],
  ['0023-restarts', restarts],
  ['0024-contact-files', contactFiles],
  ['0025-replies', replies],
  ['0026-disputed-dues', disputedDues],
  ['0027-scores', scores],
  ['0028-strategies', strategies],
  ['0029-experiments', experiments],
  ['0030-bank-lines', bankLines],
  ['0031-complaint-tasks', complaintTasks],
  ['0032-book-instructions', bookInstructions],
  ['0033-plans', plans],
  ['0034-payers', payers],
  ['0035-worklist', worklist],
  ['0036-evidence-files', evidenceFiles],
  ['0037-income-sheets', incomeSheets],
  ['0038-name-keys', nameKeys],
  ['0039-payment-splits', paymentSplits],
];

/** Key of the advisory lock; the same in all processes. */
const MIGRATION_LOCK = 7_301_000;

/** Runs the pending migrations, all or none, and returns their names. Each migration sets its own lock_timeout. */
export async function migrate(db: Kysely<Database>): Promise<string[]> {
  return inTransaction(db, async (trx) => {
    await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(trx);
    await sql`
      create table if not exists migration (
        name text primary key,
        run_at timestamptz not null default now())`.execute(trx);
    const { rows } = await sql<{ name: string }>`select name from migration`.execute(trx);
    const done = new Set(rows.map((row) => row.name));
    const ran: string[] = [];
    for (const [name, migration] of MIGRATIONS) {
      if (done.has(name)) continue;
      await migration.up(trx as unknown as Kysely<unknown>);
      await sql`insert into migration (name) values (${name})`.execute(trx);
      ran.push(name);
    }
    return ran;
  });
}
