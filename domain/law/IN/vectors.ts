/** Test vectors of the pack, by rule: a situation and what the gate must answer. */
import type { GateCaseInput } from '../../contracts/gate-case.ts';
import { type Vector, waitUntil } from '../vector.ts';

/** A contact at a time of 2026-03-02, before the draft of the directions was to take effect. */
const at = (time: string, over: Partial<GateCaseInput> = {}): GateCaseInput => ({
  law: ['IN'],
  zones: ['Asia/Kolkata'],
  at: `2026-03-02T${time}+05:30`,
  ...over,
});
/** A contact at a time of a day from July 2026 on. */
const later = (moment: string, over: Partial<GateCaseInput> = {}) => ({ ...at('12:00:00', over), at: moment });

const MICROFINANCE = { debt: { product: 'microfinance' } };
const MOURNING = { statuses: [{ status: 'bereavement', since: '2026-07-01T00:00:00+05:30' }] };
const claim = (day: string, restarts: NonNullable<GateCaseInput['debt']>['restarts'] = []): GateCaseInput => ({
  ...at('12:00:00', { act: 'file-claim', debt: { lastDueOn: '2023-06-15', restarts } }),
  at: `2026-06-${day}T12:00:00+05:30`,
});

export const IN_VECTORS: readonly Vector[] = [
  { rule: 'IN-TIME-01', says: '07:59', situation: at('07:59:59'), answer: waitUntil('2026-03-02T08:00:00+05:30') },
  { rule: 'IN-TIME-01', says: '08:00', situation: at('08:00:00'), answer: 'allow' },
  { rule: 'IN-TIME-01', says: '18:59', situation: at('18:59:59'), answer: 'allow' },
  { rule: 'IN-TIME-01', says: '19:00', situation: at('19:00:00'), answer: waitUntil('2026-03-03T08:00:00+05:30') },
  {
    rule: 'IN-TIME-01',
    says: 'a message at 19:00: the circular speaks of calls',
    situation: at('19:00:00', { channel: 'sms' }),
    answer: 'allow',
  },
  {
    rule: 'IN-TIME-01',
    says: 'the day before the circular',
    situation: later('2022-08-11T20:00:00+05:30'),
    answer: 'allow',
  },
  {
    rule: 'IN-TIME-01',
    says: 'the day of the circular',
    situation: later('2022-08-12T20:00:00+05:30'),
    answer: waitUntil('2022-08-13T08:00:00+05:30'),
  },
  {
    rule: 'IN-TIME-MFI',
    says: 'a microfinance loan at 18:30',
    situation: at('18:30:00', MICROFINANCE),
    answer: waitUntil('2026-03-03T09:00:00+05:30'),
  },
  {
    rule: 'IN-TIME-MFI',
    says: 'a microfinance loan at 17:59',
    situation: at('17:59:59', MICROFINANCE),
    answer: 'allow',
  },
  {
    rule: 'IN-TIME-MFI',
    says: 'a microfinance loan at 08:30',
    situation: at('08:30:00', MICROFINANCE),
    answer: waitUntil('2026-03-02T09:00:00+05:30'),
  },
  { rule: 'IN-TIME-MFI', says: 'another loan at 18:30', situation: at('18:30:00'), answer: 'allow' },
  {
    rule: 'IN-TIME-02',
    says: 'a message at 19:00 on the first day of the draft',
    situation: later('2026-07-01T19:00:00+05:30', { channel: 'sms' }),
    answer: waitUntil('2026-07-02T08:00:00+05:30'),
  },
  {
    rule: 'IN-TIME-02',
    says: 'a message at 19:00 on the day before',
    situation: later('2026-06-30T19:00:00+05:30', { channel: 'sms' }),
    answer: 'allow',
  },
  {
    rule: 'IN-TIME-02',
    says: 'a visit at 07:59 since then',
    situation: later('2026-07-02T07:59:59+05:30', { channel: 'visit' }),
    answer: waitUntil('2026-07-02T08:00:00+05:30'),
  },
  {
    rule: 'IN-TIME-02-OCCASION',
    says: 'a demand in a bereavement',
    situation: later('2026-07-02T12:00:00+05:30', MOURNING),
    answer: 'refuse',
  },
  ...['wedding', 'festival'].map(
    (status): Vector => ({
      rule: 'IN-TIME-02-OCCASION',
      says: `a demand at a ${status}`,
      situation: later('2026-07-02T12:00:00+05:30', { statuses: [{ status, since: '2026-07-01T00:00:00+05:30' }] }),
      answer: 'refuse',
    }),
  ),
  {
    rule: 'IN-TIME-02-OCCASION',
    says: 'a demand in hardship, and after a bereavement',
    situation: later('2026-07-03T12:00:00+05:30', {
      statuses: [
        { status: 'hardship', since: '2026-07-01T00:00:00+05:30' },
        { status: 'bereavement', since: '2026-07-01T00:00:00+05:30', endedAt: '2026-07-02T00:00:00+05:30' },
      ],
    }),
    answer: 'allow',
  },
  {
    rule: 'IN-TIME-02-OCCASION',
    says: 'a report in a bereavement, of what a text would not say, by night',
    situation: later('2026-07-02T22:00:00+05:30', {
      ...{ ...MOURNING, ...MICROFINANCE, act: 'report' },
      ...{ addressee: 'third-party', content: ['threat'] },
    }),
    answer: 'allow',
  },
  {
    rule: 'IN-TIME-02',
    says: 'a report by night',
    situation: later('2026-07-02T22:00:00+05:30', { act: 'report' }),
    answer: 'allow',
  },
  {
    rule: 'IN-TIME-02',
    says: 'a message about a microfinance loan at 09:00 has hours of its own',
    situation: later('2026-07-02T09:00:00+05:30', { ...MICROFINANCE, channel: 'sms' }),
    answer: 'allow',
  },
  {
    rule: 'IN-TIME-02-OCCASION',
    says: 'an answer in a bereavement',
    situation: later('2026-07-02T12:00:00+05:30', { ...MOURNING, purpose: 'answer' }),
    answer: 'allow',
  },
  {
    rule: 'IN-TIME-02-OCCASION',
    says: 'a demand after a wedding',
    situation: later('2026-07-03T12:00:00+05:30', {
      statuses: [{ status: 'wedding', since: '2026-07-01T00:00:00+05:30', until: '2026-07-02' }],
    }),
    answer: 'allow',
  },
  {
    rule: 'IN-3P-01',
    says: 'a call to a referee',
    situation: at('12:00:00', { addressee: 'contact-person' }),
    answer: 'refuse',
  },
  ...(['joint-debtor', 'guarantor', 'executor', 'attorney'] as const).map(
    (addressee): Vector => ({
      rule: 'IN-3P-01',
      says: `a call to who owes or stands for the debtor: ${addressee}`,
      situation: at('12:00:00', { addressee }),
      answer: 'allow',
    }),
  ),
  ...['threat', 'humiliation', 'anonymous', 'false-statement', 'unseemly', 'false-authority'].map(
    (feature): Vector => ({
      rule: 'IN-CONTENT-01',
      says: `a message with what no text does: ${feature}`,
      situation: at('12:00:00', { channel: 'message', content: [feature] }),
      answer: 'refuse',
    }),
  ),
  {
    rule: 'IN-CONTENT-01',
    says: 'a message that names the amount',
    situation: at('12:00:00', { channel: 'message', content: ['amount'] }),
    answer: 'allow',
  },
  { rule: 'IN-SOL-01', says: 'due on 2023-06-15; a claim on 2026-06-15', situation: claim('15'), answer: 'allow' },
  { rule: 'IN-SOL-01', says: 'due on 2023-06-15; a claim on 2026-06-16', situation: claim('16'), answer: 'refuse' },
  {
    rule: 'IN-SOL-01',
    says: 'it is not known when the debt fell due',
    situation: at('12:00:00', { act: 'file-claim' }),
    answer: 'refuse',
  },
  {
    rule: 'IN-SOL-01',
    says: 'the first minutes of 2026-06-16 in India',
    situation: { ...claim('16'), at: '2026-06-15T18:45:00Z' },
    answer: 'refuse',
  },
  {
    rule: 'IN-SOL-01',
    says: 'a signed acknowledgement restarts it',
    situation: claim('16', [{ kind: 'acknowledgement', on: '2024-01-10', written: true }]),
    answer: 'allow',
  },
];
