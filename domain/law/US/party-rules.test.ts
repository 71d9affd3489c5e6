/** US-3P-03 on each side: which contacts have asked a third party before. */
import { expect, test } from '@jest/globals';
import { legalCase } from '../../../tests/support/legal-case.ts';
import type { GateCaseInput } from '../../contracts/gate-case.ts';
import { PARTY_RULES } from './party-rules.ts';

const AT = '2026-09-20T12:00:00-04:00';
type Contact = NonNullable<GateCaseInput['contacts']>[number];

/** Asks a neighbour where the person is. */
function judge(over: Partial<Contact>, point: string | null = 'point-1', more: Partial<GateCaseInput> = {}) {
  const rule = PARTY_RULES.find(({ id }) => id === 'US-3P-03');
  if (rule?.demand.kind !== 'judged') throw new Error('the rule is judged');
  const before: Contact = {
    at: '2026-09-19T12:00:00-04:00',
    channel: 'call',
    purpose: 'locate',
    addressee: 'third-party',
    outcome: 'conversation',
    point: 'point-1',
    ...over,
  };
  const asks = { act: 'contact', addressee: 'third-party', purpose: 'locate', point } as const;
  const place = { law: ['US'] as GateCaseInput['law'], zones: ['America/New_York'] };
  return rule.demand.judge(legalCase({ ...place, ...asks, at: AT, contacts: [before], ...more }));
}

test.each([
  ['a conversation', {}],
  ['at this very moment', { at: AT }],
  ['a voicemail', { outcome: 'voicemail' as const }],
  ['by a number that is not known', { point: null }],
])('%s has asked before', (_, over) => expect(judge(over)).toMatchObject({ kind: 'refuse', code: 'located-before' }));
test('a contact by any number has asked before where the number of this contact is not known', () =>
  expect(judge({}, null)).toMatchObject({ kind: 'refuse', code: 'located-before' }));

test.each([
  ['what the third party told by themselves', { direction: 'in' as const }],
  ['a demand', { purpose: 'demand' as const }],
  ['one still to come', { at: '2026-09-20T12:00:01-04:00' }],
  ['a call that was not connected', { outcome: 'not-connected' as const }],
  ['a call that nobody answered', { outcome: 'no-answer' as const }],
  ['a message that bounced', { outcome: 'bounced' as const }],
  ['another number', { point: 'point-2' }],
])('%s has not', (_, over) => expect(judge(over)).toBeNull());
