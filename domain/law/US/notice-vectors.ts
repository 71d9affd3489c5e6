/** Vectors of validation, disputes, delivery and limitation. */
import type { GateCaseInput } from '../../contracts/gate-case.ts';
import { type Vector, waitUntil } from '../vector.ts';
import { vectorsOf } from './situation.ts';

type Contact = NonNullable<GateCaseInput['contacts']>[number];

const val01 = vectorsOf('US-VAL-01');
const val03 = vectorsOf('US-VAL-03');
const val04 = vectorsOf('US-VAL-04');
const deliv01 = vectorsOf('US-DELIV-01');
const sol01 = vectorsOf('US-SOL-01');
const sol02 = vectorsOf('US-SOL-02');

const FIRST: Contact = { at: '2026-03-02T12:00:00-05:00', channel: 'letter', outcome: 'sent' };
const DAY_5: Partial<GateCaseInput> = { at: '2026-03-07T20:59:00-05:00', contacts: [FIRST], notices: [] };
const DAY_6: Partial<GateCaseInput> = { ...DAY_5, at: '2026-03-08T12:00:00-04:00' };
const ON_DAY_3 = { notice: 'validation', sentAt: '2026-03-05T12:00:00-05:00' };

/** Its period ends on 9 October: Labor Day and weekends do not count among the five days of receipt. */
const SEPTEMBER = { notice: 'validation', sentAt: '2026-09-01T12:00:00-04:00' };
const DISPUTE = { status: 'dispute', since: '2026-10-09T12:00:00-04:00', written: true };
const DISPUTED: Partial<GateCaseInput> = {
  at: '2026-10-14T12:00:00-04:00',
  notices: [SEPTEMBER],
  statuses: [DISPUTE],
};
const VERIFIED = { notice: 'verification', sentAt: '2026-10-13T12:00:00-04:00' };

const VALIDATION: readonly Vector[] = [
  val01('the first contact', { notices: [] }, 'allow'),
  val01('the fifth day after the first letter, without the notice', DAY_5, 'allow'),
  val01('the sixth day after the first letter, without the notice', DAY_6, { require: 'validation' }),
  val01('the sixth day, with the notice', { ...DAY_6, notices: [ON_DAY_3] }, 'allow'),
  val01(
    'the sixth day; the notice came back',
    { ...DAY_6, notices: [{ ...ON_DAY_3, returnedAt: '2026-03-07T12:00:00-05:00' }] },
    { require: 'validation' },
  ),
  val01('the validation notice itself on the sixth day', { ...DAY_6, channel: 'letter', purpose: 'notice' }, 'allow'),
  val01(
    'nobody has answered so far',
    { ...DAY_6, contacts: [{ ...FIRST, channel: 'call', outcome: 'no-answer' }] },
    'allow',
  ),
  val03(
    'a letter with a deadline on the last day of the period',
    {
      at: '2026-10-09T12:00:00-04:00',
      notices: [SEPTEMBER],
      channel: 'letter',
      content: ['collector-disclosure', 'payment-deadline'],
    },
    waitUntil('2026-10-10T08:00:00-04:00'),
  ),
  val03(
    'the same letter a day later',
    {
      at: '2026-10-10T12:00:00-04:00',
      notices: [SEPTEMBER],
      channel: 'letter',
      content: ['collector-disclosure', 'payment-deadline'],
    },
    'allow',
  ),
  val03(
    'a letter without one within the period',
    {
      at: '2026-10-09T12:00:00-04:00',
      notices: [SEPTEMBER],
      channel: 'letter',
      content: ['collector-disclosure', 'amount'],
    },
    'allow',
  ),
];

const DISPUTES: readonly Vector[] = [
  val04('a written dispute on the last day of the period', DISPUTED, { require: 'verification' }),
  val04(
    'a written dispute a day later',
    { ...DISPUTED, statuses: [{ ...DISPUTE, since: '2026-10-10T12:00:00-04:00' }] },
    'allow',
  ),
  val04('a dispute by word of mouth', { ...DISPUTED, statuses: [{ ...DISPUTE, written: false }] }, 'allow'),
  val04('the verification has been sent', { ...DISPUTED, notices: [SEPTEMBER, VERIFIED] }, 'allow'),
  val04(
    'a verification of an earlier dispute',
    { ...DISPUTED, notices: [SEPTEMBER, { ...VERIFIED, sentAt: '2026-09-20T12:00:00-04:00' }] },
    { require: 'verification' },
  ),
  val04(
    'a demand for the rest while a part is disputed',
    { ...DISPUTED, statuses: [{ ...DISPUTE, status: 'part-dispute' }] },
    'allow',
  ),
  val04(
    'a claim before a court while a part is disputed',
    {
      ...DISPUTED,
      act: 'file-claim',
      debt: { accruedOn: '2026-01-15' },
      statuses: [{ ...DISPUTE, status: 'part-dispute' }],
    },
    { require: 'verification' },
  ),
  val04('another debt is disputed', { ...DISPUTED, statuses: [{ ...DISPUTE, debt: 'other' }] }, 'allow'),
  val04(
    'a suit while the debt is disputed',
    { ...DISPUTED, act: 'file-claim', debt: { accruedOn: '2026-01-15' } },
    { require: 'verification' },
  ),
  val04('the verification itself', { ...DISPUTED, channel: 'letter', purpose: 'notice' }, 'allow'),
  val04(
    'a written request for the original creditor',
    { ...DISPUTED, statuses: [{ ...DISPUTE, status: 'original-creditor-request' }] },
    { require: 'original-creditor' },
  ),
  val04(
    'the receipt is known to be later than assumed',
    {
      ...DISPUTED,
      notices: [{ ...SEPTEMBER, deliveredAt: '2026-09-10T12:00:00-04:00' }],
      statuses: [{ ...DISPUTE, since: '2026-10-10T12:00:00-04:00' }],
    },
    { require: 'verification' },
  ),
];

const BY_MAIL: Partial<GateCaseInput> = {
  channel: 'email',
  purpose: 'notice',
  content: ['validation', 'opt-out', 'collection-disclosure'],
  consents: [{ scope: 'email', at: '2026-01-05T12:00:00-05:00' }],
  contacts: [FIRST],
  notices: [],
};

const DELIVERY: readonly Vector[] = [
  deliv01('a separate validation notice by e-mail', BY_MAIL, 'refuse'),
  deliv01(
    'the person agreed to electronic records',
    { ...BY_MAIL, consents: [...(BY_MAIL.consents ?? []), { scope: 'e-sign', at: '2026-01-05T12:00:00-05:00' }] },
    'allow',
  ),
  deliv01('a validation notice in the first communication', { ...BY_MAIL, contacts: [] }, 'allow'),
];

const SUIT: Partial<GateCaseInput> = { act: 'file-claim', debt: { accruedOn: '2023-03-04' } };
const THREAT: Partial<GateCaseInput> = {
  channel: 'letter',
  content: ['collector-disclosure', 'lawsuit'],
  debt: { accruedOn: '2023-03-03' },
};

const LIMITATION: readonly Vector[] = [
  sol01('New York, three years to the day', SUIT, 'allow'),
  sol01('New York, three years and a day', { ...SUIT, debt: { accruedOn: '2023-03-03' } }, 'refuse'),
  sol01('California, four years not over', { ...SUIT, regions: ['CA'], debt: { accruedOn: '2022-03-04' } }, 'allow'),
  sol01(
    'California or New York: the shorter counts',
    { ...SUIT, regions: ['CA', 'NY'], debt: { accruedOn: '2022-03-05' } },
    'refuse',
  ),
  sol01('a state that is not known here', { ...SUIT, regions: ['WY'] }, 'refuse'),
  sol01('no state', { ...SUIT, regions: [] }, 'refuse'),
  sol01('it is not known when the right to sue arose', { ...SUIT, debt: {} }, 'refuse'),
  sol01(
    'a proof of claim in bankruptcy',
    { ...SUIT, debt: { accruedOn: '2015-03-04' }, content: ['proof-of-claim'] },
    'allow',
  ),
  sol01('a letter that speaks of a suit, when it is too late for one', THREAT, 'refuse'),
  sol01('a letter that speaks of a suit in time', { ...THREAT, debt: { accruedOn: '2023-03-04' } }, 'allow'),
  sol02('the creditor sues in time', { ...SUIT, actor: 'creditor' }, 'allow'),
  sol02('the creditor sues too late', { ...SUIT, actor: 'creditor', debt: { accruedOn: '2023-03-03' } }, 'refuse'),
];

export const NOTICE_VECTORS: readonly Vector[] = [...VALIDATION, ...DISPUTES, ...DELIVERY, ...LIMITATION];
