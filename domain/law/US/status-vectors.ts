/** Vectors of reports to a bureau, bankruptcy, military service and death. */
import type { GateCaseInput } from '../../contracts/gate-case.ts';
import { type Vector, waitUntil } from '../vector.ts';
import { vectorsOf } from './situation.ts';

const furn01 = vectorsOf('US-FURN-01');
const furn03 = vectorsOf('US-FURN-03');
const theft = vectorsOf('US-ID-THEFT');
const theft02 = vectorsOf('US-ID-THEFT-02');
const bk01 = vectorsOf('US-BK-01');
const bk02 = vectorsOf('US-BK-02');
const bk03 = vectorsOf('US-BK-03');
const bk04 = vectorsOf('US-BK-04');
const mil01 = vectorsOf('US-MIL-01');
const dec01 = vectorsOf('US-DEC-01');

const REPORT: Partial<GateCaseInput> = { act: 'report', at: '2026-09-10T12:00:00-04:00', notices: [] };
const LETTER = { notice: 'validation', sentAt: '2026-09-01T12:00:00-04:00' };
const RETURNED = { ...LETTER, returnedAt: '2026-09-10T12:00:00-04:00' };
const SINCE = '2026-02-02T12:00:00-05:00';
const DISPUTE = { status: 'dispute', since: SINCE };
const THEFT = { status: 'identity-theft', since: SINCE };

const FURNISHING: readonly Vector[] = [
  furn01('nobody has been spoken or written to', REPORT, { require: 'validation' }),
  furn01('nine days after the letter', { ...REPORT, notices: [LETTER] }, waitUntil('2026-09-16T00:00:00-04:00')),
  furn01(
    'fourteen days after the letter',
    { ...REPORT, at: '2026-09-15T23:59:59-04:00', notices: [LETTER] },
    waitUntil('2026-09-16T00:00:00-04:00'),
  ),
  furn01('fifteen days after the letter', { ...REPORT, at: '2026-09-16T00:00:00-04:00', notices: [LETTER] }, 'allow'),
  furn01(
    'nineteen days after a letter that came back',
    { ...REPORT, at: '2026-09-20T12:00:00-04:00', notices: [RETURNED] },
    { require: 'validation' },
  ),
  furn01(
    'the letter was written again after it came back',
    {
      ...REPORT,
      at: '2026-09-20T12:00:00-04:00',
      notices: [RETURNED, { ...LETTER, sentAt: '2026-09-11T12:00:00-04:00' }],
    },
    waitUntil('2026-09-26T00:00:00-04:00'),
  ),
  furn01(
    'the person was spoken to by telephone',
    { ...REPORT, contacts: [{ at: '2026-09-09T12:00:00-04:00', outcome: 'conversation' }] },
    'allow',
  ),
  furn01('the creditor itself', { ...REPORT, actor: 'creditor' }, 'allow'),
  furn03('a disputed debt without the mark', { act: 'report', statuses: [DISPUTE], content: [] }, 'refuse'),
  furn03(
    'a disputed debt when it is not known what the record says',
    { act: 'report', actor: 'creditor', statuses: [DISPUTE] },
    'refuse',
  ),
  furn03(
    'a debt of which a part is disputed, without the mark',
    { act: 'report', statuses: [{ ...DISPUTE, status: 'part-dispute' }], content: [] },
    'refuse',
  ),
  furn03('a disputed debt with the mark', { act: 'report', statuses: [DISPUTE], content: ['dispute'] }, 'allow'),
  furn03(
    'a written dispute of the day after the validation period, without the mark',
    {
      act: 'report',
      at: '2026-10-14T12:00:00-04:00',
      notices: [LETTER],
      statuses: [{ ...DISPUTE, since: '2026-10-10T12:00:00-04:00', written: true }],
    },
    'refuse',
  ),
  theft('a debt of identity theft', { act: 'report', actor: 'creditor', statuses: [THEFT] }, 'refuse'),
  theft('another debt of the person', { act: 'report', statuses: [{ ...THEFT, debt: 'other' }] }, 'allow'),
  theft02('a debt of identity theft is sold', { act: 'sell', actor: 'creditor', statuses: [THEFT] }, 'refuse'),
  theft02('a debt of identity theft is placed', { act: 'place', actor: 'creditor', statuses: [THEFT] }, 'refuse'),
  theft02(
    'the status was ended',
    { act: 'sell', actor: 'creditor', statuses: [{ ...THEFT, endedAt: '2026-03-03T12:00:00-05:00' }] },
    'allow',
  ),
];

const PETITION = { status: 'bankruptcy', since: '2026-05-01T10:00:00-04:00' };
const IN_MAY: Partial<GateCaseInput> = { actor: 'creditor', at: '2026-05-01T10:05:00-04:00', statuses: [PETITION] };
const DISCHARGE = { status: 'bankruptcy-discharge', since: SINCE };
const SUIT: Partial<GateCaseInput> = { act: 'file-claim', debt: { accruedOn: '2025-01-15' } };

const BANKRUPTCY: readonly Vector[] = [
  bk01('a petition at 10:00, a text that was queued at 10:05', { ...IN_MAY, channel: 'sms' }, 'refuse'),
  bk01(
    'the same text a second before the petition',
    { ...IN_MAY, channel: 'sms', at: '2026-05-01T09:59:59-04:00' },
    'allow',
  ),
  bk01('a letter to the attorney', { ...IN_MAY, channel: 'letter', addressee: 'attorney' }, 'allow'),
  bk01('a fee is charged', { ...IN_MAY, act: 'charge' }, 'refuse'),
  bk01('the account is placed with an agency', { ...IN_MAY, act: 'place' }, 'refuse'),
  bk01(
    'the case was dismissed',
    { ...IN_MAY, statuses: [{ ...PETITION, endedAt: '2026-05-01T10:04:00-04:00' }] },
    'allow',
  ),
  bk01(
    'a repeat filer, whose stay ends after 30 days',
    { ...IN_MAY, at: '2026-05-31T12:00:00-04:00', statuses: [{ ...PETITION, until: '2026-05-31' }] },
    waitUntil('2026-06-01T00:00:00-04:00'),
  ),
  bk02('a suit', { ...SUIT, statuses: [{ ...PETITION, since: SINCE }] }, 'refuse'),
  bk02(
    'a proof of claim',
    { ...SUIT, statuses: [{ ...PETITION, since: SINCE }], content: ['proof-of-claim'] },
    'allow',
  ),
  bk03('a report without the mark', { ...IN_MAY, act: 'report', content: [] }, 'refuse'),
  bk03('a report with the mark', { ...IN_MAY, act: 'report', content: ['bankruptcy'] }, 'allow'),
  bk04('a demand after the discharge', { actor: 'creditor', statuses: [DISCHARGE] }, 'refuse'),
  bk04('a debt that was not discharged', { actor: 'creditor', statuses: [{ ...DISCHARGE, debt: 'other' }] }, 'allow'),
];

const SERVICE = { status: 'military-service', since: SINCE };

const PERSONS: readonly Vector[] = [
  mil01('interest of which nothing is known', { act: 'charge', actor: 'creditor', statuses: [SERVICE] }, 'refuse'),
  mil01(
    'interest within six percent',
    { act: 'charge', actor: 'creditor', statuses: [SERVICE], content: ['within-6-percent'] },
    'allow',
  ),
  mil01(
    'interest after the service',
    { act: 'charge', actor: 'creditor', statuses: [{ ...SERVICE, until: '2026-03-03' }] },
    'allow',
  ),
  dec01('the person has died', { statuses: [{ status: 'deceased', since: SINCE }] }, 'refuse'),
  dec01('the executor', { statuses: [{ status: 'deceased', since: SINCE }], addressee: 'executor' }, 'allow'),
];

export const STATUS_VECTORS: readonly Vector[] = [...FURNISHING, ...BANKRUPTCY, ...PERSONS];
