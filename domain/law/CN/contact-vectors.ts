/** Test vectors of hours and counts of contacts, by rule. */
import { type Vector, waitUntil } from '../vector.ts';
import { at, on, prior } from './situations.ts';

const NEXT_MORNING = waitUntil('2026-03-03T08:00:00+08:00');

const HOURS: readonly Vector[] = [
  {
    rule: 'CN-TIME-01',
    says: 'a text message at 07:59:59',
    situation: at('07:59:59', { channel: 'sms' }),
    answer: waitUntil('2026-03-02T08:00:00+08:00'),
  },
  { rule: 'CN-TIME-01', says: 'a call at 08:00', situation: at('08:00:00'), answer: 'allow' },
  { rule: 'CN-TIME-01', says: 'a call at 21:59:59', situation: at('21:59:59'), answer: 'allow' },
  { rule: 'CN-TIME-01', says: 'a call at 22:00', situation: at('22:00:00'), answer: NEXT_MORNING },
  {
    rule: 'CN-TIME-01',
    says: 'a call at 14:00 in Greenwich, which is 22:00 there',
    situation: at('', { at: '2026-03-02T14:00:00Z' }),
    answer: NEXT_MORNING,
  },
  {
    rule: 'CN-TIME-01',
    says: 'a call at 23:10, agreed from 19:00 to 24:00',
    situation: at('23:10:00', {
      consents: [{ scope: 'hours', at: '2026-01-05T10:00:00+08:00', hours: '19:00-24:00' }],
    }),
    answer: 'allow',
  },
  {
    rule: 'CN-TIME-01',
    says: 'a call at 23:10, the agreement withdrawn',
    situation: at('23:10:00', {
      consents: [
        {
          scope: 'hours',
          at: '2026-01-05T10:00:00+08:00',
          withdrawnAt: '2026-02-01T10:00:00+08:00',
          hours: '19:00-24:00',
        },
      ],
    }),
    answer: NEXT_MORNING,
  },
  { rule: 'CN-TIME-01', says: 'a call on National Day at 10:00', situation: on('2026-10-01'), answer: 'allow' },
  {
    rule: 'CN-TIME-02',
    says: 'a visit at 22:00',
    situation: at('22:00:00', { channel: 'visit' }),
    answer: NEXT_MORNING,
  },
  { rule: 'CN-TIME-02', says: 'a visit at 21:59', situation: at('21:59:00', { channel: 'visit' }), answer: 'allow' },
];

const SPOKEN = { outcome: 'conversation' } as const;
const UNANSWERED = { outcome: 'no-answer', point: 'mobile-a' } as const;

const COUNTS: readonly Vector[] = [
  {
    rule: 'CN-FREQ-01',
    says: 'three answered calls today, a fourth at 19:00',
    situation: at('19:00:00', { contacts: prior(['09:00', '12:00', '18:00'], SPOKEN) }),
    answer: NEXT_MORNING,
  },
  {
    rule: 'CN-FREQ-01',
    says: 'two answered calls of the lender about a loan and one of its agency about another',
    situation: at('19:00:00', {
      debt: { id: 'loan-a' },
      contacts: [
        ...prior(['09:00', '12:00'], { ...SPOKEN, debts: ['loan-a'] }),
        ...prior(['18:00'], { ...SPOKEN, debts: ['loan-b'] }),
      ],
    }),
    answer: NEXT_MORNING,
  },
  {
    rule: 'CN-FREQ-01',
    says: 'three answered calls, one of them by a machine, which counts alike; the next by a machine',
    situation: at('19:00:00', { automated: true, contacts: prior(['09:00', '12:00', '18:00'], SPOKEN) }),
    answer: NEXT_MORNING,
  },
  {
    rule: 'CN-FREQ-01',
    says: 'three calls of which it is not known whether they were answered',
    situation: at('19:00:00', { contacts: prior(['09:00', '12:00', '18:00'], { outcome: 'attempted' }) }),
    answer: NEXT_MORNING,
  },
  {
    rule: 'CN-FREQ-01',
    says: 'three answered calls, then the debtor calls in and is answered',
    situation: at('19:00:00', { purpose: 'answer', contacts: prior(['09:00', '12:00', '18:00'], SPOKEN) }),
    answer: 'allow',
  },
  {
    rule: 'CN-FREQ-01',
    says: 'two answered calls and one of the debtor’s own',
    situation: at('19:00:00', {
      contacts: [...prior(['09:00', '12:00'], SPOKEN), ...prior(['18:00'], { ...SPOKEN, direction: 'in' })],
    }),
    answer: 'allow',
  },
  {
    rule: 'CN-FREQ-02',
    says: 'six unanswered calls to a mobile, a seventh at 16:00',
    situation: at('16:00:00', {
      point: 'mobile-a',
      contacts: prior(['08:10', '09:10', '10:10', '11:10', '13:10', '15:10'], UNANSWERED),
    }),
    answer: NEXT_MORNING,
  },
  {
    rule: 'CN-FREQ-02',
    says: 'six unanswered calls to one mobile, the first to another',
    situation: at('16:00:00', {
      point: 'mobile-b',
      contacts: prior(['08:10', '09:10', '10:10', '11:10', '13:10', '15:10'], UNANSWERED),
    }),
    answer: 'allow',
  },
  {
    rule: 'CN-FREQ-02',
    says: 'five unanswered calls to a mobile, a sixth',
    situation: at('16:00:00', {
      point: 'mobile-a',
      contacts: prior(['08:10', '09:10', '10:10', '11:10', '13:10'], UNANSWERED),
    }),
    answer: 'allow',
  },
  {
    rule: 'CN-FREQ-03',
    says: 'three messages today, a fourth',
    situation: at('16:00:00', {
      channel: 'sms',
      contacts: [
        ...prior(['09:00', '10:00'], { channel: 'sms', outcome: 'sent' }),
        ...prior(['11:00'], { channel: 'email', outcome: 'sent' }),
      ],
    }),
    answer: NEXT_MORNING,
  },
  {
    rule: 'CN-FREQ-03',
    says: 'two messages and an answer today, a third message',
    situation: at('16:00:00', {
      channel: 'sms',
      contacts: [
        ...prior(['09:00', '10:00'], { channel: 'sms', outcome: 'sent' }),
        ...prior(['11:00'], { channel: 'sms', outcome: 'sent', purpose: 'answer' }),
      ],
    }),
    answer: 'allow',
  },
];

/** Times of six contacts of a day. */
const SIX = ['08:10', '09:10', '10:10', '11:10', '13:10', '15:10'];
const FOUR_PURPOSES = ['demand', 'notice', 'information', 'locate'] as const;

/** What counts, one by one. */
const COUNTED: readonly Vector[] = [
  ...(['attempted', 'not-connected', 'no-answer', 'voicemail'] as const).map(
    (outcome): Vector => ({
      rule: 'CN-FREQ-02',
      says: `five unanswered calls and one that was ${outcome}, a seventh for a notice`,
      situation: at('16:00:00', {
        ...{ point: 'mobile-a', purpose: 'notice' },
        contacts: [...prior(SIX.slice(1), UNANSWERED), ...prior(['08:10'], { outcome, point: 'mobile-a' })],
      }),
      answer: NEXT_MORNING,
    }),
  ),
  {
    rule: 'CN-FREQ-02',
    says: 'six calls to a mobile, one of them answered',
    situation: at('16:00:00', {
      point: 'mobile-a',
      contacts: [...prior(SIX.slice(1), UNANSWERED), ...prior(['08:10'], { ...SPOKEN, point: 'mobile-a' })],
    }),
    answer: 'allow',
  },
  {
    rule: 'CN-FREQ-02',
    says: 'six unanswered calls to a mobile, then a message to it',
    situation: at('16:00:00', { channel: 'sms', point: 'mobile-a', contacts: prior(SIX, UNANSWERED) }),
    answer: 'allow',
  },
  ...(['sms', 'email', 'message', 'social'] as const).flatMap((channel): Vector[] => [
    {
      rule: 'CN-FREQ-03',
      says: `three messages by ${channel}, a fourth by letter`,
      situation: at('16:00:00', { channel: 'letter', contacts: prior(SIX.slice(3), { channel, outcome: 'sent' }) }),
      answer: 'allow',
    },
    {
      rule: 'CN-FREQ-03',
      says: `three messages by ${channel}, a fourth by ${channel}`,
      situation: at('16:00:00', { channel, contacts: prior(SIX.slice(3), { channel, outcome: 'sent' }) }),
      answer: NEXT_MORNING,
    },
  ]),
  ...FOUR_PURPOSES.flatMap((purpose): Vector[] => [
    {
      rule: 'CN-FREQ-03',
      says: `two messages and one for ${purpose}, a fourth for ${purpose}`,
      situation: at('16:00:00', {
        ...{ channel: 'sms', purpose },
        contacts: [
          ...prior(['09:00', '10:00'], { channel: 'sms', outcome: 'sent' }),
          ...prior(['11:00'], { channel: 'sms', outcome: 'sent', purpose }),
        ],
      }),
      answer: NEXT_MORNING,
    },
    {
      rule: 'CN-FREQ-01',
      says: `three answered calls today, a fourth for ${purpose}`,
      situation: at('19:00:00', { purpose, contacts: prior(['09:00', '12:00', '18:00'], SPOKEN) }),
      answer: NEXT_MORNING,
    },
  ]),
  {
    rule: 'CN-FREQ-03',
    says: 'three messages today, then an answer',
    situation: at('16:00:00', {
      ...{ channel: 'sms', purpose: 'answer' },
      contacts: prior(SIX.slice(3), { channel: 'sms', outcome: 'sent' }),
    }),
    answer: 'allow',
  },
  {
    rule: 'CN-FREQ-01',
    says: 'three answered calls today, then a message',
    situation: at('19:00:00', { channel: 'sms', contacts: prior(['09:00', '12:00', '18:00'], SPOKEN) }),
    answer: 'allow',
  },
  {
    rule: 'CN-TIME-01',
    says: 'a claim of an agency at 23:00 is no contact',
    situation: at('23:00:00', { act: 'file-claim', actor: 'agency', debt: { lastDueOn: '2026-01-20' } }),
    answer: 'allow',
  },
];

export const CONTACT_VECTORS: readonly Vector[] = [...HOURS, ...COUNTS, ...COUNTED];
