/** Vectors of whom a collector may speak to, and of what it says. */
import type { GateCaseInput } from '../../contracts/gate-case.ts';
import type { Vector } from '../vector.ts';
import { vectorsOf } from './situation.ts';

type Contact = NonNullable<GateCaseInput['contacts']>[number];

const atty01 = vectorsOf('US-ATTY-01');
const cease01 = vectorsOf('US-CEASE-01');
const third01 = vectorsOf('US-3P-01');
const third02 = vectorsOf('US-3P-02');
const third03 = vectorsOf('US-3P-03');
const social01 = vectorsOf('US-SOCIAL-01');
const id01 = vectorsOf('US-ID-01');
const content01 = vectorsOf('US-CONTENT-01');

const SINCE = '2026-02-02T12:00:00-05:00';
const ATTORNEY = { status: 'attorney', since: SINCE };
const CEASE = { status: 'cease', since: SINCE, written: true };

const STATUSES: readonly Vector[] = [
  atty01('the person has an attorney', { statuses: [ATTORNEY] }, 'refuse'),
  atty01('a call to the attorney', { statuses: [ATTORNEY], addressee: 'attorney' }, 'allow'),
  atty01(
    'a neighbour is asked where the person is',
    { statuses: [ATTORNEY], addressee: 'third-party', purpose: 'locate' },
    'refuse',
  ),
  atty01(
    'the attorney did not reply, and the status was ended',
    { statuses: [{ ...ATTORNEY, endedAt: '2026-03-03T12:00:00-05:00' }] },
    'allow',
  ),
  atty01('the attorney acts for another debt', { statuses: [{ ...ATTORNEY, debt: 'other' }] }, 'allow'),
  atty01('the creditor in its own name', { statuses: [ATTORNEY], actor: 'creditor' }, 'allow'),
  cease01('a written request to cease', { statuses: [CEASE] }, 'refuse'),
  cease01('a request by word of mouth', { statuses: [{ ...CEASE, written: false }] }, 'allow'),
  cease01('a notice that the efforts end', { statuses: [CEASE], channel: 'letter', purpose: 'notice' }, 'allow'),
  cease01('the request came a second later', { statuses: [{ ...CEASE, since: '2026-03-04T12:00:01-05:00' }] }, 'allow'),
];

const NEIGHBOUR: Partial<GateCaseInput> = { addressee: 'third-party', purpose: 'locate', point: 'neighbour' };
const ASKED: Contact = {
  at: '2026-02-20T12:00:00-05:00',
  outcome: 'third-party',
  purpose: 'locate',
  addressee: 'third-party',
  point: 'neighbour',
};

const THIRD_PARTIES: readonly Vector[] = [
  third01('a demand to a neighbour', { addressee: 'third-party' }, 'refuse'),
  third01('a demand to a contact whom the person named', { addressee: 'contact-person' }, 'refuse'),
  third01(
    'the person agreed that this contact is spoken to',
    { addressee: 'contact-person', point: 'sister', consents: [{ scope: 'third-party', at: SINCE, point: 'sister' }] },
    'allow',
  ),
  third01('to the spouse', { addressee: 'spouse' }, 'allow'),
  third01('to the guarantor', { addressee: 'guarantor' }, 'allow'),
  third02('a neighbour is told of a debt', { ...NEIGHBOUR, content: ['identity', 'debt'] }, 'refuse'),
  third02('the caller does not say who is calling', { ...NEIGHBOUR, content: [] }, 'refuse'),
  third02('a neighbour is asked for the address only', { ...NEIGHBOUR, content: ['identity'] }, 'allow'),
  third02('by postcard', { ...NEIGHBOUR, channel: 'letter', content: ['identity', 'postcard'] }, 'refuse'),
  third03('the neighbour was asked before', { ...NEIGHBOUR, contacts: [ASKED] }, 'refuse'),
  third03('another neighbour was', { ...NEIGHBOUR, contacts: [{ ...ASKED, point: 'other' }] }, 'allow'),
  third03('nobody answered the first time', { ...NEIGHBOUR, contacts: [{ ...ASKED, outcome: 'no-answer' }] }, 'allow'),
  third03(
    'the neighbour asked to be called again',
    { ...NEIGHBOUR, contacts: [ASKED], consents: [{ scope: 'locate-again', at: SINCE, point: 'neighbour' }] },
    'allow',
  ),
];

const FIRST: Partial<GateCaseInput> = { channel: 'letter', notices: [] };
const SPOKEN: Contact = { at: '2026-03-02T12:00:00-05:00', outcome: 'conversation' };

const TEXTS: readonly Vector[] = [
  social01('a post', { channel: 'social' }, 'refuse'),
  social01('a post whose text is known', { channel: 'social', content: ['opt-out', 'collector-disclosure'] }, 'refuse'),
  social01(
    'a private message',
    { channel: 'social', content: ['opt-out', 'collector-disclosure', 'private'] },
    'allow',
  ),
  id01('a first letter that does not say what it is', { ...FIRST, content: ['amount'] }, 'refuse'),
  id01('a first letter that says only who writes', { ...FIRST, content: ['collector-disclosure'] }, 'refuse'),
  id01(
    'a first letter that says that a debt is to be collected',
    { ...FIRST, content: ['collection-disclosure'] },
    'allow',
  ),
  id01('a later letter that does not say who writes', { ...FIRST, contacts: [SPOKEN], content: ['amount'] }, 'refuse'),
  id01('a later letter that does', { ...FIRST, contacts: [SPOKEN], content: ['collector-disclosure'] }, 'allow'),
  id01(
    'a later letter with the words of the first',
    { ...FIRST, contacts: [SPOKEN], content: ['collection-disclosure'] },
    'allow',
  ),
  content01(
    'a letter that threatens arrest',
    { channel: 'letter', content: ['collector-disclosure', 'arrest'] },
    'refuse',
  ),
  content01(
    'a letter that looks like one of a court',
    { channel: 'letter', content: ['collector-disclosure', 'court-look'] },
    'refuse',
  ),
  content01('a letter with neither', { channel: 'letter', content: ['collector-disclosure', 'amount'] }, 'allow'),
];

export const PARTY_VECTORS: readonly Vector[] = [...STATUSES, ...THIRD_PARTIES, ...TEXTS];
