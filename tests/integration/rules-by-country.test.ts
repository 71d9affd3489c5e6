/** Whoever chooses an account's rules is told where its debtor lives: at the evaluation and at the claim. */
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Rulebook } from '../../domain/rules.ts';
import { DAY_MS } from '../../domain/time.ts';
import { RULES } from '../../stages/rules.ts';
import { useTestEngine } from '../support/fixtures.ts';
import { ScriptedProvider, START } from '../support/test-engine.ts';

const engine = useTestEngine('all tests');

type Asked = Pick<Parameters<Rulebook['rulesFor']>[0]['person'], 'country' | 'region'>;

test('country and region are known wherever rules are chosen, and unknown is null', async () => {
  const told = { country: 'US', region: 'CA' };
  const ids = await engine.book([{}, { account: 'A-2', person: 'P-2', email: 'other@example.com' }]);
  await sql`update person set country = ${told.country}, region = ${told.region} where number = 'P-1'`.execute(
    engine.db,
  );
  const asked = new Map<string, Asked[]>();
  const rulebook: Rulebook = {
    all: [RULES],
    termsOf: () => RULES.terms,
    rulesNamed: () => RULES,
    rulesFor: ({ accountId, person: { country, region } }) => {
      asked.set(accountId, [...(asked.get(accountId) ?? []), { country, region }]);
      return RULES;
    },
  };
  const provider = new ScriptedProvider();
  engine.channels = { email: provider };
  engine.chosen = rulebook;
  await engine.look(ids);
  const looked = [...asked.values()].map((all) => all.length);
  engine.now = START + DAY_MS;
  await engine.sendDue();
  expect(provider.sent).toHaveLength(2);
  const [known = [], unknown = []] = ids.map((id) => asked.get(id) ?? []);
  // The evaluation, and the claim.
  expect(Math.min(known.length, unknown.length)).toBeGreaterThan(looked[0] ?? 0);
  expect([...new Set(known.map((place) => JSON.stringify(place)))]).toEqual([JSON.stringify(told)]);
  expect([...new Set(unknown.map((place) => JSON.stringify(place)))]).toEqual(['{"country":null,"region":null}']);
});
