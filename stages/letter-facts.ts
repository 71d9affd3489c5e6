/**
 * What a letter or a caller may say to one person, made from the facts of their accounts. Pure; it keeps no personal
 * values.
 */
import type { Agreement } from '../domain/agreements/agreements.ts';
import { helpersIn } from '../domain/care/affordability/help-organisations.ts';
import { countingSheet } from '../domain/care/affordability/recorded.ts';
import { isUnder } from '../domain/care/in-force.ts';
import { IN_NEED } from '../domain/care/need.ts';
import { chargesUnder } from '../domain/care/stops.ts';
import type { Channel } from '../domain/channels.ts';
import type { CreditorTerms } from '../domain/contracts/creditor.ts';
import type { Disputed } from '../domain/disputes.ts';
import type { AccountFacts } from '../domain/facts.ts';
import { lastPaymentOf } from '../domain/last-payment.ts';
import { isCollected } from '../domain/law/collector.ts';
import { jurisdictionsOf } from '../domain/law/which-law.ts';
import {
  askedOf,
  type LetterAccount,
  type LetterAgreement,
  type LetterFacts,
  type LetterRestart,
  type Recipient,
} from '../domain/letter.ts';
import { limitationOf } from '../domain/limitation.ts';
import type { Limits, Terms } from '../domain/limits.ts';
import { sumOf } from '../domain/money/settle.ts';
import { type Offer, offerFor } from '../domain/offer.ts';
import { isSameLender } from '../domain/owner.ts';
import { begunAnewOn } from '../domain/silence.ts';
import { MAX_BROKEN_PROMISES, type Standing, standingOf } from '../domain/standing.ts';
import {
  addDays,
  type CalendarDate,
  daysBetween,
  type Instant,
  localDate,
  startOfDay,
  type Zone,
} from '../domain/time.ts';
import { softestOf, toneOf } from '../domain/tone.ts';
import { allocate } from './agency/allocate.ts';
import { firstRecordOn } from './bureau/stage.ts';

/** The facts of a letter to one person about one or more accounts with one creditor, under the law of all of them. */
export function letterFacts(
  { name: personName, language, creditor }: Recipient,
  facts: readonly AccountFacts[],
  now: Instant,
  limits: Limits,
): LetterFacts {
  const first = facts[0] as AccountFacts;
  const on = localDate(now, first.person.zone);
  const accounts = facts.map((fact) => letterAccount(fact, on, now));
  const { phone, email, address, payAt, payTo, complaints, freeHelp } = creditor.terms;
  const barred = facts.some((fact) => isBarred(fact, now));
  return {
    language,
    on,
    personName,
    creditor: { name: creditor.name, phone, email, address, payAt, payTo, complaints, freeHelp },
    accounts,
    tone: softestOf([...facts.map((fact) => toneOf(fact, standingOf(fact, now), now)), limits.terms.firmestTone]),
    paymentReturned: facts.some((fact) => isUntoldReversal(fact, now)),
    restart: restartIn(facts, creditor.name),
    barred,
    collector: facts.some(isCollected),
    charges: chargesUnder(facts.flatMap((fact) => standingOf(fact, now).care)),
    ...careOf(first, facts, now),
    offer:
      barred ||
      meansOf(first) !== null ||
      facts.some((fact) => standingOf(fact, now).brokenPromises >= MAX_BROKEN_PROMISES)
        ? null
        : offerOf(accounts, on, limits.terms),
    answers: [],
    ombudsman: null,
    ...escalationsOf(creditor.terms, first, { on, sentOn: localDate(now, first.creditor.zone) }, limits),
  };
}

/** What a month leaves by the sheet that counts; null where none does. */
function meansOf({ person, currency }: AccountFacts): LetterFacts['means'] {
  const sheet = countingSheet(person.facts);
  return sheet && { minor: sheet.offer?.minor ?? 0n, currency: sheet.offer?.currency ?? currency };
}

function careOf(
  first: AccountFacts,
  facts: readonly AccountFacts[],
  now: Instant,
): Pick<LetterFacts, 'means' | 'helpers'> {
  const inNeed = facts.some((fact) => isUnder(standingOf(fact, now), ...IN_NEED));
  const helpers = inNeed ? helpersIn(first.person.country ?? jurisdictionsOf(first)[0] ?? null) : [];
  return { means: meansOf(first), helpers: helpers.map(({ name, number, source }) => ({ name, number, source })) };
}

/**
 * What the letter of that date says about one account. What is overdue counts in the creditor's zone; the letter's days
 * and dates fit the one date that it bears.
 */
function letterAccount(facts: AccountFacts, on: CalendarDate, now: Instant): LetterAccount {
  const standing = standingOf(facts, now);
  const lastPayment = lastPaymentOf(facts, standing);
  // Nothing is owed to the creditor on a closed account.
  if (facts.closed)
    return {
      ...closedAccount(facts),
      agreement: standing.agreement && letterAgreement(standing.agreement, facts.creditor.zone),
      lastPayment: lastPayment && { ...lastPayment, on: notAfter(lastPayment.on, on) },
    };
  return {
    number: facts.number,
    product: facts.product,
    currency: facts.currency,
    overdue: standing.overdue,
    balance: standing.undisputed,
    balanceDue: standing.chargedOff,
    dpd: standing.oldest === null ? 0 : Math.max(1, daysBetween(standing.oldest, on)),
    dues: [...standing.late],
    lastPayment: lastPayment && { ...lastPayment, on: notAfter(lastPayment.on, on) },
    paymentReference: facts.number,
    promise: promisedPart(standing),
    disputed: standing.disputed && disputedPart(standing.disputed),
    agreement: standing.agreement && letterAgreement(standing.agreement, facts.creditor.zone),
  };
}

function letterAgreement({ said, accepted, proposedAt, next, parts, since }: Agreement, zone: Zone): LetterAgreement {
  return {
    text: said.text,
    agreedOn: localDate(accepted?.at ?? proposedAt, zone),
    next: next && { on: next.on, minor: next.minor - next.paid, until: next.until },
    paid: parts.reduce((sum, { paid }) => sum + paid, 0n),
    waived: said.waived.minor,
    since,
  };
}

/** The part of the person's word that a message may name; none once nothing is overdue. */
function promisedPart({ promises, cured }: Standing): LetterAccount['promise'] {
  const promise = promises.at(-1);
  if (cured || !promise?.open || (promise.state !== 'running' && promise.state !== 'broken')) return null;
  return { ...promise.open };
}

function closedAccount({ number, product, currency }: AccountFacts): Omit<LetterAccount, 'lastPayment' | 'agreement'> {
  const nothing = { overdue: 0n, balance: 0n, balanceDue: false, dpd: 0, dues: [], disputed: null, promise: null };
  return { ...{ number, product, currency, paymentReference: number }, ...nothing };
}

/**
 * What is disputed, in the words of the disputes: the unpaid dues that they name, and the sum of those that name one.
 */
function disputedPart({ disputes, dues, minor }: Disputed): LetterAccount['disputed'] {
  if (minor === 0n) return null;
  const named = new Set(disputes.flatMap((dispute) => dispute.dues ?? []));
  const unpaid = dues.filter(({ on }) => named.has(on));
  return { dues: unpaid.map(({ on }) => on), minor: minor - sumOf(unpaid) };
}

const notAfter = (date: CalendarDate, last: CalendarDate): CalendarDate => (date < last ? date : last);

const isBarred = (facts: AccountFacts, now: Instant): boolean =>
  limitationOf(facts, standingOf(facts, now), localDate(now, facts.creditor.zone)).barred;

/** One offer for everything asked for; none when the accounts are in several currencies. */
function offerOf(accounts: readonly LetterAccount[], on: CalendarDate, { offers }: Terms): Offer | null {
  const currencies = [...new Set(accounts.map((account) => account.currency))];
  const total = accounts.reduce((sum, account) => sum + askedOf(account), 0n);
  return currencies.length === 1 ? offerFor(total, currencies[0] as string, on, offers) : null;
}

/**
 * Who would act next, and when at the earliest. `sentOn` is the creditor's date of sending: nothing may happen before
 * what the letter says.
 */
function escalationsOf(
  { agencies, bureau }: CreditorTerms,
  facts: AccountFacts,
  { on, sentOn }: { on: CalendarDate; sentOn: CalendarDate },
  { terms, calendar }: Limits,
): Pick<LetterFacts, 'agency' | 'bureau' | 'court'> {
  const agency = agencies.find((agency) => agency.code === allocate(facts, terms));
  const from = addDays(on, terms.placementNoticeDays);
  return {
    agency: agency
      ? { name: agency.name, phone: agency.phone, complaints: agency.complaints, from, hours: calendar.hoursOn(from) }
      : null,
    bureau: bureau ? { name: bureau.name, earliest: firstRecordOn(notAfter(sentOn, on), terms) } : null,
    court: { payBy: addDays(on, terms.finalDemandDays) },
  };
}

/** Whether a payment came back and no e-mail has said so since. An SMS cannot say it: it mentions no payment. */
function isUntoldReversal(facts: AccountFacts, now: Instant): boolean {
  const reversedAt = standingOf(facts, now).reversals.at(-1)?.at;
  if (reversedAt === undefined) return false;
  return !facts.effects.some(
    (effect) =>
      effect.channel === 'email' && effect.purpose !== 'answer' && effect.sentAt !== null && effect.sentAt > reversedAt,
  );
}

/** What the message says about accounts that begin again; null when none does, or an e-mail has said it. */
function restartIn(facts: readonly AccountFacts[], creditorName: string): LetterRestart | null {
  const restarts = facts.flatMap((fact) => {
    const on = fact.episode && begunAnewOn(fact, fact.episode.openedOn);
    return on === null || hasLeftSince(fact, startOfDay(on, fact.creditor.zone), ['email']) ? [] : [{ fact, on }];
  });
  if (restarts.length === 0) return null;
  const names = restarts.flatMap(({ fact: { owner } }) =>
    owner === null || isSameLender(owner, creditorName) ? [] : [owner],
  );
  return {
    cause: restarts.some(({ fact, on }) => isForNewOwner(fact, on)) ? 'owner' : 'silence',
    owners: [...new Set(names)],
    first: !restarts.some(({ fact, on }) => hasLeftSince(fact, startOfDay(on, fact.creditor.zone), ['email', 'sms'])),
  };
}

const hasLeftSince = ({ effects }: AccountFacts, at: Instant, channels: readonly Channel[]): boolean =>
  effects.some(
    ({ channel, purpose, sentAt }) =>
      channels.includes(channel) && purpose !== 'answer' && sentAt !== null && sentAt >= at,
  );

/** Whether an account that began again on a day did so for another owner, whom no message has named yet. */
function isForNewOwner(facts: AccountFacts, begunOn: CalendarDate): boolean {
  const { ownerChangedAt: at, creditor } = facts;
  return at !== null && localDate(at, creditor.zone) <= begunOn && !hasLeftSince(facts, at, ['email', 'sms']);
}
