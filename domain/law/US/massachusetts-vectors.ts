/** Vectors of Massachusetts, most of them of a creditor in its own name. */
import type { GateCaseInput } from '../../contracts/gate-case.ts';
import { type Vector, waitUntil } from '../vector.ts';
import { vectorsOf } from './situation.ts';

type Contact = NonNullable<GateCaseInput['contacts']>[number];

const freq = vectorsOf('US-FREQ-MA');
const freq02 = vectorsOf('US-FREQ-MA-02');
const visit = vectorsOf('US-VISIT-MA');
const time = vectorsOf('US-TIME-MA');
const time02 = vectorsOf('US-TIME-MA-02');
const place = vectorsOf('US-PLACE-MA');
const attorney = vectorsOf('US-ATTY-MA');
const thirdParty = vectorsOf('US-3P-MA');

const BOSTON: Partial<GateCaseInput> = { actor: 'creditor', regions: ['MA'] };
const CALLED: Contact = { at: '2026-02-27T12:00:00-05:00', outcome: 'no-answer' };
const TEXTED: Contact = { at: '2026-03-02T12:00:00-05:00', channel: 'sms', outcome: 'sent' };
const TWICE: Partial<GateCaseInput> = { ...BOSTON, contacts: [CALLED, TEXTED] };
const NIGHT = '2026-03-04T21:00:00-05:00';
const ATTORNEY = { status: 'attorney', since: '2026-02-02T12:00:00-05:00' };
const VISITED: Contact = { at: '2026-02-03T12:00:00-05:00', channel: 'visit', outcome: 'no-answer' };

export const MASSACHUSETTS_VECTORS: readonly Vector[] = [
  freq('a call and a text before, the third in seven days', TWICE, waitUntil('2026-03-06T08:00:00-05:00')),
  freq('the third text in seven days', { ...TWICE, channel: 'sms' }, waitUntil('2026-03-06T00:00:00-05:00')),
  freq('the third on the eighth day', { ...TWICE, at: '2026-03-06T08:00:00-05:00' }, 'allow'),
  freq('the second', { ...BOSTON, contacts: [CALLED] }, 'allow'),
  freq('the third about another debt', { ...TWICE, contacts: [CALLED, { ...TEXTED, debts: ['other'] }] }, 'allow'),
  freq('the third in New York', { ...TWICE, regions: ['NY'] }, 'allow'),
  freq('the third by an agency', { ...TWICE, actor: 'agency' }, waitUntil('2026-03-06T08:00:00-05:00')),
  freq('an e-mail', { ...TWICE, channel: 'email' }, 'allow'),
  freq02(
    'the third at work in 30 days',
    { ...TWICE, place: 'work', at: '2026-03-20T12:00:00-04:00' },
    waitUntil('2026-03-29T08:00:00-04:00'),
  ),
  freq02('the third at work on the 31st day', { ...TWICE, place: 'work', at: '2026-03-29T08:00:00-04:00' }, 'allow'),
  freq02('the third at home in 30 days', { ...TWICE, place: 'home', at: '2026-03-20T12:00:00-04:00' }, 'allow'),
  visit(
    'a second visit on the 30th day',
    { ...BOSTON, channel: 'visit', contacts: [VISITED] },
    waitUntil('2026-03-05T08:00:00-05:00'),
  ),
  visit(
    'a second visit on the 31st day',
    { ...BOSTON, channel: 'visit', at: '2026-03-05T12:00:00-05:00', contacts: [VISITED] },
    'allow',
  ),
  time('21:00', { ...BOSTON, at: NIGHT }, waitUntil('2026-03-05T08:00:00-05:00')),
  time('20:59', { ...BOSTON, at: '2026-03-04T20:59:59-05:00' }, 'allow'),
  time('21:00, a letter', { ...BOSTON, at: NIGHT, channel: 'letter' }, 'allow'),
  time02(
    'the person is awake from two in the afternoon; noon',
    { ...BOSTON, preferences: [{ hours: '14:00-21:00' }] },
    waitUntil('2026-03-04T14:00:00-05:00'),
  ),
  time02(
    'the same at two',
    { ...BOSTON, at: '2026-03-04T14:00:00-05:00', preferences: [{ hours: '14:00-21:00' }] },
    'allow',
  ),
  place(
    'at work, when the person asked not to be called there',
    { ...BOSTON, place: 'work', preferences: [{ notAt: 'work' }] },
    'refuse',
  ),
  place('at home', { ...BOSTON, place: 'home', preferences: [{ notAt: 'work' }] }, 'allow'),
  attorney('the person has an attorney', { ...BOSTON, statuses: [ATTORNEY] }, 'refuse'),
  attorney('a call to the attorney', { ...BOSTON, statuses: [ATTORNEY], addressee: 'attorney' }, 'allow'),
  thirdParty(
    'a neighbour is told of a debt',
    { ...BOSTON, addressee: 'third-party', purpose: 'locate', content: ['debt'] },
    'refuse',
  ),
  thirdParty(
    'a neighbour is asked for the address only',
    { ...BOSTON, addressee: 'third-party', purpose: 'locate', content: [] },
    'allow',
  ),
];
