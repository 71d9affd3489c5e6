/** Test vectors of addressees and texts, by rule. */
import type { GateCaseInput } from '../../contracts/gate-case.ts';
import type { Vector } from '../vector.ts';
import { at, prior } from './situations.ts';

const SPOKEN = { outcome: 'conversation' } as const;
const FAILED = { outcome: 'not-connected' } as const;
/** A message to a contact person that asks for the way to the debtor and says nothing of a debt. */
const LOCATE: Partial<GateCaseInput> = { addressee: 'contact-person', purpose: 'locate', content: ['identity'] };
const UNREACHABLE = prior(['08:30', '08:45', '09:00'], FAILED);

const CONTACT_PERSONS: readonly Vector[] = [
  {
    rule: 'CN-TARGET-02',
    says: 'two failed contacts in a row, then the contact person',
    situation: at('10:00:00', { ...LOCATE, contacts: prior(['08:30', '09:00'], FAILED) }),
    answer: 'refuse',
  },
  {
    rule: 'CN-TARGET-02',
    says: 'three failed contacts in a row, then the contact person is asked for the way, without a word of the debt',
    situation: at('10:00:00', { ...LOCATE, contacts: UNREACHABLE }),
    answer: 'allow',
  },
  {
    rule: 'CN-TARGET-02',
    says: 'three failed contacts, but the debtor has called since',
    situation: at('10:00:00', {
      ...LOCATE,
      contacts: [...UNREACHABLE, ...prior(['09:30'], { ...SPOKEN, direction: 'in' })],
    }),
    answer: 'refuse',
  },
  {
    rule: 'CN-TARGET-02',
    says: 'three failed contacts, an answered call among them',
    situation: at('10:00:00', {
      ...LOCATE,
      contacts: [...UNREACHABLE, ...prior(['08:40'], SPOKEN)],
    }),
    answer: 'refuse',
  },
  {
    rule: 'CN-TARGET-02',
    says: 'three failed contacts, messages sent among them, of which nothing is known',
    situation: at('10:00:00', {
      ...LOCATE,
      contacts: [...UNREACHABLE, ...prior(['08:40'], { channel: 'sms', outcome: 'sent' })],
    }),
    answer: 'allow',
  },
  {
    rule: 'CN-TARGET-02',
    says: 'the debtor has died',
    situation: at('10:00:00', { ...LOCATE, statuses: [{ status: 'deceased', since: '2026-02-20T00:00:00+08:00' }] }),
    answer: 'allow',
  },
  {
    rule: 'CN-TARGET-02',
    says: 'three failed contacts, the third of them after the moment that is judged',
    situation: at('08:50:00', { ...LOCATE, contacts: UNREACHABLE }),
    answer: 'refuse',
  },
  {
    rule: 'CN-TARGET-02',
    says: 'two failed contacts, then a call of the debtor’s own that nobody answered',
    situation: at('10:00:00', {
      ...LOCATE,
      contacts: [...prior(['08:30', '08:45'], FAILED), ...prior(['09:00'], { ...FAILED, direction: 'in' })],
    }),
    answer: 'refuse',
  },
  {
    rule: 'CN-TARGET-02',
    says: 'two failed contacts with the debtor and one with the guarantor',
    situation: at('10:00:00', {
      ...LOCATE,
      contacts: [...prior(['08:30', '08:45'], FAILED), ...prior(['09:00'], { ...FAILED, addressee: 'guarantor' })],
    }),
    answer: 'refuse',
  },
  {
    rule: 'CN-TARGET-02',
    says: 'the debtor’s number is invalid',
    situation: at('10:00:00', {
      ...LOCATE,
      statuses: [{ status: 'number-invalid', since: '2026-02-20T00:00:00+08:00' }],
    }),
    answer: 'allow',
  },
  ...(['not-connected', 'no-answer', 'voicemail', 'bounced'] as const).map(
    (outcome): Vector => ({
      rule: 'CN-TARGET-02',
      says: `two failed contacts and one that ended as ${outcome}`,
      situation: at('10:00:00', {
        ...LOCATE,
        contacts: [...prior(['08:30', '08:45'], FAILED), ...prior(['09:00'], { outcome })],
      }),
      answer: 'allow',
    }),
  ),
  {
    rule: 'CN-TARGET-02',
    says: 'three failed contacts after one that was answered, told in another order',
    situation: at('10:00:00', {
      ...LOCATE,
      contacts: [...prior(['09:00', '08:45', '08:30'], FAILED), ...prior(['08:00'], SPOKEN)],
    }),
    answer: 'allow',
  },
  {
    rule: 'CN-TARGET-02',
    says: 'three failed contacts, the third at the moment that is judged',
    situation: at('09:00:00', { ...LOCATE, contacts: UNREACHABLE }),
    answer: 'allow',
  },
  {
    rule: 'CN-TARGET-02',
    says: 'the debtor is in hardship, and another status is over',
    situation: at('10:00:00', {
      ...LOCATE,
      statuses: [
        { status: 'hardship', since: '2026-02-20T00:00:00+08:00' },
        { status: 'incapacity', since: '2026-02-01T00:00:00+08:00', endedAt: '2026-02-20T00:00:00+08:00' },
      ],
    }),
    answer: 'refuse',
  },
  {
    rule: 'CN-TARGET-03',
    says: 'the contact person is asked for the way by a call whose words are not known',
    situation: at('10:00:00', { ...LOCATE, content: null, contacts: UNREACHABLE }),
    answer: 'allow',
  },
  {
    rule: 'CN-TARGET-03',
    says: 'the text to the contact person mentions the amount',
    situation: at('10:00:00', { ...LOCATE, content: ['identity', 'amount'], contacts: UNREACHABLE }),
    answer: 'refuse',
  },
  {
    rule: 'CN-TARGET-03',
    says: 'the text to the contact person says that something is overdue',
    situation: at('10:00:00', { ...LOCATE, content: ['identity', 'overdue'], contacts: UNREACHABLE }),
    answer: 'refuse',
  },
  ...['debt', 'lawsuit'].map(
    (feature): Vector => ({
      rule: 'CN-TARGET-03',
      says: `the text to the contact person mentions: ${feature}`,
      situation: at('10:00:00', { ...LOCATE, content: ['identity', feature], contacts: UNREACHABLE }),
      answer: 'refuse',
    }),
  ),
  {
    rule: 'CN-TARGET-03',
    says: 'the contact person is only informed',
    situation: at('10:00:00', { ...LOCATE, purpose: 'information', contacts: UNREACHABLE }),
    answer: 'refuse',
  },
  {
    rule: 'CN-TARGET-03',
    says: 'the contact person is asked to pass a message on',
    situation: at('10:00:00', { ...LOCATE, contacts: UNREACHABLE }),
    answer: 'allow',
  },
  {
    rule: 'CN-TARGET-04',
    says: 'the contact person refused on 2025-01-01, the debtor is out of reach again on 2026-03-02',
    situation: at('10:00:00', {
      ...LOCATE,
      contacts: UNREACHABLE,
      statuses: [{ status: 'contact-person-refused', since: '2025-01-01T12:00:00+08:00' }],
    }),
    answer: 'refuse',
  },
  {
    rule: 'CN-TARGET-04',
    says: 'the contact person refused: the debtor is still contacted',
    situation: at('10:00:00', {
      statuses: [{ status: 'contact-person-refused', since: '2025-01-01T12:00:00+08:00' }],
    }),
    answer: 'allow',
  },
];

const SPOUSE = { addressee: 'spouse', debt: { product: 'instalment-loan' } } as const;

const ADDRESSEES: readonly Vector[] = [
  {
    rule: 'CN-TARGET-01',
    says: 'a contact person is asked to pay',
    situation: at('10:00:00', { addressee: 'contact-person', contacts: UNREACHABLE }),
    answer: 'refuse',
  },
  {
    rule: 'CN-TARGET-01',
    says: 'a guarantor is asked to pay',
    situation: at('10:00:00', { addressee: 'guarantor' }),
    answer: 'allow',
  },
  {
    rule: 'CN-TARGET-05',
    says: 'a spouse, without proof of a debt of both',
    situation: at('10:00:00', SPOUSE),
    answer: 'refuse',
  },
  {
    rule: 'CN-TARGET-05',
    says: 'a spouse, with proof of a debt of both',
    situation: at('10:00:00', {
      ...SPOUSE,
      statuses: [{ status: 'spousal-debt', since: '2025-05-01T00:00:00+08:00' }],
    }),
    answer: 'allow',
  },
  {
    rule: 'CN-TARGET-06',
    says: 'a colleague is asked for the way to the debtor',
    situation: at('10:00:00', { addressee: 'third-party', purpose: 'locate' }),
    answer: 'refuse',
  },
  { rule: 'CN-TARGET-06', says: 'the debtor', situation: at('10:00:00'), answer: 'allow' },
  ...(['executor', 'attorney'] as const).flatMap((addressee): Vector[] => [
    {
      rule: 'CN-TARGET-06',
      says: `an ${addressee} is informed`,
      situation: at('10:00:00', { addressee, purpose: 'information' }),
      answer: 'allow',
    },
    {
      rule: 'CN-TARGET-07',
      says: `an ${addressee} is asked to pay a card debt`,
      situation: at('10:00:00', { addressee }),
      answer: 'allow',
    },
  ]),
  {
    rule: 'CN-TARGET-07',
    says: 'a joint debtor of a card',
    situation: at('10:00:00', { addressee: 'joint-debtor' }),
    answer: 'refuse',
  },
  {
    rule: 'CN-TARGET-07',
    says: 'a joint debtor of a loan in instalments',
    situation: at('10:00:00', { addressee: 'joint-debtor', debt: { product: 'instalment-loan' } }),
    answer: 'allow',
  },
  {
    rule: 'CN-TARGET-07',
    says: 'the guarantor of a card',
    situation: at('10:00:00', { addressee: 'guarantor' }),
    answer: 'allow',
  },
];

const LETTER = ['name', 'amount', 'legal-basis', 'rights-and-duties', 'how-to-dispute', 'creditor-contact', 'seal'];

const TEXTS: readonly Vector[] = [
  {
    rule: 'CN-ID-01',
    says: 'a first message that does not say who it is from',
    situation: at('10:00:00', { channel: 'sms', content: ['amount'] }),
    answer: 'refuse',
  },
  {
    rule: 'CN-ID-01',
    says: 'a first message that says who it is from',
    situation: at('10:00:00', { channel: 'sms', content: ['amount', 'identity'] }),
    answer: 'allow',
  },
  {
    rule: 'CN-ID-01',
    says: 'a second message that does not say who it is from',
    situation: at('10:00:00', {
      channel: 'sms',
      content: ['amount'],
      contacts: [{ at: '2026-02-20T10:00:00+08:00', channel: 'sms', outcome: 'sent' }],
    }),
    answer: 'allow',
  },
  {
    rule: 'CN-ID-01',
    says: 'a message that does not say who it is from, when the debtor has called and the guarantor was written to',
    situation: at('10:00:00', {
      channel: 'sms',
      content: ['amount'],
      contacts: [
        ...prior(['08:30'], { ...SPOKEN, direction: 'in' }),
        ...prior(['09:00'], { channel: 'sms', outcome: 'sent', addressee: 'guarantor' }),
      ],
    }),
    answer: 'refuse',
  },
  {
    rule: 'CN-ID-01',
    says: 'a message that does not say who it is from, when one is told that leaves later',
    situation: at('10:00:00', {
      ...{ channel: 'sms', content: ['amount'] },
      contacts: prior(['10:01'], { channel: 'sms', outcome: 'sent' }),
    }),
    answer: 'refuse',
  },
  {
    rule: 'CN-ID-01',
    says: 'a message that does not say who it is from, when another left at that moment',
    situation: at('10:00:00', {
      ...{ channel: 'sms', content: ['amount'] },
      contacts: prior(['10:00'], { channel: 'sms', outcome: 'sent' }),
    }),
    answer: 'allow',
  },
  {
    rule: 'CN-ID-01',
    says: 'a message that poses as a court',
    situation: at('10:00:00', { channel: 'sms', content: ['identity', 'poses-as-authority'] }),
    answer: 'refuse',
  },
  ...['threat', 'insult', 'deceit', 'private-data', 'borrow-to-repay'].map(
    (feature): Vector => ({
      rule: 'CN-CONTENT-01',
      says: `a message with what no text does: ${feature}`,
      situation: at('10:00:00', { channel: 'sms', content: ['identity', feature] }),
      answer: 'refuse',
    }),
  ),
  {
    rule: 'CN-CONTENT-01',
    says: 'a message with the amount only',
    situation: at('10:00:00', { channel: 'sms', content: ['identity', 'amount'] }),
    answer: 'allow',
  },
  ...LETTER.map(
    (left): Vector => ({
      rule: 'CN-CONTENT-02',
      says: `a letter about a card without: ${left}`,
      situation: at('10:00:00', {
        channel: 'letter',
        content: ['identity', ...LETTER.filter((feature) => feature !== left)],
      }),
      answer: 'refuse',
    }),
  ),
  {
    rule: 'CN-CONTENT-02',
    says: 'a letter about a card with all that it must show',
    situation: at('10:00:00', { channel: 'letter', content: ['identity', ...LETTER] }),
    answer: 'allow',
  },
];

export const ADDRESSEE_VECTORS: readonly Vector[] = [...CONTACT_PERSONS, ...ADDRESSEES, ...TEXTS];
