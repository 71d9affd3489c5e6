/** Agencies, budget and holdout of a strategy, on live accounts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { SHIPPED_RULES } from '../../domain/law/house.ts';
import { follow } from '../../domain/strategy/follow.ts';
import { readStrategy, type Strategy } from '../../domain/strategy/strategy.ts';
import { DAY_MS } from '../../domain/time.ts';
import { readStory } from '../../engine/evaluate/read-story.ts';
import { upsertCreditors } from '../../engine/import/creditors.ts';
import { LENDER, rulebookWith } from '../../stages/rules.ts';
import { TEST_CREDITOR } from '../support/creditor.ts';
import { account, noon } from '../support/facts.ts';
import { useTestEngine } from '../support/fixtures.ts';
import { live } from '../support/live.ts';
import { publishText, useForNewAccounts } from '../support/strategies.ts';

const engine = useTestEngine('each test');

/** Two reminders, then an agency; `ladder` and `top` are further lines. */
const shortText = ({ ladder = '', top = '' }) => `v: 1
name: short
version: 1
title: { en: Short, zh-Hans: 短流程 }
${top}
ladders:
  - name: usual
    title: { en: Usual ladder, zh-Hans: 通常流程 }
    stages:
      reminder:
        opens: 1
        steps:
          email-1: { day: 1 }
          email-4: { day: 4 }
      agency: { opens: 31 }
    ${ladder}
segments:
  - name: everybody
    title: { en: Everybody, zh-Hans: 所有账户 }
    ladder: usual
`;
async function followed(text: string): Promise<void> {
  engine.chosen = rulebookWith(SHIPPED_RULES);
  await publishText(engine.db, text);
  await useForNewAccounts(engine.db, 'harbour', 'short');
}
const termsWith = (terms: Partial<typeof TEST_CREDITOR.terms>) =>
  upsertCreditors(engine.db, [{ ...TEST_CREDITOR, terms: { ...TEST_CREDITOR.terms, ...terms } }]);
/** An account whose notice counts as served when it does not come back. */
async function verified(): Promise<string[]> {
  const ids = await engine.book([{}]);
  await engine.db
    .updateTable('contact_point')
    .set({ verified_at: new Date(engine.now) })
    .execute();
  return ids;
}
const sentSteps = async () =>
  (await engine.effects()).flatMap(({ step, state, account }) => (state === 'sent' ? [`${account} ${step}`] : []));
const story = (name = 'harbour/A-1') => readStory(engine.db, engine.rulebook, name, engine.now);

describe('agencies of a ladder', () => {
  const [north] = TEST_CREDITOR.terms.agencies;
  beforeEach(async () => {
    if (north === undefined) throw new Error('no agency');
    await termsWith({
      agencies: [
        { ...north, share: 100 },
        { ...north, code: 'south', name: 'South Agency' },
      ],
    });
  });

  test('get its accounts, and the notice names the same agency', async () => {
    await followed(shortText({ ladder: 'agencies: { south: 1 }' }));
    await verified();
    await live(engine, engine.now + 40 * DAY_MS);
    expect(await sentSteps()).toContain('A-1 handover');
    const { rows } = await sql<{ agency: string }>`select agency from placement`.execute(engine.db);
    expect(rows).toEqual([{ agency: 'south' }]);
    const letters = engine.letters().map((name) => readFileSync(join(engine.home, 'outbox', 'email', name), 'utf8'));
    expect(letters.filter((letter) => letter.includes('South Agency'))).toHaveLength(1);
    expect(letters.filter((letter) => letter.includes('North Agency'))).toHaveLength(0);
    expect(await engine.violations()).toEqual([]);
  });

  test('that the creditor does not have place nothing, and explain says so', async () => {
    await followed(shortText({ ladder: 'agencies: { west: 1 }' }));
    const ids = await engine.book([{}]);
    await live(engine, engine.now + 40 * DAY_MS);
    expect(await sentSteps()).not.toContain('A-1 handover');
    await engine.look(ids);
    expect((await story()).why).toContain(
      'not placed with an agency: the creditor has none of the agencies that the strategy names',
    );
  });
});

test('a budget leaves out what would exceed it, by the costs of the creditor, and explain says so', async () => {
  await termsWith({ costs: { email: '2000' } });
  await followed(shortText({ ladder: 'budgetPercent: 1' }));
  await verified();
  await live(engine, engine.now + 20 * DAY_MS);
  expect(await sentSteps()).toEqual(['A-1 email-1']);
  expect((await story()).why.join()).toContain(
    'reminder/email-4 is left out: contacts cost NT$ 20 so far, and with NT$ 20 for this more than 1 % of NT$ 1,434',
  );
  await live(engine, engine.now + 20 * DAY_MS);
  expect(await sentSteps()).toContain('A-1 handover');
});

describe('a holdout', () => {
  const TEXT = shortText({ top: 'holdout: { percent: 20, untilDay: 14 }' });
  const read = readStrategy(TEXT, LENDER);
  const strategy: Strategy = (read as { strategy: Strategy }).strategy;
  const isHeld = (number: string) =>
    follow(strategy, account({}, { number }), { ability: 'unknown', willingness: 'unknown' }, noon(1)).strategy
      .withheld;
  const numbers = Array.from({ length: 50 }, (_, index) => `P-${index + 1}`);
  const [held = ''] = numbers.filter(isHeld);
  const [usual = ''] = numbers.filter((number) => !isHeld(number));

  test('sends nothing to its persons up to its day, then the ladder begins', async () => {
    await followed(TEXT);
    const ids = await engine.book([
      { person: held },
      { account: 'A-2', person: usual, email: 'other@example.com', phone: '+1 212-555-0144' },
    ]);
    await engine.look(ids);
    expect((await story()).strategy).toMatchObject({ segment: 'everybody', withheld: true });
    expect((await story()).strategy?.changes[0]?.because).toContain('in the holdout: the ladder begins after day 14');
    expect((await story('harbour/A-2')).strategy).toMatchObject({ withheld: false });
    await live(engine, engine.now + 12 * DAY_MS);
    expect(await sentSteps()).toEqual(['A-2 email-1', 'A-2 email-4']);
    await live(engine, engine.now + 7 * DAY_MS);
    expect(await sentSteps()).toEqual(['A-1 email-1', 'A-1 email-4', 'A-2 email-1', 'A-2 email-4']);
    const { rows } = await sql<{ no: number }>`select no from episode where ended_at is null`.execute(engine.db);
    expect(rows).toEqual([{ no: 1 }, { no: 1 }]);
    expect(await engine.violations()).toEqual([]);
  });

  test('is left at once for care, and the change is kept with its reason', async () => {
    await followed(TEXT);
    const ids = await engine.book([{ person: held }]);
    await engine.look(ids);
    await engine.record('hardship', {});
    await engine.look(ids);
    const { strategy: shown } = await story();
    expect(shown).toMatchObject({ withheld: false, segment: 'everybody' });
    expect(shown?.changes[0]?.because).toContain('leaves the holdout at once: the person is in care');
    const { rows } = await sql<{ withheld: boolean }>`select withheld from account`.execute(engine.db);
    expect(rows).toEqual([{ withheld: false }]);
  });
});
