/**
 * `check` judges each send again, by the law of its time on what was known then. Each defect of a claim that is planted
 * here is found, and what became known later is no breach.
 */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { CreditorFile } from '../../domain/contracts/creditor.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { DAY_MS, HOUR_MS, type Instant } from '../../domain/time.ts';
import { checkInvariants } from '../../engine/checks/check-invariants.ts';
import { upsertCreditors } from '../../engine/import/creditors.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { TEST_CREDITOR } from '../support/creditor.ts';
import { ownerOf } from '../support/engine-rows.ts';
import { useTestEngine } from '../support/fixtures.ts';
import { forgetting } from '../support/forgetting.ts';
import { START } from '../support/test-engine.ts';

const engine = useTestEngine('each test', 4);

const judged = async (since?: Instant) => checkInvariants(engine.db, RULEBOOK, engine.now, since);
/** The rules that the sends broke, by what `check` finds. */
async function broken(): Promise<string[]> {
  const { violations } = await judged();
  const found = violations.filter(({ invariant }) => invariant === 'lawful-when-sent');
  return found.map(({ evidence }) => /against (\S+)/.exec(evidence)?.[1] ?? '').sort();
}
const livesIn = (country: string, region: string | null = null) =>
  sql`update person set country = ${country}, region = ${region}`.execute(engine.db);
const actsAs = (role: NonNullable<CreditorFile[number]['terms']['actsAs']>) =>
  upsertCreditors(engine.db, [{ ...TEST_CREDITOR, terms: { ...TEST_CREDITOR.terms, actsAs: role } }]);

/** Plans and claims by the given rules. */
async function sendUnder(rulebook: Rulebook, after = 0): Promise<void> {
  engine.chosen = rulebook;
  await engine.look([await engine.idOf('harbour/A-1')]);
  engine.now += after;
  await engine.sendDue();
}
/** A contact of an agency that was reserved and reported, an hour apart. */
async function reserved(outcome: string, hoursAgo: number): Promise<void> {
  const { accountId, personId, creditorId } = await ownerOf(engine.db, 'harbour/A-1');
  const [at, told] = [engine.now - hoursAgo * HOUR_MS, engine.now - (hoursAgo - 1) * HOUR_MS].map((ms) => new Date(ms));
  const reference = uuidv7();
  await sql`
    insert into contact_reservation (
      id, creditor_id, account_id, person_id, holder, reference, channel, purpose, minutes, state, facts_version,
      reserved_at, ends_at, contacted_at, outcome, reported_at)
    values (
      ${uuidv7()}, ${creditorId}, ${accountId}, ${personId}, 'north', ${reference}, 'call', 'demand', 5, 'confirmed', 1,
      ${at}, ${told}, ${at}, ${outcome}, ${told})`.execute(engine.db);
}

beforeEach(() => {
  engine.chosen = RULEBOOK;
});

describe('a planted defect of the claim is found', () => {
  test('hours', async () => {
    await engine.book([{}]);
    await sendUnder(forgetting('TW-01', 'HOUSE-TIME-01'), 11 * HOUR_MS);
    expect(await broken()).toEqual(['HOUSE-TIME-01', 'TW-01']);
    const { violations } = await judged();
    const found = violations.find(
      ({ invariant, evidence }) => invariant === 'lawful-when-sent' && /TW-01/.test(evidence),
    );
    expect(found).toMatchObject({ account: 'harbour/A-1', lane: 'email' });
    const [permit] = (await sql<{ id: string }>`select id from permit where ended = 'sent'`.execute(engine.db)).rows;
    expect(found?.evidence).toMatch(/^effect \S+ left at 2026-03-02T15:00:00.000Z against TW-01 \(hard\): .*night/);
    expect(found?.evidence).toContain(`permit ${permit?.id}`);
  });

  test('a cap on all contacts of a person', async () => {
    await engine.book([{}]);
    for (const hours of [2, 3]) await reserved('no-answer', hours);
    await sendUnder(forgetting('HOUSE-FREQ-01'));
    expect(await broken()).toEqual(['HOUSE-FREQ-01']);
  });

  test.each([
    ['by what became of them', 'conversation', 3, 'CN-FREQ-01'],
    ['of a number', 'no-answer', 6, 'CN-FREQ-02'],
  ])('a cap on contacts %s', async (_, outcome, times, rule) => {
    await engine.book([{ dues: '2026-02-01=1434.00', reached_stage: 'call' }]);
    await livesIn('CN');
    for (let hours = 2; hours < 2 + times; hours += 1) await reserved(outcome, hours);
    await sendUnder(forgetting());
    expect((await engine.effects()).filter(({ state }) => state === 'sent')).toMatchObject([{ channel: 'call' }]);
    expect(await broken()).toContain(rule);
    expect(await broken()).not.toContain(rule === 'CN-FREQ-01' ? 'CN-FREQ-02' : 'CN-FREQ-01');
  });

  test('the cap of a debt', async () => {
    await engine.book([{ email: '', dues: '2026-02-20=1434.00', as_of: '2026-03-02' }]);
    await livesIn('US', 'MA');
    for (const hours of [26, 50]) await reserved('conversation', hours);
    await sendUnder(forgetting('US-FREQ-MA', 'US-FREQ-MA-02', 'US-TCPA-01'));
    expect(await broken()).toContain('US-FREQ-MA');
  });

  test('a person who is represented, and one who told to cease', async () => {
    await actsAs('agency');
    await engine.book([{}]);
    await livesIn('US', 'CA');
    await engine.record('represented', { by: 'attorney' });
    await engine.record('cease', { written: true });
    await sendUnder(forgetting());
    expect(await broken()).toEqual(expect.arrayContaining(['US-ATTY-01', 'US-CEASE-01']));
  });

  test('an address that the law lets nobody use', async () => {
    await actsAs('agency');
    await engine.book([{}]);
    await livesIn('US', 'CA');
    await sendUnder(forgetting());
    expect(await broken()).toContain('US-EMAIL-01');
  });
});

describe('what was not known then is no breach', () => {
  beforeEach(async () => {
    await engine.book([{}]);
    await livesIn('US', 'MA');
  });
  const clean = async () => {
    const { violations, checked, notProvable } = await judged();
    expect(violations).toEqual([]);
    expect(notProvable).toEqual([]);
    expect(checked['lawful-when-sent']).toBeGreaterThan(0);
  };
  test('a fact that happened before and was told after', async () => {
    await sendUnder(RULEBOOK);
    const [email] = await engine.effects('email-1');
    expect(email?.state).toBe('sent');
    engine.now += HOUR_MS;
    await engine.record('represented', { by: 'attorney', since: '2026-02-01' });
    await engine.record('stop', { channel: 'email' });
    await engine.record('bankruptcy', {});
    await clean();
  });
  test('contacts that an agency reserved later, although they took place before', async () => {
    await sendUnder(RULEBOOK);
    engine.now += 2 * HOUR_MS;
    for (let times = 0; times < 3; times += 1) await reserved('conversation', 1);
    const before = new Date(START - HOUR_MS);
    await sql`update contact_reservation set contacted_at = ${before}`.execute(engine.db);
    await clean();
  });
  test('the book moved the person since', async () => {
    await sendUnder(RULEBOOK);
    await livesIn('IN');
    await sql`update person set zone = 'Asia/Kolkata'`.execute(engine.db);
    await actsAs('agency');
    await clean();
  });
});

describe('how far it reaches', () => {
  test('permits of another version of a pack, or of a release that kept less, are counted by their reason', async () => {
    await engine.book([{}, { account: 'A-2', person: 'P-2', email: 'other@example.com' }]);
    await engine.look([await engine.idOf('harbour/A-2')]);
    await sendUnder(RULEBOOK);
    const [first, second] = (
      await sql<{ id: string }>`select id from permit where ended = 'sent' order by no`.execute(engine.db)
    ).rows;
    await sql`update permit set law = 'TW@2020-01-01 house@1' where id = ${first?.id ?? ''}::uuid`.execute(engine.db);
    await sql`update permit set proof = proof - 'seen' where id = ${second?.id ?? ''}::uuid`.execute(engine.db);
    const { checked, notProvable } = await judged();
    expect(checked['lawful-when-sent']).toBe(0);
    expect(notProvable.map(({ why, count }) => [why, count]).sort()).toEqual([
      ['by TW@2020-01-01 house@1, which this release does not know', 1],
      ['of a release whose permits keep too little', 1],
    ]);
  });
  test('sends of the last 31 days, or since a given day', async () => {
    await engine.book([{}]);
    await sendUnder(forgetting('TW-01', 'HOUSE-TIME-01'), 11 * HOUR_MS);
    engine.now += 40 * DAY_MS;
    engine.chosen = RULEBOOK;
    await engine.look([await engine.idOf('harbour/A-1')]);
    expect(await broken()).toEqual([]);
    const { violations } = await judged(START);
    expect(violations.filter(({ invariant }) => invariant === 'lawful-when-sent')).toHaveLength(2);
  });
});
