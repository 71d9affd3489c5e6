/** Test vectors of the pack, by rule: a situation and what the gate must answer. */
import type { GateCaseInput } from '../../contracts/gate-case.ts';
import { type Vector, waitUntil } from '../vector.ts';

const at = (time: string, over: Partial<GateCaseInput> = {}): GateCaseInput => ({
  law: ['TW'],
  zones: ['Asia/Taipei'],
  at: `2026-03-02T${time}+08:00`,
  ...over,
});
const NOTICE = { notice: 'placement', sentAt: '2026-03-01T10:00:00+08:00' } as const;

export const TW_VECTORS: readonly Vector[] = [
  { rule: 'TW-01', says: '06:59', situation: at('06:59:59'), answer: waitUntil('2026-03-02T07:00:00+08:00') },
  { rule: 'TW-01', says: '07:00', situation: at('07:00:00'), answer: 'allow' },
  { rule: 'TW-01', says: '21:59', situation: at('21:59:59'), answer: 'allow' },
  { rule: 'TW-01', says: '22:00', situation: at('22:00:00'), answer: waitUntil('2026-03-03T07:00:00+08:00') },
  {
    rule: 'TW-01',
    says: '22:30, agreed to by the person',
    situation: at('22:30:00', {
      consents: [{ scope: 'hours', at: '2026-03-01T10:00:00+08:00', hours: '20:00-23:00' }],
    }),
    answer: 'allow',
  },
  {
    rule: 'TW-01',
    says: 'a report at 23:00 is no contact',
    situation: at('23:00:00', { act: 'report', addressee: 'third-party' }),
    answer: 'allow',
  },
  {
    rule: 'TW-01-THIRD',
    says: 'a contact person is asked for the way to the debtor',
    situation: at('10:00:00', { addressee: 'contact-person', purpose: 'locate' }),
    answer: 'refuse',
  },
  {
    rule: 'TW-01-THIRD',
    says: 'a spouse who does not owe the debt',
    situation: at('10:00:00', { addressee: 'spouse' }),
    answer: 'refuse',
  },
  ...(['debtor', 'joint-debtor', 'guarantor', 'executor', 'attorney'] as const).map(
    (addressee): Vector => ({
      rule: 'TW-01-THIRD',
      says: `who owes or stands for the debtor: ${addressee}`,
      situation: at('10:00:00', { addressee }),
      answer: 'allow',
    }),
  ),
  {
    rule: 'TW-02',
    says: 'a placement of which the person was not told',
    situation: at('10:00:00', { act: 'place' }),
    answer: { require: 'placement' },
  },
  {
    rule: 'TW-02',
    says: 'a placement whose notice came back',
    situation: at('10:00:00', { act: 'place', notices: [{ ...NOTICE, returnedAt: '2026-03-01T12:00:00+08:00' }] }),
    answer: { require: 'placement' },
  },
  {
    rule: 'TW-02',
    says: 'a placement the day after its notice was sent',
    situation: at('10:00:00', { act: 'place', notices: [NOTICE] }),
    answer: 'allow',
  },
  {
    rule: 'TW-03-TARGET',
    says: 'a joint debtor of a cash card',
    situation: at('10:00:00', { addressee: 'joint-debtor', debt: { product: 'cash-card' } }),
    answer: 'refuse',
  },
  ...(['debtor', 'guarantor', 'executor', 'attorney'] as const).map(
    (addressee): Vector => ({
      rule: 'TW-03-TARGET',
      says: `who owes a cash card or stands for the debtor: ${addressee}`,
      situation: at('10:00:00', { addressee, debt: { product: 'cash-card' } }),
      answer: 'allow',
    }),
  ),
  {
    rule: 'TW-03-TARGET',
    says: 'a joint debtor of a cash card is informed',
    situation: at('10:00:00', {
      ...{ addressee: 'joint-debtor', purpose: 'information' },
      debt: { product: 'cash-card' },
    }),
    answer: 'allow',
  },
  {
    rule: 'TW-03-TARGET',
    says: 'a claim about a cash card against a joint debtor',
    situation: at('10:00:00', { act: 'file-claim', addressee: 'joint-debtor', debt: { product: 'cash-card' } }),
    answer: 'allow',
  },
  {
    rule: 'TW-03-TARGET',
    says: 'a joint debtor of a loan',
    situation: at('10:00:00', { addressee: 'joint-debtor', debt: { product: 'instalment-loan' } }),
    answer: 'allow',
  },
];
