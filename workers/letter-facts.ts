/** Builds what a letter may use: personal values are read here, inside the claim, and live in memory only while a message is written. */
import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { CreditorTerms as Terms } from '../domain/contracts/creditor.ts';
import type { AccountFacts } from '../domain/facts.ts';
import type { LetterAccount, LetterFacts } from '../domain/letter.ts';
import { factsOf, standingOf } from '../domain/standing.ts';
import { addDays, type Instant, localDate } from '../domain/time.ts';
import { allocate } from '../stages/agency/allocate.ts';
import { NOTICE_DAYS } from '../stages/agency/stage.ts';
import { firstRecordOn } from '../stages/bureau/stage.ts';
import { DEMAND_DAYS } from '../stages/legal/stage.ts';

export interface Addressee {
  personId: string;
  name: string;
  language: 'en' | 'zh-Hans';
  /** The contact point that the message goes to. */
  to: string;
  creditor: { name: string; code: string; terms: Terms };
}

/** Name, language and the first valid address of a person on a channel; null when there is none. */
export async function readAddressees(
  trx: Transaction<Database>,
  personIds: readonly string[],
  channel: 'email' | 'sms',
): Promise<Map<string, Addressee>> {
  const { rows } = await sql<Omit<Addressee, 'creditor'> & { creditorName: string; code: string; terms: Terms }>`
    select p.id as "personId", p.name, p.language, cp.value as "to", c.name as "creditorName", c.code, c.terms
    from person p join creditor c on c.id = p.creditor_id
    join lateral (select value from contact_point where person_id = p.id and channel = ${channel} and invalid_since is null order by id limit 1) cp on true
    where p.id = any(${[...personIds]}::uuid[])`.execute(trx);
  return new Map(
    rows.map(({ creditorName, code, terms, ...row }) => [row.personId, { ...row, creditor: { name: creditorName, code, terms } }]),
  );
}

/** What the letter says about one account. */
function letterAccount(facts: AccountFacts, now: Instant): LetterAccount {
  const standing = standingOf(facts, now);
  const payment = factsOf(facts.facts, 'payment').at(-1);
  return {
    number: facts.number,
    product: facts.product,
    currency: facts.currency,
    overdue: standing.overdue,
    balance: facts.balance,
    balanceDue: standing.chargedOff,
    dpd: standing.dpd,
    dues: standing.open.filter((due) => due.on < localDate(now, facts.creditor.zone)).map((due) => ({ on: due.on, minor: due.unpaid })),
    lastPayment: payment ? { on: localDate(payment.occurredAt, facts.creditor.zone), minor: payment.body.minor } : null,
    paymentReference: facts.number,
  };
}

/** Three equal parts, the first in a week; or everything in two weeks. A policy on offers may replace this later. */
export const OFFER_PARTS = 3;
const OFFER_FIRST_DAYS = 7;
const DEFER_DAYS = 14;

/** Facts of a letter to one person about one or more accounts with one creditor. */
export function letterFacts(to: Omit<Addressee, 'to'>, accounts: readonly AccountFacts[], now: Instant): LetterFacts {
  const first = accounts[0] as AccountFacts;
  const on = localDate(now, first.person.zone);
  const total = accounts.reduce((sum, facts) => sum + standingOf(facts, now).overdue, 0n);
  const { terms, name } = to.creditor;
  const agency = terms.agencies.find((one) => one.code === allocate(first));
  const returned = accounts.some((facts) => isUntoldReversal(facts));
  return {
    language: to.language,
    on,
    personName: to.name,
    creditor: {
      name,
      phone: terms.phone,
      email: terms.email,
      address: terms.address,
      payAt: terms.payAt,
      payTo: terms.payTo,
      complaints: terms.complaints,
      freeHelp: terms.freeHelp,
    },
    accounts: accounts.map((facts) => letterAccount(facts, now)),
    paymentReturned: returned,
    offer: {
      parts: OFFER_PARTS,
      each: (total + BigInt(OFFER_PARTS) - 1n) / BigInt(OFFER_PARTS),
      first: addDays(on, OFFER_FIRST_DAYS),
      deferUntil: addDays(on, DEFER_DAYS),
    },
    agency: agency ? { name: agency.name, phone: agency.phone, from: addDays(on, NOTICE_DAYS) } : null,
    bureau: terms.bureau ? { name: terms.bureau.name, earliest: firstRecordOn(addDays(on, 1)) } : null,
    court: { payBy: addDays(on, DEMAND_DAYS) },
  };
}

/** A payment came back and nothing has been said since. */
function isUntoldReversal(facts: AccountFacts): boolean {
  const reversal = factsOf(facts.facts, 'reversal').at(-1);
  if (!reversal) return false;
  return !facts.effects.some(
    (one) => one.sentAt !== null && one.sentAt > reversal.occurredAt && (one.channel === 'email' || one.channel === 'sms'),
  );
}
