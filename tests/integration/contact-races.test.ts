/** Reservations and claims at once on one person: locks decide, and no cap is ever exceeded. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { loadFacts } from '../../db/load-facts.ts';
import type { ReservationWire } from '../../domain/contracts/reservation.ts';
import { HOUSE } from '../../domain/law/house.ts';
import type { Pack } from '../../domain/law/rule.ts';
import { HOUR_MS } from '../../domain/time.ts';
import { reserveContact } from '../../engine/contacts/reserve-contact.ts';
import { RULES } from '../../stages/rules.ts';
import { addPlacement, ownerOf } from '../support/engine-rows.ts';
import { useTestEngine } from '../support/fixtures.ts';

const CLIENTS = 64;

const engine = useTestEngine('each test', 16);
const reserve = (account: string, holder: string, reference: string) => {
  const wire: ReservationWire = { holder, reference, account, channel: 'call', purpose: 'demand', minutes: 15 };
  return reserveContact({ db: engine.db, rulebook: engine.rulebook, now: engine.clock }, wire);
};
const contactsOf = async (id: string) =>
  (await loadFacts(engine.db, [id], engine.now, engine.rulebook)).get(id)?.contacts ?? [];
const dueOf = async (ids: readonly string[]) => {
  const { rows } = await sql<{ id: string }>`
    select id from effect where account_id = any(${[...ids]}::uuid[]) and state in ('planned', 'deferred')`.execute(
    engine.db,
  );
  return rows.map(({ id }) => id);
};

/** The lender's own rules with another cap of a day. */
const withCap = (most: number): Pack => ({
  ...HOUSE,
  rules: HOUSE.rules.map((rule) =>
    rule.demand.kind === 'cap' && rule.demand.days === 1 ? { ...rule, demand: { ...rule.demand, most } } : rule,
  ),
});

describe.each([
  ['the shipped cap', 2],
  ['a cap of five', 5],
])('%s', (_, aDay) => {
  beforeEach(() => {
    engine.rules = { ...RULES, packs: [withCap(aDay)] };
  });

  test('64 at once, reservations of several holders and own claims, on two accounts of a person', async () => {
    const ids = await engine.book([
      { account: 'L-1', person: 'L' },
      { account: 'L-2', person: 'L' },
    ]);
    await engine.look(ids);
    const due = await dueOf(ids);
    expect(due.length).toBeGreaterThan(0);
    const holders = ['dialler', 'portal', 'branch'];
    const made = await Promise.all(
      Array.from({ length: CLIENTS }, async (_, no): Promise<string[]> => {
        if (no % 4 === 0) return (await engine.claim(due)).map(() => 'claimed');
        const answer = await reserve(`harbour/L-${1 + (no % 2)}`, holders[no % 3] ?? '', `r-${no}`);
        return 'reservation' in answer ? ['reserved'] : [];
      }),
    );
    expect(made.flat()).toHaveLength(aDay);
    const allowed = made.flat().filter((what) => what === 'reserved').length;
    for (const id of ids) expect(await contactsOf(id)).toHaveLength(aDay);
    const refusals = await sql<{ n: number }>`select count(*)::int as n from contact_refusal`.execute(engine.db);
    expect(refusals.rows[0]?.n).toBe(CLIENTS - CLIENTS / 4 - allowed);
    expect(await engine.violations()).toEqual([]);
  });

  test('an agency and a dialler, each for an account of the same person', async () => {
    const ids = await engine.book([
      { account: 'M-1', person: 'M' },
      { account: 'M-2', person: 'M' },
    ]);
    await addPlacement(engine.db, await ownerOf(engine.db, 'harbour/M-1'), engine.now - HOUR_MS, 'accepted');
    const answers = await Promise.all(
      Array.from({ length: CLIENTS }, (_, no) =>
        no % 2 === 0 ? reserve('harbour/M-1', 'agency:north', `n-${no}`) : reserve('harbour/M-2', 'dialler', `d-${no}`),
      ),
    );
    expect(answers.filter((answer) => 'reservation' in answer)).toHaveLength(aDay);
    expect(await contactsOf(ids[0] ?? '')).toHaveLength(aDay);
  });
});

test('one reference asked for 64 times at once, on two persons: one reservation', async () => {
  await engine.book([
    { account: 'N-1', person: 'N' },
    { account: 'N-2', person: 'O' },
  ]);
  const answers = await Promise.allSettled(
    Array.from({ length: CLIENTS }, (_, no) => reserve(`harbour/N-${1 + (no % 2)}`, 'dialler', 'same')),
  );
  const taken = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  expect(taken).toHaveLength(CLIENTS / 2);
  for (const answer of taken) expect(answer).toEqual(taken[0]);
  for (const answer of answers)
    if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'reservation-conflict' });
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from contact_reservation`.execute(engine.db);
  expect(rows[0]?.n).toBe(1);
});

test('a claim waits for the next day when others have used the cap, and is not shown as stuck', async () => {
  const ids = await engine.book([{ account: 'P-1', person: 'P' }]);
  await engine.look(ids);
  for (const no of [1, 2]) await reserve('harbour/P-1', 'dialler', `r-${no}`);
  expect(await engine.claim(await dueOf(ids))).toEqual([]);
  const effect = await engine.effect('email-1');
  expect([effect.state, effect.due_at > engine.now + 12 * HOUR_MS]).toEqual(['deferred', true]);
  engine.now = effect.due_at;
  for (const no of [3, 4]) await reserve('harbour/P-1', 'dialler', `r-${no}`);
  expect(await engine.claim(await dueOf(ids))).toEqual([]);
  expect(await engine.violations()).toEqual([]);
});

test('a database that was put back allows nothing', async () => {
  await engine.book([{ account: 'Q-1', person: 'Q' }]);
  await sql`update epoch set closed_since = now(), detected_by = 'mark', reason = 'older'`.execute(engine.db);
  await expect(reserve('harbour/Q-1', 'dialler', 'r')).rejects.toMatchObject({ code: 'not-allowed-now' });
});
