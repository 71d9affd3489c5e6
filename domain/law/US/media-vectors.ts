/** Vectors of media, opt-outs, numbers, addresses and machines that call. */
import type { GateCaseInput } from '../../contracts/gate-case.ts';
import { type Vector, waitUntil } from '../vector.ts';
import { VALIDATED, vectorsOf } from './situation.ts';

type Contact = NonNullable<GateCaseInput['contacts']>[number];

const media01 = vectorsOf('US-MEDIA-01');
const media02 = vectorsOf('US-MEDIA-02');
const media03 = vectorsOf('US-MEDIA-03');
const media04 = vectorsOf('US-MEDIA-04');
const eopt01 = vectorsOf('US-EOPT-01');
const sms01 = vectorsOf('US-SMS-01');
const email01 = vectorsOf('US-EMAIL-01');
const tcpa01 = vectorsOf('US-TCPA-01');
const tcpa02 = vectorsOf('US-TCPA-02');

/** A text to a number at which the person agreed to be texted a day before. */
const TEXT: Partial<GateCaseInput> = {
  channel: 'sms',
  point: 'mobile',
  consents: [{ scope: 'sms', at: '2026-03-03T12:00:00-05:00', point: 'mobile' }],
};
const MAIL: Partial<GateCaseInput> = {
  channel: 'email',
  point: 'mail',
  consents: [{ scope: 'email', at: '2026-01-05T12:00:00-05:00', point: 'mail' }],
};
const STOP = { at: '2026-03-04T09:00:00-05:00', notBy: 'sms' } as const;
const STOPPED: Partial<GateCaseInput> = { ...TEXT, preferences: [STOP] };
const CONFIRMED: Contact = { at: '2026-03-04T09:01:00-05:00', channel: 'sms', outcome: 'sent', purpose: 'opt-out' };
const ASKED: Contact = { at: '2026-03-04T10:00:00-05:00', channel: 'sms', direction: 'in', point: 'mobile' };
const ANSWERED: Contact = { at: '2026-03-04T10:05:00-05:00', channel: 'sms', outcome: 'sent', purpose: 'answer' };

const MEDIA: readonly Vector[] = [
  media01('a text after STOP', STOPPED, 'refuse'),
  media01('an e-mail after a STOP of texts', { ...MAIL, preferences: [STOP] }, 'allow'),
  media01(
    'a text after the STOP was taken back',
    { ...TEXT, preferences: [{ ...STOP, withdrawnAt: '2026-03-04T10:00:00-05:00' }] },
    'allow',
  ),
  media02('a notice by text after STOP', { ...STOPPED, purpose: 'notice' }, 'refuse'),
  media02(
    'a notice by letter, when the person wants no letters',
    { channel: 'letter', purpose: 'notice', preferences: [{ notBy: 'letter' }] },
    'allow',
  ),
  media03('an answer after STOP, when nothing was asked since', { ...STOPPED, purpose: 'answer' }, 'refuse'),
  media03('an answer to a text that came after STOP', { ...STOPPED, purpose: 'answer', contacts: [ASKED] }, 'allow'),
  media03('a second answer to it', { ...STOPPED, purpose: 'answer', contacts: [ASKED, ANSWERED] }, 'refuse'),
  media03(
    'the STOP itself asks for no answer',
    { ...STOPPED, purpose: 'answer', contacts: [{ ...ASKED, at: STOP.at }] },
    'refuse',
  ),
  media04('the confirmation of a STOP', { ...STOPPED, purpose: 'opt-out' }, 'allow'),
  media04('a second confirmation', { ...STOPPED, purpose: 'opt-out', contacts: [CONFIRMED] }, 'refuse'),
  media04('a confirmation without a STOP', { ...TEXT, purpose: 'opt-out' }, 'refuse'),
  media04(
    'a STOP that came after an earlier one was confirmed and taken back',
    {
      ...TEXT,
      purpose: 'opt-out',
      contacts: [CONFIRMED],
      preferences: [
        { ...STOP, withdrawnAt: '2026-03-04T10:00:00-05:00' },
        { at: '2026-03-04T11:00:00-05:00', notBy: 'sms' },
      ],
    },
    'allow',
  ),
  eopt01('a text that does not say how to opt out', { ...TEXT, content: ['amount', 'collector-disclosure'] }, 'refuse'),
  eopt01('a text that does', { ...TEXT, content: ['amount', 'collector-disclosure', 'opt-out'] }, 'allow'),
];

const IN_SUMMER: Contact = { at: '2026-06-01T12:00:00-04:00', channel: 'sms', direction: 'in', point: 'mobile' };
const DAY_60: Partial<GateCaseInput> = { channel: 'sms', point: 'mobile', at: '2026-07-31T12:00:00-04:00' };
const DAY_61: Partial<GateCaseInput> = { ...DAY_60, at: '2026-08-01T12:00:00-04:00' };
const OLD_CONSENT = { scope: 'sms', at: '2026-01-05T12:00:00-05:00', point: 'mobile' };
const CHECK = { scope: 'reassigned-check', at: '2026-07-01T12:00:00-04:00', point: 'mobile' };

const NUMBERS: readonly Vector[] = [
  sms01('the person last texted 60 days ago', { ...DAY_60, contacts: [IN_SUMMER] }, 'allow'),
  sms01('the person last texted 61 days ago', { ...DAY_61, contacts: [IN_SUMMER] }, 'refuse'),
  sms01('the same with a check of the number', { ...DAY_61, contacts: [IN_SUMMER], consents: [CHECK] }, 'allow'),
  sms01('the person texted from another number', { ...DAY_60, contacts: [{ ...IN_SUMMER, point: 'other' }] }, 'refuse'),
  sms01('a check alone, without a text or a consent', { ...DAY_60, consents: [CHECK] }, 'refuse'),
  sms01('an old consent without a check', { ...DAY_60, consents: [OLD_CONSENT] }, 'refuse'),
  sms01('an old consent and a check', { ...DAY_60, consents: [OLD_CONSENT, CHECK] }, 'allow'),
  sms01(
    'an old consent and a check of 61 days ago',
    { ...DAY_60, consents: [OLD_CONSENT, { ...CHECK, at: '2026-05-31T12:00:00-04:00' }] },
    'refuse',
  ),
  sms01(
    'a consent renewed 60 days ago',
    { ...DAY_60, consents: [{ ...OLD_CONSENT, at: '2026-06-01T12:00:00-04:00' }] },
    'allow',
  ),
  sms01('a creditor in its own name', { ...DAY_61, actor: 'creditor' }, 'allow'),
];

const TRANSFER = { notice: 'email-transfer', sentAt: '2026-02-02T12:00:00-05:00' };
const TO_MAIL: Partial<GateCaseInput> = { channel: 'email', point: 'mail' };

const ADDRESSES: readonly Vector[] = [
  email01('an address of which nothing is known', TO_MAIL, { require: 'email-transfer' }),
  email01(
    'the person wrote from it',
    { ...TO_MAIL, contacts: [{ at: '2025-12-01T12:00:00-05:00', channel: 'email', direction: 'in', point: 'mail' }] },
    'allow',
  ),
  email01('the person agreed to it', MAIL, 'allow'),
  email01(
    'a former collector used it',
    { ...TO_MAIL, consents: [{ scope: 'prior-collector-email', at: '2025-12-01T12:00:00-05:00' }] },
    'allow',
  ),
  email01(
    'day 35 after the creditor’s notice',
    { ...TO_MAIL, at: '2026-03-09T12:00:00-04:00', notices: [VALIDATED, TRANSFER] },
    waitUntil('2026-03-10T08:00:00-04:00'),
  ),
  email01(
    'day 36 after the creditor’s notice',
    { ...TO_MAIL, at: '2026-03-10T08:00:00-04:00', notices: [VALIDATED, TRANSFER] },
    'allow',
  ),
];

const AUTODIALLER = { scope: 'autodialler', at: '2026-01-05T12:00:00-05:00' };
const MACHINE: Partial<GateCaseInput> = { actor: 'creditor', automated: true };
const REVOKED = '2026-03-02T12:00:00-05:00';

const MACHINES: readonly Vector[] = [
  tcpa01('a machine calls without consent, for the creditor', MACHINE, 'refuse'),
  tcpa01('a machine calls with consent', { ...MACHINE, consents: [AUTODIALLER] }, 'allow'),
  tcpa01('a person dials', { ...MACHINE, automated: false }, 'allow'),
  tcpa01('a machine sends an e-mail', { ...MACHINE, channel: 'email' }, 'allow'),
  tcpa01(
    'a machine texts; the consent is for another number',
    { ...MACHINE, channel: 'sms', point: 'mobile', consents: [{ ...AUTODIALLER, point: 'old' }] },
    'refuse',
  ),
  tcpa01(
    'a second after the consent was withdrawn',
    { ...MACHINE, at: '2026-03-02T12:00:01-05:00', consents: [{ ...AUTODIALLER, withdrawnAt: REVOKED }] },
    'refuse',
  ),
  tcpa02(
    'a machine texts a second after STOP, whatever consent stands',
    {
      ...MACHINE,
      channel: 'sms',
      at: '2026-03-02T12:00:01-05:00',
      consents: [AUTODIALLER],
      preferences: [{ at: REVOKED, notBy: 'sms' }],
    },
    'refuse',
  ),
  tcpa02(
    'a machine texts a second before STOP',
    {
      ...MACHINE,
      channel: 'sms',
      at: '2026-03-02T11:59:59-05:00',
      consents: [AUTODIALLER],
      preferences: [{ at: REVOKED, notBy: 'sms' }],
    },
    'allow',
  ),
  tcpa02(
    'a machine confirms the STOP',
    { ...MACHINE, channel: 'sms', purpose: 'opt-out', preferences: [{ at: REVOKED, notBy: 'sms' }] },
    'allow',
  ),
];

export const MEDIA_VECTORS: readonly Vector[] = [...MEDIA, ...NUMBERS, ...ADDRESSES, ...MACHINES];
