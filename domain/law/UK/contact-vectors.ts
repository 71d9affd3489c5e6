/** Test vectors of UK/contact.ts. Times are those of London; +01:00 is its summer time. */
import type { GateCaseInput } from '../../contracts/gate-case.ts';
import { type Vector, waitUntil } from '../vector.ts';

const at = (moment: string, over: Partial<GateCaseInput> = {}): GateCaseInput => ({
  law: ['UK'],
  zones: ['Europe/London'],
  at: moment,
  ...over,
});
/** Noon of a day in winter. */
const noon = (over: Partial<GateCaseInput>): GateCaseInput => at('2026-03-06T12:00:00Z', over);
const winter = (time: string, over: Partial<GateCaseInput> = {}) => at(`2026-03-06T${time}Z`, over);
const summer = (day: string, over: Partial<GateCaseInput> = {}) => at(`2026-${day}T12:00:00+01:00`, over);

const AFTER_15 = { preferences: [{ hours: '15:00-24:00' }] };
const MORATORIUM = { statuses: [{ status: 'breathing-space', since: '2026-06-01T09:00:00+01:00' }] };
const CRISIS = { status: 'mental-health-crisis', since: '2026-06-01T09:00:00+01:00' };
const TREATED = { statuses: [{ ...CRISIS, endedAt: '2026-06-20T12:00:00+01:00' }] };
const DISPUTED = { statuses: [{ status: 'dispute', since: '2026-03-01T00:00:00Z' }] };
const INCAPABLE = { statuses: [{ status: 'incapacity', since: '2026-03-01T00:00:00Z' }] };
const FRAGILE = { statuses: [{ status: 'vulnerable', since: '2026-03-01T00:00:00Z' }] };
const ANNOUNCED = { notices: [{ notice: 'visit', sentAt: '2026-03-02T10:00:00Z' }] };
const demands = (...days: number[]) => ({ contacts: days.map((day) => ({ at: `2026-03-0${day}T10:00:00Z` })) });

export const CONTACT_VECTORS: readonly Vector[] = [
  {
    rule: 'UK-TIME-01',
    says: '07:59',
    situation: winter('07:59:59'),
    answer: waitUntil('2026-03-06T08:00:00Z'),
  },
  { rule: 'UK-TIME-01', says: '08:00', situation: winter('08:00:00'), answer: 'allow' },
  { rule: 'UK-TIME-01', says: '20:59', situation: winter('20:59:59'), answer: 'allow' },
  { rule: 'UK-TIME-01', says: '21:00', situation: winter('21:00:00'), answer: waitUntil('2026-03-07T08:00:00Z') },
  {
    rule: 'UK-TIME-01',
    says: '07:30 UTC on the day on which summer time begins: 08:30 in London',
    situation: at('2026-03-29T07:30:00Z'),
    answer: 'allow',
  },
  {
    rule: 'UK-TIME-01',
    says: '07:30 UTC on the day before',
    situation: at('2026-03-28T07:30:00Z'),
    answer: waitUntil('2026-03-28T08:00:00Z'),
  },
  {
    rule: 'UK-TIME-01',
    says: '21:30, agreed to by the person',
    situation: winter('21:30:00', {
      consents: [{ scope: 'hours', at: '2026-03-01T00:00:00Z', hours: '19:00-23:00' }],
    }),
    answer: 'allow',
  },
  {
    rule: 'UK-WISH-01',
    says: 'a night-shift worker asked for calls after 15:00; 11:00',
    situation: winter('11:00:00', AFTER_15),
    answer: waitUntil('2026-03-06T15:00:00Z'),
  },
  { rule: 'UK-WISH-01', says: 'the same at 15:00', situation: winter('15:00:00', AFTER_15), answer: 'allow' },
  {
    rule: 'UK-WISH-01',
    says: 'the same at 21:00: the wish ends inside the night, so the next afternoon',
    situation: winter('21:00:00', AFTER_15),
    answer: waitUntil('2026-03-07T15:00:00Z'),
  },
  {
    rule: 'UK-WISH-02',
    says: 'no calls, as asked; a call',
    situation: noon({ preferences: [{ notBy: 'call' }] }),
    answer: 'refuse',
  },
  {
    rule: 'UK-WISH-02',
    says: 'no calls, as asked; a letter',
    situation: noon({ channel: 'letter', preferences: [{ notBy: 'call' }] }),
    answer: 'allow',
  },
  {
    rule: 'UK-WISH-03',
    says: 'not at work, as asked; a call at work',
    situation: noon({ place: 'work', preferences: [{ notAt: 'work' }] }),
    answer: 'refuse',
  },
  {
    rule: 'UK-WISH-03',
    says: 'not at work, as asked; a call at home',
    situation: noon({ place: 'home', preferences: [{ notAt: 'work' }] }),
    answer: 'allow',
  },
  {
    rule: 'UK-FREQ-01',
    says: 'a fourth demand in seven days',
    situation: noon(demands(2, 3, 4)),
    answer: waitUntil('2026-03-09T08:00:00Z'),
  },
  { rule: 'UK-FREQ-01', says: 'a third demand in seven days', situation: noon(demands(3, 4)), answer: 'allow' },
  {
    rule: 'UK-3P-01',
    says: 'a demand towards the spouse',
    situation: noon({ addressee: 'spouse' }),
    answer: 'refuse',
  },
  {
    rule: 'UK-3P-01',
    says: 'a contact person is asked for the address; the text shows no debt',
    situation: noon({ addressee: 'contact-person', purpose: 'locate', content: ['identity'] }),
    answer: 'allow',
  },
  {
    rule: 'UK-3P-01',
    says: 'a contact person is asked for the address; the text names the amount',
    situation: noon({ addressee: 'contact-person', purpose: 'locate', content: ['amount'] }),
    answer: 'refuse',
  },
  ...(['debtor', 'joint-debtor', 'guarantor', 'executor', 'attorney'] as const).map(
    (addressee): Vector => ({
      rule: 'UK-3P-01',
      says: `a demand towards who may know of the debt: ${addressee}`,
      situation: noon({ addressee, content: ['amount'] }),
      answer: 'allow',
    }),
  ),
  ...['debt', 'overdue', 'lawsuit'].map(
    (feature): Vector => ({
      rule: 'UK-3P-01',
      says: `a contact person is asked for the address; the text mentions: ${feature}`,
      situation: noon({ addressee: 'contact-person', purpose: 'locate', content: ['identity', feature] }),
      answer: 'refuse',
    }),
  ),
  {
    rule: 'UK-3P-01',
    says: 'a contact person is informed; the text shows no debt',
    situation: noon({ addressee: 'contact-person', purpose: 'information', content: ['identity'] }),
    answer: 'refuse',
  },
  {
    rule: 'UK-3P-01',
    says: 'a report to an agency of credit reference, which no contact rule binds: by night, of what no text says',
    situation: winter('23:00:00', {
      ...{ act: 'report', addressee: 'third-party', content: ['pretext', 'pay-at-once'], place: 'work' },
      preferences: [{ hours: '15:00-24:00' }, { notBy: 'call' }, { notAt: 'work' }],
      notices: [{ notice: 'adverse-report', sentAt: '2026-01-05T10:00:00Z' }],
    }),
    answer: 'allow',
  },
  ...['pretext', 'false-authority', 'court-look', 'unintended-step'].map(
    (feature): Vector => ({
      rule: 'UK-CONTENT-01',
      says: `a letter with what no text does: ${feature}`,
      situation: noon({ channel: 'letter', content: [feature] }),
      answer: 'refuse',
    }),
  ),
  ...['pay-at-once', 'borrow-to-pay', 'sell-home'].map(
    (feature): Vector => ({
      rule: 'UK-FORB-02',
      says: `a letter that presses: ${feature}`,
      situation: noon({ channel: 'letter', content: [feature] }),
      answer: 'refuse',
    }),
  ),
  {
    rule: 'UK-VISIT-02',
    says: 'an announced visit to a person who is not vulnerable',
    situation: noon({ channel: 'visit', ...ANNOUNCED }),
    answer: 'allow',
  },
  {
    rule: 'UK-FREQ-01',
    says: 'a notice after three demands in seven days',
    situation: noon({ ...demands(3, 4, 5), purpose: 'notice' }),
    answer: 'allow',
  },
  {
    rule: 'UK-FREQ-01',
    says: 'a demand after two demands and an answer',
    situation: noon({
      contacts: [...demands(3, 4).contacts, { at: '2026-03-05T10:00:00Z', purpose: 'answer' as const }],
    }),
    answer: 'allow',
  },
  ...(['file-claim', 'terminate'] as const).map(
    (act): Vector => ({
      rule: 'UK-DISP-01',
      says: `to ${act} while a dispute is open`,
      situation: noon({ act, ...DISPUTED, debt: { accruedOn: '2025-06-15' } }),
      answer: 'refuse',
    }),
  ),
  ...(['joint-debtor', 'guarantor', 'executor'] as const).map(
    (addressee): Vector => ({
      rule: 'UK-BS-02',
      says: `a call to who stands beside the debtor in a moratorium: ${addressee}`,
      situation: summer('06-20', { ...MORATORIUM, addressee }),
      answer: 'refuse',
    }),
  ),
  ...(['information', 'locate'] as const).map(
    (purpose): Vector => ({
      rule: 'UK-BS-02',
      says: `a call for ${purpose} in a moratorium`,
      situation: summer('06-20', { ...MORATORIUM, purpose }),
      answer: 'refuse',
    }),
  ),
  {
    rule: 'UK-3P-01',
    says: 'a contact person is asked for the address; what the text shows is not known',
    situation: noon({ addressee: 'contact-person', purpose: 'locate' }),
    answer: 'refuse',
  },
  {
    rule: 'UK-VISIT-01',
    says: 'a visit that was not announced',
    situation: noon({ channel: 'visit' }),
    answer: { require: 'visit' },
  },
  {
    rule: 'UK-VISIT-01',
    says: 'a visit that was announced',
    situation: noon({ channel: 'visit', ...ANNOUNCED }),
    answer: 'allow',
  },
  {
    rule: 'UK-VISIT-02',
    says: 'an announced visit to a vulnerable person',
    situation: noon({ channel: 'visit', ...ANNOUNCED, ...FRAGILE }),
    answer: 'refuse',
  },
  { rule: 'UK-VISIT-02', says: 'a call to a vulnerable person', situation: noon(FRAGILE), answer: 'allow' },
  {
    rule: 'UK-CONTENT-01',
    says: 'a card that pretends a missed delivery',
    situation: noon({ channel: 'letter', content: ['pretext'] }),
    answer: 'refuse',
  },
  {
    rule: 'UK-CONTENT-01',
    says: 'a letter that names the amount',
    situation: noon({ channel: 'letter', content: ['amount'] }),
    answer: 'allow',
  },
  {
    rule: 'UK-FORB-02',
    says: 'a text that tells to borrow',
    situation: noon({ content: ['borrow-to-pay'] }),
    answer: 'refuse',
  },
  { rule: 'UK-FORB-02', says: 'a text that offers a plan', situation: noon({ content: ['plan'] }), answer: 'allow' },
  {
    rule: 'UK-VULN-02',
    says: 'a demand to a person who seems unable to decide',
    situation: noon(INCAPABLE),
    answer: 'refuse',
  },
  {
    rule: 'UK-VULN-02',
    says: 'an answer to the same person',
    situation: noon({ ...INCAPABLE, purpose: 'answer' }),
    answer: 'allow',
  },
  {
    rule: 'UK-VULN-02',
    says: 'the same person’s account is placed with an agency',
    situation: noon({ ...INCAPABLE, act: 'place' }),
    answer: 'refuse',
  },
  { rule: 'UK-DISP-01', says: 'a demand while a dispute is open', situation: noon(DISPUTED), answer: 'refuse' },
  {
    rule: 'UK-DISP-01',
    says: 'a demand while another debt is disputed',
    situation: noon({ statuses: [{ status: 'dispute', since: '2026-03-01T00:00:00Z', debt: 'other' }] }),
    answer: 'allow',
  },
  {
    rule: 'UK-DISP-01',
    says: 'a demand after the dispute was investigated',
    situation: noon({
      statuses: [{ status: 'dispute', since: '2026-03-01T00:00:00Z', endedAt: '2026-03-05T10:00:00Z' }],
    }),
    answer: 'allow',
  },
  {
    rule: 'UK-DISP-02',
    says: 'a demand for the rest while a part is disputed',
    situation: noon({ statuses: [{ status: 'part-dispute', since: '2026-03-01T00:00:00Z' }] }),
    answer: 'refuse',
  },
  {
    rule: 'UK-DISP-02',
    says: 'a demand after the part was investigated',
    situation: noon({
      statuses: [{ status: 'part-dispute', since: '2026-03-01T00:00:00Z', endedAt: '2026-03-05T10:00:00Z' }],
    }),
    answer: 'allow',
  },
  {
    rule: 'UK-BS-02',
    says: 'a moratorium began on 06-01; a call on 06-20',
    situation: summer('06-20', MORATORIUM),
    answer: 'refuse',
  },
  {
    rule: 'UK-BS-02',
    says: 'the same; the person asked about the debt, and is answered by e-mail',
    situation: summer('06-20', { ...MORATORIUM, channel: 'email', purpose: 'answer' }),
    answer: 'allow',
  },
  {
    rule: 'UK-BS-02',
    says: 'the same; a notice that the Consumer Credit Act requires',
    situation: summer('06-20', { ...MORATORIUM, channel: 'letter', purpose: 'notice' }),
    answer: 'allow',
  },
  {
    rule: 'UK-BS-02',
    says: 'the same; the debt adviser is called',
    situation: summer('06-20', { ...MORATORIUM, addressee: 'attorney' }),
    answer: 'allow',
  },
  {
    rule: 'UK-BS-02',
    says: 'the same on 07-30, the 60th day',
    situation: summer('07-30', MORATORIUM),
    answer: 'refuse',
  },
  {
    rule: 'UK-BS-02',
    says: 'the same on 07-31, which another count leaves in the moratorium',
    situation: summer('07-31', MORATORIUM),
    answer: waitUntil('2026-08-01T08:00:00+01:00'),
  },
  { rule: 'UK-BS-02', says: 'the same on 08-01', situation: summer('08-01', MORATORIUM), answer: 'allow' },
  {
    rule: 'UK-BS-02',
    says: 'a moratorium that the adviser ended on 06-15; a call on 06-20',
    situation: summer('06-20', {
      statuses: [{ ...MORATORIUM.statuses[0], status: 'breathing-space', endedAt: '2026-06-15T10:00:00+01:00' }],
    } as Partial<GateCaseInput>),
    answer: 'allow',
  },
  {
    rule: 'UK-BS-02',
    says: 'a mental health crisis whose treatment goes on, after 60 days',
    situation: summer('09-20', { statuses: [CRISIS] }),
    answer: 'refuse',
  },
  {
    rule: 'UK-BS-02',
    says: 'a treatment that ended on 06-20; the 30th day after it',
    situation: summer('07-20', TREATED),
    answer: 'refuse',
  },
  { rule: 'UK-BS-02', says: 'the same on the 31st day', situation: summer('07-21', TREATED), answer: 'allow' },
];
