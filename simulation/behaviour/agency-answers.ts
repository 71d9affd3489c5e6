/** What an agency meets at the accounts it was given. */
import { disputeAbout, disputesBy, isPastPaying } from './complaints.ts';
import type { AgencyAct, AgencyQuestion, Debtor } from './debtor.ts';
import { drawBetween, drawn, drawOne } from './draw.ts';
import { amountOf, emptyPromise, intentOf, monthOf, paydayOf, paysAgency, planOf } from './month.ts';
import { newPointOf } from './traits.ts';

/** Share of days on which an agency gets through, to be multiplied by how readily the person picks up. */
const SHARE_OF_DAYS = 0.35;
const SHARE_OF_STOPS = 0.02;
const PROMISES = 0.4;
const PROMISES_EMPTILY = 0.08;

function getsThrough({ seed, traits }: Debtor, account: string, day: number): boolean {
  if (traits.emailDead && traits.phone !== 'right') return false;
  return drawn(SHARE_OF_DAYS * traits.picksUp, seed, account, day, 'agency gets through');
}

function isFirstContact(debtor: Debtor, { account, day, placedDay }: AgencyQuestion): boolean {
  for (let earlier = placedDay + 1; earlier < day; earlier += 1)
    if (getsThrough(debtor, account.account, earlier)) return false;
  return true;
}

/** What is said when the agency gets through. Complaints come at the first contact. */
function contactToday(debtor: Debtor, question: AgencyQuestion): AgencyAct[] {
  const { seed, person, traits } = debtor;
  const { account, day } = question;
  if (day <= question.placedDay || !getsThrough(debtor, account.account, day)) return [];
  const channels = traits.phone === 'right' ? (['call', 'call', 'sms'] as const) : (['email'] as const);
  const acts: AgencyAct[] = [
    { event: 'contact', channel: drawOne(channels, seed, account.account, day, 'agency contact') },
  ];
  if (isPastPaying(debtor, day)) return acts;
  if (isFirstContact(debtor, question)) {
    if (traits.fate && day >= traits.fate.day) acts.push({ event: 'hardship' });
    if (disputesBy(debtor, account.account) === 'agency')
      acts.push({ event: 'dispute', about: disputeAbout(debtor, account.account) });
    if (drawn(SHARE_OF_STOPS, seed, person, 0, 'stops the agency')) acts.push({ event: 'stop', channel: 'call' });
  }
  return [...acts, ...(acts.length === 1 ? promiseToday(debtor, question) : [])];
}

function promiseToday(debtor: Debtor, { account, day }: AgencyQuestion): AgencyAct[] {
  if (account.overdueMinor <= 0n) return [];
  const intent = intentOf(debtor, account, monthOf(day), true);
  const [first] = planOf(debtor, account, day, intent);
  const meant = first && intent !== 'rolled' && first.day - day >= 3;
  if (first && !meant) return [];
  if (!drawn(meant ? PROMISES : PROMISES_EMPTILY, debtor.seed, account.account, day, 'promises the agency')) return [];
  const parts = meant ? [first] : emptyPromise(debtor, account, day);
  return parts.map((part) => ({ event: 'promise', minor: part.minor, promisedDay: part.day }));
}

/** The month's payment if it goes to the agency; for a `placed` account, `actsOf` omits that payment. */
function paymentToday(debtor: Debtor, { account, day }: AgencyQuestion): AgencyAct[] {
  const month = monthOf(day);
  if (account.dpd < 1 || paydayOf(debtor, account.account, month) !== day || isPastPaying(debtor, day)) return [];
  if (!paysAgency(debtor, account.account, month)) return [];
  const minor = amountOf(debtor, account, month, intentOf(debtor, account, month, true));
  return minor > 0n ? [{ event: 'payment', minor, to: 'agency' }] : [];
}

/** Some days after the placement, the agency finds a person whom the lender cannot reach. */
function addressToday(debtor: Debtor, { day, placedDay }: AgencyQuestion): AgencyAct[] {
  const { seed, person, traits } = debtor;
  const channel = traits.emailDead ? 'email' : traits.phone !== 'right' ? 'sms' : null;
  if (channel === null || placedDay + drawBetween(4, 12, seed, person, 0, 'found') !== day) return [];
  return [{ event: 'address', channel, value: newPointOf(debtor, channel) }];
}

/**
 * What the agency meets today at one of its accounts. Acts after a `contact` were said during it. The agency itself
 * decides whether it accepts, returns or loses an account.
 */
export function answerAgency(debtor: Debtor, question: AgencyQuestion): AgencyAct[] {
  return [...paymentToday(debtor, question), ...addressToday(debtor, question), ...contactToday(debtor, question)];
}
