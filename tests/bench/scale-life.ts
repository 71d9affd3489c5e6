/**
 * The past of one made-up account, lived through the engine's own functions: delinquencies of a year, each with two
 * reminders, a payment and a thank-you, all delivered.
 */
import { Readable } from 'node:stream';
import { type Kysely, sql } from 'kysely';
import type { Pool } from 'pg';
import { inspectBook } from '../../channels/book/reader.ts';
import type { ChannelAdapter } from '../../channels/channel.ts';
import { CLAIMABLE } from '../../db/effect-sets.ts';
import type { Database } from '../../db/schema.ts';
import { bySystem } from '../../domain/act.ts';
import { typeOf } from '../../domain/contracts/event.ts';
import { stageNames } from '../../domain/rules.ts';
import { addDays, type Instant, instantAt } from '../../domain/time.ts';
import { claim } from '../../engine/effects/claim.ts';
import { sendClaimed, settle } from '../../engine/effects/send.ts';
import type { Settlement } from '../../engine/effects/settle.ts';
import { evaluateAccounts } from '../../engine/evaluate/evaluate.ts';
import { acceptEvent, parseEnvelope } from '../../engine/facts/accept-event.ts';
import { outgoingFor } from '../../engine/files/build-files.ts';
import { importBook } from '../../engine/import/import-book.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { bookFile } from '../support/book-file.ts';
import { markWith, unhurried } from '../support/sending.ts';
import { answerAll } from './silent-world.ts';

export const ZONE = 'Asia/Taipei';
/** Account and person of a number; 0 is the one that is lived. */
export const accountOf = (no: number) => ({
  account: no === 0 ? 'B' : `B-${no}`,
  person: no === 0 ? 'Q' : `Q-${no}`,
  email: no === 0 ? 'person@example.com' : `person-${no}@example.com`,
});
/** Days from a due to the payment that cures it. */
const DAYS_LATE = 5;
const YEAR_DAYS = 365;

/** A book of these accounts, each with one due of the day before. */
export async function takeBook(pool: Pool, accounts: readonly number[], on: string, now: Instant): Promise<number> {
  const rows = accounts.map((no) => ({
    ...accountOf(no),
    as_of: on,
    balance: '60000.00',
    dues: `${addDays(on, -1)}=1500.00`,
    last_payment_date: '',
    last_payment_amount: '',
  }));
  const inspected = await inspectBook(() => Readable.from([Buffer.from(bookFile(rows))]));
  if ('faults' in inspected) throw new Error('the book of the benchmark was refused');
  const options = { now, stages: stageNames(RULEBOOK), sender: 'bench' };
  const { added, updated } = await importBook(pool, inspected.source, options);
  return added + updated;
}

/** Evaluates as the loops ask for it, without Temporal. */
export async function evaluate(db: Kysely<Database>, ids: readonly string[], now: Instant): Promise<void> {
  const deps = {
    db,
    rulebook: RULEBOOK,
    now: async () => now,
    wallWait: () => null,
    enqueueDue: async () => undefined,
  };
  await evaluateAccounts(
    deps,
    ids.map((id) => ({ id })),
  );
}

/** Claims and sends what is due, by channels that answer at once. */
export async function sendDue(db: Kysely<Database>, at: Instant): Promise<void> {
  const now = async () => at;
  const nudge = async () => undefined;
  const { rows } = await sql<{ id: string }>`
    select id
    from effect
    where state in ${CLAIMABLE}
      and due_at <= ${new Date(at)}`.execute(db);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return;
  const rules = { db, now, rulebook: RULEBOOK, leaseSeconds: 60, simulated: true, slowestCallMs: () => 0 };
  const email: ChannelAdapter = {
    id: 'instant',
    slowestCallMs: 0,
    policy: 'at-most-once',
    send: async (_permit, { key }) => ({ kind: 'sent', reference: key }),
    ask: async () => 'cannot-tell',
  };
  for (const claimed of unhurried(await claim(rules, ids)))
    await sendClaimed(
      {
        db,
        channels: { email },
        now,
        nudge,
        settle: (settlement: Settlement) => settle({ db, now, nudge, rulebook: RULEBOOK }, [settlement]),
        markCalling: markWith(db),
        outgoing: (claimed) => outgoingFor(db, RULEBOOK, claimed),
        warn: () => undefined,
      },
      claimed,
    );
}

/** Lives so many delinquencies in the year before `today`, evenly spread. Returns the id of the account. */
export async function liveOnce(
  { db, pool }: { db: Kysely<Database>; pool: Pool },
  delinquencies: number,
  today: string,
): Promise<string> {
  for (let at = 0; at < delinquencies; at += 1) {
    const first = addDays(today, Math.round(-YEAR_DAYS + (at * YEAR_DAYS) / delinquencies));
    await takeBook(pool, [0], first, instantAt(first, 6 * 60, ZONE));
    const { id } = await db.selectFrom('account').select('id').executeTakeFirstOrThrow();
    for (let day = 0; day <= DAYS_LATE; day += 1) {
      const noon = instantAt(addDays(first, day), 12 * 60, ZONE);
      if (day === DAYS_LATE) await pay(db, noon);
      await evaluate(db, [id], noon);
      await sendDue(db, noon);
      await answerAll(db, noon);
      await evaluate(db, [id], noon + 1);
    }
  }
  const { id } = await db.selectFrom('account').select('id').executeTakeFirstOrThrow();
  return id;
}

async function pay(db: Kysely<Database>, now: Instant): Promise<void> {
  const event = parseEnvelope({
    specversion: '1.0',
    id: `paid-${now}`,
    source: 'bank',
    type: typeOf('payment'),
    subject: 'harbour/B',
    data: { amount: { currency: 'TWD', minor: '150000' } },
  });
  await acceptEvent(db, event, bySystem('bench', now));
}
