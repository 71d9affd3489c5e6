/** The outside of a ladder without answers: everything is delivered, nobody picks up, agencies acknowledge recalls, a second person approves, a clerk files. */

import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { byPerson, bySystem } from '../../domain/act.ts';
import type { Instant } from '../../domain/time.ts';
import { recordReceipt } from '../../engine/effects/record-receipts.ts';
import { recordFacts } from '../../engine/facts/record-facts.ts';
import { recordApproval, recordOutcome } from '../../engine/tasks/record-outcome.ts';

/** Answers everything that is open; returns how many answers were given. */
export async function answerAll(db: Kysely<Database>, now: Instant): Promise<number> {
  return (await deliver(db, now)) + (await doTasks(db, now)) + (await acknowledge(db, now));
}

/** So many people and providers answer at the same time. */
const AT_ONCE = 6;

async function eachAtOnce<T>(items: readonly T[], run: (item: T) => Promise<unknown>): Promise<void> {
  const left = [...items];
  const entry = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await run(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, entry));
}

async function deliver(db: Kysely<Database>, now: Instant): Promise<number> {
  const { rows } = await sql<{ key: string }>`
    select distinct d.key from dispatch d join effect e on e.dispatch_id = d.id
    where e.state = 'sent' and e.delivered_at is null and e.bounced_at is null and d.channel in ('email', 'sms')`.execute(
    db,
  );
  await eachAtOnce(rows, ({ key }) =>
    db
      .transaction()
      .execute((trx) =>
        recordReceipt(
          trx,
          { kind: 'delivered', message: key, source: 'provider', externalId: `delivered-${key}`, at: now },
          bySystem('test', now),
        ),
      ),
  );
  return rows.length;
}

async function doTasks(db: Kysely<Database>, now: Instant): Promise<number> {
  const tasks = await db.selectFrom('task').select(['no', 'kind']).where('state', '=', 'open').orderBy('no').execute();
  await eachAtOnce(tasks, async ({ no, kind }) => {
    if (kind === 'call') await recordOutcome(db, no, { of: 'call', contact: 'no-answer' }, byPerson('caller', now));
    else if (kind === 'approve-court') await recordApproval(db, no, { approve: true }, byPerson('approver', now));
    else if (kind === 'record-filing')
      await recordOutcome(db, no, { of: 'filed', court: 'Court', number: `N-${no}` }, byPerson('clerk', now));
  });
  return tasks.length;
}

async function acknowledge(db: Kysely<Database>, now: Instant): Promise<number> {
  const recalled = await db
    .selectFrom('placement')
    .select(['id', 'account_id'])
    .where('state', '=', 'recalled')
    .execute();
  const facts = recalled.map(({ id, account_id }) => ({
    kind: 'recall-acknowledged' as const,
    accountId: account_id,
    body: { placement: id },
    source: 'agency',
    occurredAt: now,
  }));
  await recordFacts(db, facts, bySystem('test', now));
  return recalled.length;
}
