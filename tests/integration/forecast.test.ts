/** A forecast by the stored rows: what then leaves, on a real database, leaves as foreseen; asking writes nothing. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { AheadView } from '../../domain/contracts/ahead.ts';
import { SHIPPED_RULES } from '../../domain/law/house.ts';
import { addDays, DAY_MS, type Instant, localDate } from '../../domain/time.ts';
import { readStory } from '../../engine/evaluate/read-story.ts';
import { shippedText } from '../../engine/strategy/shipped-strategies.ts';
import { rulebookWith } from '../../stages/rules.ts';
import { type ApiWorld, openApiWorld } from '../support/api-world.ts';
import { useTestEngine } from '../support/fixtures.ts';
import { live } from '../support/live.ts';
import { publishText, useForNewAccounts } from '../support/strategies.ts';
import { ZONE } from '../support/test-engine.ts';

const DAYS = 20;
const engine = useTestEngine('all tests', 4);
const rulebook = rulebookWith(SHIPPED_RULES);
beforeAll(() => {
  engine.chosen = rulebook;
});

async function ahead(name: string): Promise<AheadView> {
  const assumes = { receipts: 'none', calls: 'open' } as const;
  const { ahead } = await readStory(engine.db, rulebook, name, engine.now, { days: DAYS, assumes });
  if (ahead === undefined) throw new Error('no forecast');
  return ahead;
}

test('effects of two accounts of a person leave as foreseen, and a shared message is foreseen as such', async () => {
  const ids = await engine.book([
    { account: 'A-1', person: 'P-1' },
    { account: 'A-2', person: 'P-1' },
  ]);
  await engine.look(ids);
  await engine.sendDue();
  const rowsBefore = await engine.effects();
  const foreseen = await ahead('harbour/A-1');
  expect(await engine.effects()).toEqual(rowsBefore);
  expect(foreseen.items.find(({ what }) => what.includes('email-4'))?.together).toEqual(['A-2']);
  expect(foreseen.items.find(({ what }) => what.includes('email-4'))?.cancelledBy).toContain('payment');

  const left = await leftWithin(DAYS, 'A-1');
  expect(effectsOf(foreseen)).toEqual(left);
  expect(left.length).toBeGreaterThan(4);
});

test('under a strategy, effects leave as foreseen through a change of the segment', async () => {
  const id = await publishText(engine.db, shippedText('online-lender'));
  await useForNewAccounts(engine.db, 'harbour', 'online-lender');
  const [account = ''] = await engine.book([
    { account: 'A-3', person: 'P-3', as_of: dateOf(engine.now), dues: dueOf() },
  ]);
  await engine.look([account]);
  await sql`
    insert into account_score (account_id, creditor_id, ability, willingness, scored_at)
    select id, creditor_id, 'high', 'low', ${new Date(engine.now)}
    from account
    where id = ${account}`.execute(engine.db);
  const foreseen = await ahead('harbour/A-3');
  const left = await leftWithin(DAYS, 'A-3');
  expect(effectsOf(foreseen)).toEqual(left);
  expect(left.length).toBeGreaterThan(2);
  const { strategy, segment } = await engine.db
    .selectFrom('account')
    .select(['strategy', 'segment'])
    .where('id', '=', account)
    .executeTakeFirstOrThrow();
  expect([strategy, segment]).toEqual([id, 'first-default']);
});

const dateOf = (at: Instant) => localDate(at, ZONE);
const dueOf = () => `${addDays(dateOf(engine.now), -1)}=1434.00`;

/** Steps and moments that are foreseen. */
const effectsOf = ({ items }: AheadView): string[] =>
  items.flatMap(({ of, at, what }) =>
    of === 'effect' || of === 'task' ? [`${at} ${what.replace(/^.*: (\S+).*$/, '$1')}`] : [],
  );

/** Lives so many days. Steps of the account that left, with their moments. */
async function leftWithin(days: number, number: string): Promise<string[]> {
  const from = engine.now;
  await live(engine, from + days * DAY_MS);
  const { rows } = await sql<{ step: string; at: Date }>`
    select e.step, e.sent_at as at
    from effect e join account a on a.id = e.account_id
    where a.number = ${number} and e.sent_at > ${new Date(from)}
    order by e.sent_at`.execute(engine.db);
  return rows.map(({ step, at }) => `${new Date(at).toISOString()} ${step}`);
}

describe('by the API', () => {
  let world: ApiWorld;
  beforeAll(async () => {
    world = await openApiWorld(Date.parse('2026-03-02T12:00:00+08:00'));
  });
  afterAll(() => world.close());

  test('a forecast comes where it is asked for, and says what it assumes', async () => {
    const { name } = await world.account();
    expect((await world.api.get(`/v1/accounts/${name}`)).json).not.toHaveProperty('ahead');
    const { json } = await world.api.get(`/v1/accounts/${name}?ahead=30&calls=unanswered`);
    const ahead = json['ahead'] as AheadView;
    expect(ahead.assumes).toEqual({ receipts: 'none', calls: 'unanswered' });
    expect(ahead.items.map(({ what }) => what)).toContain('Reminder: email-4 by email');
  });

  test.each([
    ['ahead=0', '/ahead'],
    ['ahead=367', '/ahead'],
    ['ahead=x', '/ahead'],
    ['ahead=30&receipts=maybe', '/receipts'],
  ])('%s is refused by its name', async (query, pointer) => {
    const { name } = await world.account();
    const { status, json } = await world.api.get(`/v1/accounts/${name}?${query}`);
    expect([status, (json['faults'] as { pointer: string }[])[0]?.pointer]).toEqual([422, pointer]);
  });
});
