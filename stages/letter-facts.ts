/**
 * What a letter or a caller may say to one person, made from the facts of their accounts. Pure; it keeps no personal
 * values.
 */
import type { CreditorTerms } from '../domain/contracts/creditor.ts';
import type { AccountFacts } from '../domain/facts.ts';
import { askedOf, type LetterAccount, type LetterFacts, type Recipient } from '../domain/letter.ts';
import type { Limits } from '../domain/limits.ts';
import { type Offer, offerFor } from '../domain/offer.ts';
import { factsOf, MAX_BROKEN_PROMISES, standingOf } from '../domain/standing.ts';
import { addDays, type CalendarDate, type Instant, localDate } from '../domain/time.ts';
import { allocate } from './agency/allocate.ts';
import { firstRecordOn } from './bureau/stage.ts';

/** The facts of a letter to one person about one or more accounts with one creditor, all under the same rules. */
export function letterFacts(
  { name: personName, language, creditor }: Recipient,
  facts: readonly AccountFacts[],
  now: Instant,
  limits: Limits,
): LetterFacts {
  const first = facts[0] as AccountFacts;
  const on = localDate(now, first.person.zone);
  const accounts = facts.map((fact) => letterAccount(fact, now));
  const { phone, email, address, payAt, payTo, complaints, freeHelp } = creditor.terms;
  return {
    language,
    on,
    personName,
    creditor: { name: creditor.name, phone, email, address, payAt, payTo, complaints, freeHelp },
    accounts,
    paymentReturned: facts.some((fact) => isUntoldReversal(fact, now)),
    offer: facts.some((fact) => standingOf(fact, now).brokenPromises >= MAX_BROKEN_PROMISES)
      ? null
      : offerOf(accounts, on),
    ...escalationsOf(creditor.terms, first, on, limits),
  };
}

/** What the letter says about one account. */
function letterAccount(facts: AccountFacts, now: Instant): LetterAccount {
  const { zone } = facts.creditor;
  const standing = standingOf(facts, now);
  const payment = factsOf(facts.facts, 'payment').at(-1);
  const cameBack = payment !== undefined && (standing.lastReversalAt ?? Number.NEGATIVE_INFINITY) >= payment.occurredAt;
  return {
    number: facts.number,
    product: facts.product,
    currency: facts.currency,
    overdue: standing.overdue,
    balance: standing.balance,
    balanceDue: standing.chargedOff,
    dpd: standing.dpd,
    dues: [...standing.late],
    lastPayment: payment && !cameBack ? { on: localDate(payment.occurredAt, zone), minor: payment.body.minor } : null,
    paymentReference: facts.number,
  };
}

/** One offer for everything asked for; none when the accounts are in several currencies. */
function offerOf(accounts: readonly LetterAccount[], on: CalendarDate): Offer | null {
  const currencies = [...new Set(accounts.map((account) => account.currency))];
  const total = accounts.reduce((sum, account) => sum + askedOf(account), 0n);
  return currencies.length === 1 ? offerFor(total, currencies[0] as string, on) : null;
}

/** Who would act next, and when at the earliest. */
function escalationsOf(
  { agencies, bureau }: CreditorTerms,
  facts: AccountFacts,
  on: CalendarDate,
  { terms, calendar: { opens, closes } }: Limits,
): Pick<LetterFacts, 'agency' | 'bureau' | 'court'> {
  const agency = agencies.find((agency) => agency.code === allocate(facts));
  const from = addDays(on, terms.placementNoticeDays);
  return {
    agency: agency
      ? { name: agency.name, phone: agency.phone, complaints: agency.complaints, from, hours: { opens, closes } }
      : null,
    bureau: bureau ? { name: bureau.name, earliest: firstRecordOn(addDays(on, 1), terms) } : null,
    court: { payBy: addDays(on, terms.finalDemandDays) },
  };
}

/** Whether a payment came back and no e-mail has said so since. An SMS cannot say it: it mentions no payment. */
function isUntoldReversal(facts: AccountFacts, now: Instant): boolean {
  const reversedAt = standingOf(facts, now).reversals.at(-1)?.at;
  if (reversedAt === undefined) return false;
  return !facts.effects.some(
    (effect) => effect.channel === 'email' && effect.sentAt !== null && effect.sentAt > reversedAt,
  );
}
