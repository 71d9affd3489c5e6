/** US-FURN-01 on each side: what counts as spoken to, what as written to, and until when a letter may come back. */
import { describe, expect, test } from '@jest/globals';
import { legalCase } from '../../../tests/support/legal-case.ts';
import type { GateCaseInput } from '../../contracts/gate-case.ts';
import { FURNISHING_RULES } from './furnishing-rules.ts';

const AT = '2026-09-20T12:00:00-04:00';
type Contact = NonNullable<GateCaseInput['contacts']>[number];
type Notice = NonNullable<GateCaseInput['notices']>[number];

function judge(over: Partial<GateCaseInput>) {
  const rule = FURNISHING_RULES.find(({ id }) => id === 'US-FURN-01');
  if (rule?.demand.kind !== 'judged') throw new Error('the rule is judged');
  const place = { law: ['US'] as GateCaseInput['law'], zones: ['America/New_York'], debt: { id: 'debt-1' } };
  return rule.demand.judge(legalCase({ ...place, act: 'report', at: AT, contacts: [], notices: [], ...over }));
}
const first = { kind: 'require', notice: 'validation', code: 'report-unannounced' };

describe('spoken to', () => {
  const spoken = (over: Partial<Contact>): Contact => ({
    at: '2026-09-19T12:00:00-04:00',
    channel: 'call',
    outcome: 'conversation',
    debts: ['debt-1'],
    ...over,
  });
  test.each([
    ['a conversation by telephone', {}],
    ['a conversation at a visit', { channel: 'visit' as const }],
    ['a conversation at this very moment', { at: AT }],
    ['a conversation with the spouse', { addressee: 'spouse' as const }],
  ])('%s is enough', (_, over) => expect(judge({ contacts: [spoken(over)] })).toBeNull());
  test.each([
    ['a conversation still to come', { at: '2026-09-20T12:00:01-04:00' }],
    ['a call that nobody answered', { outcome: 'no-answer' as const }],
    ['a message', { channel: 'message' as const }],
    ['a conversation with somebody else', { addressee: 'third-party' as const }],
    ['a conversation about another debt', { debts: ['debt-2'] }],
  ])('%s is not', (_, over) => expect(judge({ contacts: [spoken(over)] })).toMatchObject(first));
  test('one of several is enough', () =>
    expect(judge({ contacts: [spoken({ outcome: 'no-answer' }), spoken({})] })).toBeNull());
});

describe('written to', () => {
  const written = (over: Partial<Notice>): Notice => ({
    notice: 'validation',
    sentAt: '2026-09-05T12:00:00-04:00',
    channel: 'letter',
    ...over,
  });
  test.each([
    ['a letter of 15 days ago', {}],
    ['an e-mail', { channel: 'email' as const }],
    ['about this debt', { debt: 'debt-1' }],
    ['a letter that comes back only later', { returnedAt: '2026-09-20T12:00:01-04:00' }],
  ])('%s is enough', (_, over) => expect(judge({ notices: [written(over)] })).toBeNull());
  test.each([
    ['a call', { channel: 'call' as const }],
    ['a visit', { channel: 'visit' as const }],
    ['about another debt', { debt: 'debt-2' }],
    ['a letter still to be sent', { sentAt: '2026-09-20T12:00:01-04:00' }],
  ])('%s is not, and it is the first', (_, over) =>
    expect(judge({ notices: [written(over)] })).toMatchObject({
      ...first,
      words: 'the person must be spoken to, or written to first',
    }),
  );
  test('what came back, at this very moment too, must be written again', () => {
    for (const returnedAt of ['2026-09-10T12:00:00-04:00', AT])
      expect(judge({ notices: [written({ returnedAt })] })).toMatchObject({
        ...first,
        words: 'the person must be spoken to, or written to again',
      });
  });
  test('waits until the day after the 14 days of the earliest that has not come back', () => {
    const letters = [
      written({ sentAt: '2026-09-12T12:00:00-04:00' }),
      written({ sentAt: '2026-09-10T12:00:00-04:00' }),
    ];
    const until = Date.parse('2026-09-25T00:00:00-04:00');
    expect(judge({ notices: letters })).toMatchObject({ kind: 'wait', until, code: 'may-come-back' });
    expect(judge({ notices: letters, at: '2026-09-24T23:59:59-04:00' })).toMatchObject({ kind: 'wait', until });
    expect(judge({ notices: letters, at: '2026-09-25T00:00:00-04:00' })).toBeNull();
  });
  test('a letter of this very moment has begun to wait', () => {
    expect(judge({ notices: [written({ sentAt: AT })] })).toMatchObject({ kind: 'wait' });
  });
});
