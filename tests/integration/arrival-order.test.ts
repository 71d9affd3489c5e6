/** The same facts told through the door in many orders, each account evaluated between them: all accounts end alike. */
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { bySystem } from '../../domain/act.ts';
import type { WireKind } from '../../domain/contracts/event.ts';
import { DAY_MS } from '../../domain/time.ts';
import { acceptFact } from '../../engine/facts/accept-fact.ts';
import { Random } from '../simulation/random.ts';
import { useTestEngine } from '../support/fixtures.ts';
import { START } from '../support/test-engine.ts';

const engine = useTestEngine('each test');
const ORDERS = 24;
const twd = (minor: number) => ({ currency: 'TWD', minor: String(minor) });
/** The only due, of 1,434.00, is on 2026-03-01; `START` is the day after it. */
const DUE = '2026-03-01';

interface Told {
  kind: WireKind;
  data: object;
  /** Days after `START`. */
  on: number;
  source?: string;
}
const book = (asOf: string, minor: number, on: number, source = 'core'): Told => {
  const dues = minor === 0 ? [] : [{ on: DUE, amount: twd(minor) }];
  return { kind: 'balance-update', data: { asOf, balance: twd(minor), dues }, on, source };
};
const TOLD: Readonly<Record<string, readonly Told[]>> = {
  'paid in part, told by two sources, returned, paid again, in books that lag': [
    { kind: 'payment', data: { amount: twd(50_000), reference: 'T-1' }, on: 1, source: 'bank' },
    { kind: 'payment', data: { amount: twd(50_000), reference: 'T-1', via: 'agency' }, on: 1, source: 'agency' },
    book('2026-03-04', 143_400, 2),
    { kind: 'reversal', data: { amount: twd(50_000), of: 'T-1' }, on: 4, source: 'bank' },
    { kind: 'payment', data: { amount: twd(143_400), reference: 'T-2' }, on: 6, source: 'bank' },
    book('2026-03-09', 143_400, 7),
    book('2026-03-13', 0, 11),
  ],
  'closed as paid, returned after that, paid again': [
    { kind: 'payment', data: { amount: twd(143_400), reference: 'T-1' }, on: 1, source: 'bank' },
    { kind: 'closed', data: { how: 'paid' }, on: 2 },
    { kind: 'reversal', data: { amount: twd(143_400), of: 'T-1' }, on: 5, source: 'bank' },
    { kind: 'payment', data: { amount: twd(143_400), reference: 'T-2' }, on: 9, source: 'bank' },
  ],
  'closed as paid, returned after that, still owed': [
    { kind: 'payment', data: { amount: twd(143_400), reference: 'T-1' }, on: 1, source: 'bank' },
    { kind: 'closed', data: { how: 'paid' }, on: 2 },
    { kind: 'reversal', data: { amount: twd(143_400), of: 'T-1' }, on: 5, source: 'bank' },
    book('2026-03-10', 143_400, 8),
  ],
  'a payment that no book has, a book by two sources on one day': [
    { kind: 'payment', data: { amount: twd(143_400), reference: 'T-1' }, on: 1, source: 'bank' },
    book('2026-03-10', 143_400, 8),
    book('2026-03-10', 100_000, 8, 'other'),
    book('2026-03-16', 143_400, 14),
  ],
};

async function stateOf(id: string): Promise<object> {
  const { rows } = await sql<object>`
    select a.balance::text, a.received::text, a.as_of, a.closed_reason, a.stage,
      (select jsonb_agg(jsonb_build_array(d.due_on, d.minor) order by d.due_on) from due d where d.account_id = a.id) as dues,
      (select count(*) from episode e where e.account_id = a.id and e.cured_version is null)::int as open
    from account a
    where a.id = ${id}::uuid`.execute(engine.db);
  return rows[0] as object;
}

test.each(Object.entries(TOLD))('%s', async (_, told) => {
  const random = new Random(7);
  const accounts = Array.from({ length: ORDERS }, (__, at) => ({ account: `A-${at}`, person: `P-${at}` }));
  const ids = await engine.book(accounts);
  engine.now = START + 20 * DAY_MS;
  const ends: object[] = [];
  for (const [at, id] of ids.entries()) {
    const left = [...told, ...told.slice(0, 2)].map((fact, index) => ({
      ...fact,
      id: `${told.indexOf(fact) % told.length}`,
      index,
    }));
    while (left.length > 0) {
      const [fact] = left.splice(at === 0 ? 0 : random.whole(0, left.length - 1), 1);
      if (fact === undefined) break;
      const { kind, data, on, source = 'bank' } = fact;
      const wire = {
        subject: `harbour/A-${at}`,
        kind,
        data,
        source,
        externalId: fact.id,
        occurredAt: START + on * DAY_MS,
      };
      await acceptFact(engine.db, wire, bySystem(source, engine.now));
      await engine.look([id]);
    }
    ends.push(await stateOf(id));
  }
  const [first] = ends;
  expect(ends).toEqual(ends.map(() => first));
  expect(await engine.violations()).toEqual([]);
});
