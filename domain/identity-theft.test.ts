import { expect, test } from '@jest/globals';
import { RULES } from '../stages/rules.ts';
import { account, effect, fact, noon } from '../tests/support/facts.ts';
import { theftChecks, theftOf } from './identity-theft.ts';
import { situationOf } from './situation.ts';

const theft = fact('dispute', { about: 'identity-theft' }, noon(1));
const other = fact('dispute', { about: 'not-mine' }, noon(1));
const closed = (of: string, outcome: 'upheld' | 'rejected') => fact('dispute-closed', { of, outcome }, noon(2));

test.each([
  ['never said', [other], null],
  ['said', [theft, other], 'said'],
  ['another dispute was upheld', [theft, other, closed(other.id, 'upheld')], 'said'],
  ['upheld', [theft, closed(theft.id, 'upheld')], 'upheld'],
  ['not so', [theft, closed(theft.id, 'rejected')], null],
  ['said again', [theft, closed(theft.id, 'rejected'), fact('dispute', { about: 'identity-theft' }, noon(3))], 'said'],
] as const)('%s', (_, facts, said) => expect(theftOf([...facts])).toBe(said));

test('what whoever decides looks at, until it is decided', () => {
  const record = effect('bureau/record/202603', noon(30));
  const of = (facts: Parameters<typeof account>[0], files: number) =>
    theftChecks(situationOf(account(facts), noon(40), RULES), files)?.map(({ name, passed }) => `${name} ${passed}`);
  expect(of({ facts: [theft], effects: [record], hasStatement: false }, 0)).toEqual([
    'declaration false',
    'contract false',
    'no-agency true',
    'no-record false',
  ]);
  expect(of({ facts: [theft] }, 2)).toEqual(['declaration true', 'contract true', 'no-agency true', 'no-record true']);
  expect(of({ facts: [theft, closed(theft.id, 'upheld')] }, 2)).toBeUndefined();
  expect(of({ facts: [other] }, 2)).toBeUndefined();
});
