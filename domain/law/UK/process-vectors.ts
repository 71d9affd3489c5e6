/** Test vectors of UK/process.ts. Times are those of London; +01:00 is its summer time. */
import type { GateCaseInput } from '../../contracts/gate-case.ts';
import { type Vector, waitUntil } from '../vector.ts';

/** An act at noon of a day of the summer of 2026. */
const on = (day: string, act: GateCaseInput['act'], over: Partial<GateCaseInput> = {}): GateCaseInput => ({
  law: ['UK'],
  zones: ['Europe/London'],
  at: `2026-${day}T12:00:00+01:00`,
  act,
  ...over,
});
const sent = (notice: string, day: string) => ({ notice, sentAt: `2026-${day}T10:00:00+01:00` });
const since = (status: string, day: string) => ({ status, since: `2026-${day}T10:00:00+01:00` });

const MORATORIUM = { statuses: [since('breathing-space', '06-01')] };
const TOLD = { notices: [sent('sums-in-arrears', '05-01')] };
/** A default notice that was served on 06-01 and names the date. */
const served = (names: string) => ({
  ...sent('default', '05-29'),
  deliveredAt: '2026-06-01T10:00:00+01:00',
  names: `2026-${names}`,
});
/** The right to sue arose in time. */
const IN_TIME = { debt: { accruedOn: '2025-10-01' } };
const LETTER = sent('letter-of-claim', '06-01');
const FORM = since('reply-form', '06-25');
const REQUEST = since('documents-requested', '06-25');
const EARLIER_LETTER = sent('letter-of-claim', '05-01');
const claim = (day: string, over: Partial<GateCaseInput> = {}) => on(day, 'file-claim', { ...IN_TIME, ...over });

/** A claim about a right to sue that arose on 2020-06-15, six years before. */
const old = (day: string, restarts: NonNullable<GateCaseInput['debt']>['restarts'] = []) =>
  on(day, 'file-claim', { debt: { accruedOn: '2020-06-15', restarts }, notices: [EARLIER_LETTER] });
const scottish = (day: string, accruedOn: string) =>
  on(day, 'file-claim', { regions: ['SCT'], debt: { accruedOn }, notices: [EARLIER_LETTER] });
const BARRED = { debt: { accruedOn: '2019-01-10' } };

export const PROCESS_VECTORS: readonly Vector[] = [
  {
    rule: 'UK-BS-01',
    says: 'a moratorium began on 06-01; interest for 06-10',
    situation: on('06-10', 'charge', { ...MORATORIUM, ...TOLD }),
    answer: 'refuse',
  },
  {
    rule: 'UK-BS-01',
    says: 'the same; a claim',
    situation: claim('07-10', { ...MORATORIUM, notices: [EARLIER_LETTER] }),
    answer: 'refuse',
  },
  {
    rule: 'UK-BS-01',
    says: 'the same; the account is reported, which is no enforcement',
    situation: on('07-10', 'report', { ...MORATORIUM, notices: [sent('adverse-report', '06-01')] }),
    answer: 'allow',
  },
  {
    rule: 'UK-BS-01',
    says: 'the same; interest on 08-01',
    situation: on('08-01', 'charge', { ...MORATORIUM, ...TOLD }),
    answer: 'allow',
  },
  {
    rule: 'UK-ARR-01',
    says: 'a fee, and no notice of sums in arrears',
    situation: on('06-10', 'charge'),
    answer: { require: 'sums-in-arrears' },
  },
  { rule: 'UK-ARR-01', says: 'a fee after the notice', situation: on('06-10', 'charge', TOLD), answer: 'allow' },
  {
    rule: 'UK-DN-01',
    says: 'no default notice',
    situation: on('06-15', 'terminate'),
    answer: { require: 'default' },
  },
  {
    rule: 'UK-DN-01',
    says: 'served on 06-01, names 06-14: fewer than 14 days',
    situation: on('06-20', 'terminate', { notices: [served('06-14')] }),
    answer: 'refuse',
  },
  {
    rule: 'UK-DN-01',
    says: 'served on 06-01, names 06-15; the end on 06-14',
    situation: on('06-14', 'terminate', { notices: [served('06-15')] }),
    answer: 'refuse',
  },
  {
    rule: 'UK-DN-01',
    says: 'served on 06-01, names 06-15; the end on 06-15',
    situation: on('06-15', 'terminate', { notices: [served('06-15')] }),
    answer: 'allow',
  },
  {
    rule: 'UK-DN-01',
    says: 'the same, and the default was remedied on 06-10',
    situation: on('06-15', 'terminate', {
      notices: [served('06-15')],
      statuses: [since('default-remedied', '06-10')],
    }),
    answer: 'refuse',
  },
  {
    rule: 'UK-DN-01',
    says: 'sent, and not known to be served',
    situation: on('07-15', 'terminate', { notices: [{ ...sent('default', '06-01'), names: '2026-06-30' }] }),
    answer: 'refuse',
  },
  {
    rule: 'UK-DN-01',
    says: 'an invalid notice, and a valid one after it',
    situation: on('06-15', 'terminate', { notices: [served('06-10'), served('06-15')] }),
    answer: 'allow',
  },
  {
    rule: 'UK-LOC-01',
    says: 'no letter of claim',
    situation: claim('07-02'),
    answer: { require: 'letter-of-claim' },
  },
  {
    rule: 'UK-LOC-01',
    says: 'a letter dated 06-01; the claim on 07-01',
    situation: claim('07-01', { notices: [LETTER] }),
    answer: waitUntil('2026-07-02T00:00:00+01:00'),
  },
  {
    rule: 'UK-LOC-01',
    says: 'a letter dated 06-01; the claim on 07-02',
    situation: claim('07-02', { notices: [LETTER] }),
    answer: 'allow',
  },
  {
    rule: 'UK-LOC-02',
    says: 'the form came on 06-25, the documents were sent on 07-05; the claim on 08-01',
    situation: claim('08-01', { statuses: [FORM, REQUEST], notices: [LETTER, sent('claim-documents', '07-05')] }),
    answer: waitUntil('2026-08-05T00:00:00+01:00'),
  },
  {
    rule: 'UK-LOC-02',
    says: 'the same; the claim on 08-05',
    situation: claim('08-05', { statuses: [FORM, REQUEST], notices: [LETTER, sent('claim-documents', '07-05')] }),
    answer: 'allow',
  },
  {
    rule: 'UK-LOC-02',
    says: 'the form asks for documents that were not sent',
    situation: claim('08-20', { statuses: [FORM, REQUEST], notices: [LETTER] }),
    answer: { require: 'claim-documents' },
  },
  {
    rule: 'UK-LOC-02',
    says: 'the form asks for none; 30 days after it',
    situation: claim('07-25', { statuses: [FORM], notices: [LETTER] }),
    answer: waitUntil('2026-07-26T00:00:00+01:00'),
  },
  {
    rule: 'UK-LOC-03',
    says: 'talks about instalments failed, and the claim was not announced',
    situation: claim('07-20', { statuses: [since('instalment-talks-failed', '07-10')], notices: [LETTER] }),
    answer: { require: 'claim-announced' },
  },
  {
    rule: 'UK-LOC-03',
    says: 'the same, announced on 07-10; the claim on 07-24',
    situation: claim('07-24', {
      statuses: [since('instalment-talks-failed', '07-10')],
      notices: [LETTER, sent('claim-announced', '07-10')],
    }),
    answer: waitUntil('2026-07-25T00:00:00+01:00'),
  },
  {
    rule: 'UK-LOC-03',
    says: 'the same; the claim on 07-25',
    situation: claim('07-25', {
      statuses: [since('instalment-talks-failed', '07-10')],
      notices: [LETTER, sent('claim-announced', '07-10')],
    }),
    answer: 'allow',
  },
  { rule: 'UK-SOL-01', says: 'arose on 2020-06-15; issued on 2026-06-15', situation: old('06-15'), answer: 'allow' },
  { rule: 'UK-SOL-01', says: 'arose on 2020-06-15; issued on 2026-06-16', situation: old('06-16'), answer: 'refuse' },
  {
    rule: 'UK-SOL-01',
    says: 'it is not known when it arose',
    situation: on('06-15', 'file-claim', { notices: [EARLIER_LETTER] }),
    answer: 'refuse',
  },
  {
    rule: 'UK-SOL-01',
    says: 'UK-SOL-02: a part-payment before the end restarts it',
    situation: old('06-16', [{ kind: 'part-payment', on: '2026-06-15' }]),
    answer: 'allow',
  },
  {
    rule: 'UK-SOL-01',
    says: 'UK-SOL-02: a signed acknowledgement before the end restarts it',
    situation: old('06-16', [{ kind: 'acknowledgement', on: '2024-03-01', written: true }]),
    answer: 'allow',
  },
  {
    rule: 'UK-SOL-01',
    says: 'UK-SOL-02: a spoken acknowledgement restarts nothing',
    situation: old('06-16', [{ kind: 'acknowledgement', on: '2024-03-01' }]),
    answer: 'refuse',
  },
  {
    rule: 'UK-SOL-01',
    says: 'UK-SOL-02: a part-payment after the end restarts nothing',
    situation: old('06-18', [{ kind: 'part-payment', on: '2026-06-16' }]),
    answer: 'refuse',
  },
  {
    rule: 'UK-SOL-01',
    says: 'UK-SOL-02: a demand restarts nothing',
    situation: old('06-16', [{ kind: 'demand', on: '2024-03-01', provedArrival: true, written: true }]),
    answer: 'refuse',
  },
  {
    rule: 'UK-SOL-01-SCT',
    says: 'arose on 2021-06-15; issued in Scotland on 2026-06-15',
    situation: scottish('06-15', '2021-06-15'),
    answer: 'allow',
  },
  {
    rule: 'UK-SOL-01-SCT',
    says: 'arose on 2021-06-15; issued in Scotland on 2026-06-16',
    situation: scottish('06-16', '2021-06-15'),
    answer: 'refuse',
  },
  {
    rule: 'UK-SOL-03',
    says: 'a letter about a barred debt mentions a lawsuit',
    situation: on('06-16', 'contact', { ...BARRED, channel: 'letter', content: ['amount', 'lawsuit'] }),
    answer: 'refuse',
  },
  {
    rule: 'UK-SOL-03',
    says: 'a letter about a barred debt mentions none',
    situation: on('06-16', 'contact', { ...BARRED, channel: 'letter', content: ['amount'] }),
    answer: 'allow',
  },
  {
    rule: 'UK-SOL-03',
    says: 'a letter about a debt in time mentions a lawsuit',
    situation: on('06-16', 'contact', { ...IN_TIME, channel: 'letter', content: ['lawsuit'] }),
    answer: 'allow',
  },
  {
    rule: 'UK-SOL-03',
    says: 'the person said that it is barred and is not paid; a demand',
    situation: on('06-16', 'contact', { ...BARRED, statuses: [since('barred-refused', '06-01')] }),
    answer: 'refuse',
  },
  {
    rule: 'UK-CRA-01',
    says: 'no notice of intention',
    situation: on('06-20', 'report'),
    answer: { require: 'adverse-report' },
  },
  {
    rule: 'UK-CRA-01',
    says: 'a notice of intention on 06-01; the default is filed on 06-20',
    situation: on('06-20', 'report', { notices: [sent('adverse-report', '06-01')] }),
    answer: waitUntil('2026-06-29T00:00:00+01:00'),
  },
  {
    rule: 'UK-CRA-01',
    says: 'a notice of intention on 06-01; the default is filed on 06-29',
    situation: on('06-29', 'report', { notices: [sent('adverse-report', '06-01')] }),
    answer: 'allow',
  },
];
