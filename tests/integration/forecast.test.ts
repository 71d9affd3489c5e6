/** A forecast by the stored rows: what then leaves, on a real database, leaves as foreseen; asking writes nothing. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { AheadView } from '../../domain/contracts/ahead.ts';
import { DAY_MS, type Instant } from '../../domain/time.ts';
import { readStory } from '../../engine/evaluate/read-story.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { type ApiWorld, openApiWorld } from '../support/api-world.ts';
import { useTestEngine } from '../support/fixtures.ts';

const DAYS = 20;
const engine = useTestEngine('all tests', 4);

async function ahead(name: string): Promise<AheadView> {
  const assumes = { receipts: 'none', calls: 'open' } as const;
  const { ahead } = await readStory(engine.db, RULEBOOK, name, engine.now, { days: DAYS, assumes });
  if (ahead === undefined) throw new Error('no forecast');
  return ahead;
}

/** Evaluates, claims and sends what is due until nothing is due before `until`. */
async function live(until: Instant): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ id: string; at: number }>`
      select a.id, (extract(epoch from least(
        case when a.evaluated_version < a.facts_version then ${new Date(engine.now)}::timestamptz end,
        a.next_evaluation_at,
        (select min(e.due_at) from effect e where e.account_id = a.id and e.state in ('planned', 'deferred')))) * 1000)::float8 as at
      from account a
      order by at nulls last`.execute(engine.db);
    const next = rows[0]?.at ?? null;
    if (next === null || next > until) return;
    engine.now = Math.max(engine.now, next);
    const { rows: due } = await sql<{ id: string }>`
      select id from account
      where next_evaluation_at <= ${new Date(engine.now)} or evaluated_version < facts_version`.execute(engine.db);
    if (due.length > 0) await engine.look(due.map(({ id }) => id));
    await engine.sendDue();
  }
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

  const from = engine.now;
  await live(from + DAYS * DAY_MS);
  const { rows } = await sql<{ step: string; at: Date }>`
    select e.step, e.sent_at as at
    from effect e join account a on a.id = e.account_id
    where a.number = 'A-1' and e.sent_at > ${new Date(from)}
    order by e.sent_at`.execute(engine.db);
  const left = rows.map(({ step, at }) => `${new Date(at).toISOString()} ${step}`);
  const effects = foreseen.items.filter(({ of }) => of === 'effect' || of === 'task');
  expect(effects.map(({ at, what }) => `${at} ${what.replace(/^.*: (\S+).*$/, '$1')}`)).toEqual(left);
  expect(left.length).toBeGreaterThan(4);
}, 120_000);

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
