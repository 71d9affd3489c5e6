/** Vectors of hours, places and frequency. */
import type { GateCaseInput } from '../../contracts/gate-case.ts';
import { type Vector, waitUntil } from '../vector.ts';
import { areaOf } from './area-codes.ts';
import { vectorsOf } from './situation.ts';

type Contact = NonNullable<GateCaseInput['contacts']>[number];

const time01 = vectorsOf('US-TIME-01');
const time02 = vectorsOf('US-TIME-02');
const time04 = vectorsOf('US-TIME-04');
const place01 = vectorsOf('US-PLACE-01');
const place02 = vectorsOf('US-PLACE-02');
const place03 = vectorsOf('US-PLACE-03');
const freq01 = vectorsOf('US-FREQ-01');
const freq02 = vectorsOf('US-FREQ-02');
const freq05 = vectorsOf('US-FREQ-05');
const freq06 = vectorsOf('US-FREQ-06');

const NIGHT = '2026-03-04T23:00:00-05:00';
const MORNING = waitUntil('2026-03-05T08:00:00-05:00');
const AWAKE_LATE = { scope: 'hours', at: '2026-01-05T12:00:00-05:00', hours: '21:00-24:00' };

/** An address in Los Angeles, a number of New York. */
const LOS_ANGELES_212 = ['America/Los_Angeles', ...(areaOf('+12125550123')?.zones ?? [])];

const HOURS: readonly Vector[] = [
  time01('07:59:59', { at: '2026-03-06T07:59:59-05:00' }, waitUntil('2026-03-06T08:00:00-05:00')),
  time01('08:00:00', { at: '2026-03-06T08:00:00-05:00' }, 'allow'),
  time01('20:59:59', { at: '2026-03-06T20:59:59-05:00' }, 'allow'),
  time01('21:00:00', { at: '2026-03-06T21:00:00-05:00' }, waitUntil('2026-03-07T08:00:00-05:00')),
  time01(
    '12:30Z on the day before the clocks change is 07:30',
    { at: '2026-03-07T12:30:00Z' },
    waitUntil('2026-03-07T13:00:00Z'),
  ),
  time01('12:30Z on the day on which they change is 08:30', { at: '2026-03-08T12:30:00Z' }, 'allow'),
  time01(
    'a number of New York, an address in Los Angeles; 09:30 in New York',
    { zones: LOS_ANGELES_212, at: '2026-03-04T09:30:00-05:00' },
    waitUntil('2026-03-04T11:00:00-05:00'),
  ),
  time01(
    'the same two zones at 11:00 in New York',
    { zones: LOS_ANGELES_212, at: '2026-03-04T11:00:00-05:00' },
    'allow',
  ),
  time01(
    'the same two zones at 21:00 in New York, 18:00 in Los Angeles',
    { zones: LOS_ANGELES_212, at: '2026-03-04T21:00:00-05:00' },
    waitUntil('2026-03-05T11:00:00-05:00'),
  ),
  time01(
    'an e-mail that a machine would send at 02:00',
    {
      at: '2026-03-04T02:00:00-05:00',
      channel: 'email',
      automated: true,
      consents: [{ scope: 'email', at: '2026-01-05T12:00:00-05:00' }],
    },
    waitUntil('2026-03-04T08:00:00-05:00'),
  ),
  time01('a letter at night', { at: NIGHT, channel: 'letter' }, MORNING),
  time01('23:00 when the person agreed to late hours', { at: NIGHT, consents: [AWAKE_LATE] }, 'allow'),
  time01(
    '23:00 when the person has withdrawn that',
    { at: NIGHT, consents: [{ ...AWAKE_LATE, withdrawnAt: '2026-03-01T12:00:00-05:00' }] },
    MORNING,
  ),
  time01('23:00 to the attorney of the person', { at: NIGHT, addressee: 'attorney' }, 'allow'),
  time01(
    '23:00 by the creditor in its own name, which federal law does not bind',
    { at: NIGHT, actor: 'creditor' },
    'allow',
  ),
  time01('23:00 by the buyer of the debt', { at: NIGHT, actor: 'buyer' }, MORNING),
  time01('23:00 by a law firm', { at: NIGHT, actor: 'law-firm' }, MORNING),
  time02(
    'the person said not before ten; 09:15',
    { at: '2026-03-04T09:15:00-05:00', preferences: [{ hours: '10:00-24:00' }] },
    waitUntil('2026-03-04T10:00:00-05:00'),
  ),
  time02(
    'the person said not before ten; 10:00',
    { at: '2026-03-04T10:00:00-05:00', preferences: [{ hours: '10:00-24:00' }] },
    'allow',
  ),
  time02(
    'only from 22:00, to which the person also agreed; noon',
    { consents: [AWAKE_LATE], preferences: [{ hours: '22:00-24:00' }] },
    waitUntil('2026-03-04T22:00:00-05:00'),
  ),
  time02(
    'the wish was taken back',
    { preferences: [{ hours: '18:00-20:00', withdrawnAt: '2026-03-01T12:00:00-05:00' }] },
    'allow',
  ),
];

const LATE_TEXT: Contact = {
  at: '2026-03-04T22:50:00-05:00',
  channel: 'sms',
  direction: 'in',
  outcome: 'conversation',
  point: 'mobile',
};
const ANSWER: Contact = {
  at: '2026-03-04T22:55:00-05:00',
  channel: 'sms',
  outcome: 'sent',
  purpose: 'answer',
  point: 'mobile',
};
const BY_TEXT: Partial<GateCaseInput> = { at: NIGHT, channel: 'sms', point: 'mobile', purpose: 'answer' };

const ANSWERS: readonly Vector[] = [
  time04('the person texted at 22:50; the answer at 23:00', { ...BY_TEXT, contacts: [LATE_TEXT] }, 'allow'),
  time04('a second answer at 23:00', { ...BY_TEXT, contacts: [LATE_TEXT, ANSWER] }, MORNING),
  time04(
    'the person texted at 22:50; an answer by telephone',
    { at: NIGHT, purpose: 'answer', contacts: [LATE_TEXT] },
    MORNING,
  ),
  time04(
    'the confirmation of a STOP of 22:50',
    { ...BY_TEXT, purpose: 'opt-out', preferences: [{ at: '2026-03-04T22:50:00-05:00', notBy: 'sms' }] },
    'allow',
  ),
];

const AT_SCHOOL: Partial<GateCaseInput> = { purpose: 'answer', place: 'school', preferences: [{ notAt: 'school' }] };
const PROHIBITED = { status: 'work-prohibited', since: '2026-01-05T12:00:00-05:00' };

const CALL_IN: Contact = { at: '2026-03-04T11:50:00-05:00', direction: 'in', outcome: 'attempted' };

const PLACES: readonly Vector[] = [
  place01('at work; the employer does not allow it', { place: 'work', statuses: [PROHIBITED] }, 'refuse'),
  place01('on the mobile of the same person', { place: 'cell', statuses: [PROHIBITED] }, 'allow'),
  place01('at work; nothing is known of the employer', { place: 'work' }, 'allow'),
  place02('at school, which the person named', { place: 'school', preferences: [{ notAt: 'school' }] }, 'refuse'),
  place02('at home, when the person named school', { place: 'home', preferences: [{ notAt: 'school' }] }, 'allow'),
  time04(
    'an answer to a person who called from school, which they had named',
    { ...AT_SCHOOL, contacts: [CALL_IN] },
    'allow',
  ),
  time04('an answer there that nobody asked for', AT_SCHOOL, 'refuse'),
  place03(
    'an address of the employer, got from the creditor',
    {
      channel: 'email',
      place: 'work',
      point: 'work-mail',
      consents: [{ scope: 'prior-collector-email', at: '2026-01-05T12:00:00-05:00' }],
    },
    'refuse',
  ),
  place03(
    'the person wrote from that address',
    {
      channel: 'email',
      place: 'work',
      point: 'work-mail',
      contacts: [{ at: '2026-03-02T12:00:00-05:00', channel: 'email', direction: 'in', point: 'work-mail' }],
    },
    'allow',
  ),
];

const calls = (count: number, date: string, over: Partial<Contact> = {}): Contact[] =>
  Array.from({ length: count }, (_, index) => ({
    at: `${date}T${10 + index}:00:00-04:00`,
    outcome: 'no-answer',
    ...over,
  }));
const SEVEN = [...calls(3, '2026-04-01'), ...calls(4, '2026-04-02')];
const EIGHTH = '2026-04-07T12:00:00-04:00';

const CAP: readonly Vector[] = [
  freq01(
    'three calls on Wednesday, four on Thursday, the eighth on Tuesday',
    { at: EIGHTH, contacts: SEVEN },
    waitUntil('2026-04-08T08:00:00-04:00'),
  ),
  freq01('the same on Wednesday', { at: '2026-04-08T08:00:00-04:00', contacts: SEVEN }, 'allow'),
  freq01('six calls before', { at: EIGHTH, contacts: SEVEN.slice(1) }, 'allow'),
  freq01(
    'seven calls, two of which did not connect',
    { at: EIGHTH, contacts: [...calls(5, '2026-04-02'), ...calls(2, '2026-04-03', { outcome: 'not-connected' })] },
    'allow',
  ),
  freq01(
    'seven calls about debt A, the first about debt B',
    { at: EIGHTH, debt: { id: 'B' }, contacts: SEVEN.map((call) => ({ ...call, debts: ['A'] })) },
    'allow',
  ),
  freq01(
    'four to the mobile and three to the home about one debt',
    {
      at: EIGHTH,
      point: 'mobile',
      contacts: [...calls(4, '2026-04-01', { point: 'mobile' }), ...calls(3, '2026-04-02', { point: 'home' })],
    },
    waitUntil('2026-04-08T08:00:00-04:00'),
  ),
  freq01(
    'seven calls to the attorney',
    { at: EIGHTH, contacts: SEVEN.map((call) => ({ ...call, addressee: 'attorney' })) },
    'allow',
  ),
  freq01('the eighth call is to the attorney', { at: EIGHTH, contacts: SEVEN, addressee: 'attorney' }, 'allow'),
  freq01(
    'the person agreed on Monday to further calls',
    { at: EIGHTH, contacts: SEVEN, consents: [{ scope: 'further-calls', at: '2026-04-06T12:00:00-04:00' }] },
    'allow',
  ),
  freq01(
    'the creditor in its own name, California',
    { at: EIGHTH, contacts: SEVEN, actor: 'creditor', regions: ['CA'] },
    'allow',
  ),
  freq01('a letter after seven calls', { at: EIGHTH, contacts: SEVEN, channel: 'letter' }, 'allow'),
];

const CALLED_IN: Contact = { at: '2026-09-08T10:00:00-04:00', direction: 'in', outcome: 'conversation' };
const BOTH_DEBTS: Contact = { ...CALLED_IN, direction: 'out', debts: ['A', 'B'] };
const SAID_CALL_ME = { scope: 'further-calls', at: '2026-09-08T10:00:00-04:00' };

const COOL_DOWN: readonly Vector[] = [
  freq02(
    'the person called on Tuesday; the call on Monday',
    { at: '2026-09-14T12:00:00-04:00', contacts: [CALLED_IN] },
    waitUntil('2026-09-15T08:00:00-04:00'),
  ),
  freq02('the same on the eighth day', { at: '2026-09-15T08:00:00-04:00', contacts: [CALLED_IN] }, 'allow'),
  freq02(
    '“call me Thursday”, said on Tuesday',
    { at: '2026-09-10T12:00:00-04:00', contacts: [CALLED_IN], consents: [SAID_CALL_ME] },
    'allow',
  ),
  freq02(
    'the seventh day of that consent',
    { at: '2026-09-14T12:00:00-04:00', contacts: [CALLED_IN], consents: [SAID_CALL_ME] },
    'allow',
  ),
  freq02(
    'the eighth day of a consent, and a conversation since',
    {
      at: '2026-09-15T12:00:00-04:00',
      contacts: [{ ...CALLED_IN, at: '2026-09-11T10:00:00-04:00' }],
      consents: [SAID_CALL_ME],
    },
    waitUntil('2026-09-18T08:00:00-04:00'),
  ),
  freq02(
    'a conversation about debts A and B; a call about B',
    { at: '2026-09-12T12:00:00-04:00', debt: { id: 'B' }, contacts: [BOTH_DEBTS] },
    waitUntil('2026-09-15T08:00:00-04:00'),
  ),
  freq02(
    'a conversation about debts A and B; a call about C',
    { at: '2026-09-12T12:00:00-04:00', debt: { id: 'C' }, contacts: [BOTH_DEBTS] },
    'allow',
  ),
  freq02(
    'only a voicemail before',
    { at: '2026-09-12T12:00:00-04:00', contacts: [{ ...CALLED_IN, direction: 'out', outcome: 'voicemail' }] },
    'allow',
  ),
];

const UNANSWERED: Contact = { at: '2026-03-04T11:55:01-05:00', outcome: 'no-answer' };

const GAP: readonly Vector[] = [
  freq05(
    'nobody answered four minutes and 59 seconds ago',
    { contacts: [UNANSWERED] },
    waitUntil('2026-03-04T12:00:01-05:00'),
  ),
  freq05(
    'nobody answered five minutes ago',
    { contacts: [{ ...UNANSWERED, at: '2026-03-04T11:55:00-05:00' }] },
    'allow',
  ),
  freq05(
    'nobody answered about another debt',
    { contacts: [{ ...UNANSWERED, debts: ['other'] }] },
    waitUntil('2026-03-04T12:00:01-05:00'),
  ),
];

const SIX = calls(6, '2026-04-07').map((call, index) => ({ ...call, debts: [`debt-${index}`], point: 'mobile' }));
const EVENING: Partial<GateCaseInput> = { at: '2026-04-07T20:00:00-04:00', point: 'mobile' };

const DAILY: readonly Vector[] = [
  freq06(
    'the seventh call of a day, each about another debt',
    { ...EVENING, contacts: SIX },
    waitUntil('2026-04-08T08:00:00-04:00'),
  ),
  freq06('the sixth', { ...EVENING, contacts: SIX.slice(1) }, 'allow'),
  freq06('six calls to another number', { ...EVENING, point: 'home', contacts: SIX }, 'allow'),
];

export const CONTACT_VECTORS: readonly Vector[] = [
  ...HOURS,
  ...ANSWERS,
  ...PLACES,
  ...CAP,
  ...COOL_DOWN,
  ...GAP,
  ...DAILY,
];
