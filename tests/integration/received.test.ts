/** Money received is one rule in two languages: domain/received.ts and db/received.ts agree over facts of every kind. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type RawBuilder, sql } from 'kysely';
import { bodyToJson } from '../../db/fact-json.ts';
import { changesReceived, paidMinor as paidInSql, receivedMinor as receivedInSql } from '../../db/received.ts';
import type { AccountFact, AccountFactBodies, AccountFactKind } from '../../domain/facts.ts';
import { paidMinor, receivedInAll, receivedMinor } from '../../domain/received.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { fact, noon } from '../support/facts.ts';

const RUNS = 100;

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase(1);
});
afterAll(() => database.close());

const minor = fc.bigInt(1n, 1_000_000_000_000n);
const signed = fc.bigInt(-1_000_000_000_000n, 1_000_000_000_000n);
const by = fc.constant('ann');
const reason = fc.constant('x');
const on = fc.constant('2026-03-02');
const month = fc.constant('2026-03');
const placement = fc.record({ placement: fc.constant('p') });
const rejected = fc.record({ placement: fc.constant('p'), reason });
const maybe = { requiredKeys: [] as [] };

/** A body of each kind; kinds that move no money carry amounts where they have any. */
const BODIES: { [K in AccountFactKind]: fc.Arbitrary<AccountFactBodies[K]> } = {
  payment: fc.record({ minor, via: fc.constantFrom('lender', 'agency') }),
  reversal: fc.record({ minor }),
  'payment-announced': fc.record({ minor }, maybe),
  promise: fc.record({ parts: fc.array(fc.record({ on, minor })), by: fc.constant('debtor' as const) }),
  dispute: fc.record({ about: fc.constant('amount' as const) }),
  'dispute-closed': fc.record(
    { outcome: fc.constantFrom('upheld', 'part', 'rejected'), reduceBy: minor },
    { requiredKeys: ['outcome'] },
  ),
  hold: fc.record({ until: on, reason }),
  'hold-released': fc.record({ reason }),
  'balance-update': fc.record({ asOf: on, balance: signed, adjustment: signed, newDues: minor }),
  'charge-off': fc.record({ on, minor }),
  closed: fc.record({ how: fc.constant('paid' as const) }),
  'call-outcome': fc.record({ effect: fc.constant('e'), contact: fc.constant('busy' as const) }),
  'agency-accepted': placement,
  'agency-rejected': rejected,
  'agency-contact': fc.record({
    placement: fc.constant('p'),
    at: fc.constant(noon(1)),
    channel: fc.constant('call' as const),
  }),
  'agency-returned': rejected,
  'recall-acknowledged': placement,
  'bureau-acknowledged': fc.record({ month }),
  'bureau-rejected': fc.record({ month, reason }),
  'bureau-correction': fc.record({ month, remedy: fc.constant('correct' as const), reason }),
  approved: fc.record({ effect: fc.constant('e'), by }),
  'approval-refused': fc.record({ effect: fc.constant('e'), by, reason }),
  filed: fc.record({ court: fc.constant('c'), number: fc.constant('1') }),
  'not-filed': fc.record({ reason }),
  'step-skipped': fc.record({
    stage: fc.constant('sms'),
    step: fc.constant('sms-10'),
    occurrence: fc.constant(1),
    by,
    reason,
  }),
  'ladder-answer': fc.record({ answer: fc.constant('wait' as const), by }),
};
const KINDS = Object.keys(BODIES) as AccountFactKind[];
const facts = fc.array(
  fc
    .constantFrom(...KINDS)
    .chain((kind) => (BODIES[kind] as fc.Arbitrary<object>).map((body) => fact(kind, body as never, noon(1)))),
  { maxLength: 40 },
) as fc.Arbitrary<AccountFact[]>;

/** What Postgres makes of the facts: an expression over `fact f`, fact by fact or as a sum. */
async function ask(select: RawBuilder<unknown>, of: readonly AccountFact[], where = sql`true`): Promise<bigint[]> {
  const rows = of.map(({ kind, body }) => ({ kind, body: JSON.parse(bodyToJson(body)) }));
  const answer = await sql<{ minor: string }>`
    select coalesce(${select}, 0)::text as minor
    from rows from (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as (kind text, body jsonb)) as f
    where ${where}`.execute(database.db);
  return answer.rows.map((row) => BigInt(row.minor));
}

test('what each fact adds, by the function and by the expression', async () => {
  await fc.assert(
    fc.asyncProperty(facts, async (of) => {
      expect(await ask(receivedInSql, of)).toEqual(of.map(receivedMinor));
      expect(await ask(paidInSql, of)).toEqual(of.map(paidMinor));
    }),
    { numRuns: RUNS },
  );
});

test('the sum over an account, and that no fact which changes it is left out', async () => {
  await fc.assert(
    fc.asyncProperty(facts, async (of) => {
      expect(await ask(sql`sum(${receivedInSql})`, of, changesReceived)).toEqual([receivedInAll(of)]);
    }),
    { numRuns: RUNS },
  );
});
