/** Facts in plain words for the story of an account. Bodies hold no personal values, so neither do the words. */
import { planWords } from './agreements/words.ts';
import { VERDICT_WORDS } from './care/affordability/reasons.ts';
import type { SheetRecorded } from './care/affordability/sheet-facts.ts';
import { stopsContact } from './complaint-facts.ts';
import { partyWords } from './complaints.ts';
import type { AccountFact, AccountFactBodies, Fact, PersonFact, PersonFactBodies, PromisePart } from './facts.ts';
import { INSTRUCTION_WORDS } from './instruction-facts.ts';
import type { Hours } from './law/case.ts';
import { showAmount } from './money.ts';
import { suspenseWords } from './suspense.ts';
import { type CalendarDate, type Instant, localDate, localMinute, type Zone } from './time.ts';

const parts = (all: readonly PromisePart[], currency: string): string =>
  all.map((part) => `${showAmount(part.minor, currency)} for ${part.on}`).join(', ');
const optional = (lead: string, value: string | undefined): string => (value === undefined ? '' : `${lead}${value}`);

/** "08:00", of minutes after midnight. */
export const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** "2026-03-05 14:30", in `zone`. */
export function showMoment(at: Instant, zone: Zone): string {
  return `${localDate(at, zone)} ${clock(localMinute(at, zone))}`;
}

/** "08:00-21:00". */
export const showHours = ({ opens, closes }: Hours): string => `${clock(opens)}-${clock(closes)}`;

/** "an attorney". */
export const showRepresentative = (by: PersonFactBodies['represented']['by']): string =>
  by === 'attorney' ? 'an attorney' : 'a debt adviser';

/** What a consent is about; null and undefined are no limit. */
interface ConsentTo {
  scope: string;
  channel?: string | null;
  point?: string | null;
  hours?: Hours | null;
}
/** "hours, 20:00-22:00, by call". */
export function consentWords({ scope, channel, point, hours }: ConsentTo): string {
  const limits = [hours && showHours(hours), channel && `by ${channel}`, point && 'one number or address'];
  return [scope, ...limits.filter(Boolean)].join(', ');
}

function wishWords({ hours, notBy, notAt, writeOnly }: PersonFactBodies['preference']): string {
  const wishes = [
    hours && `contact only ${showHours(hours)}`,
    notBy && `no contact by ${notBy}`,
    notAt && `no contact at this place: ${notAt}`,
    writeOnly && 'no calls',
  ];
  return wishes.filter(Boolean).join(', ');
}

function endedWords({ hours, notBy, notAt, writeOnly }: PersonFactBodies['preference-ended']): string {
  const named = [hours && 'hours', notBy, notAt, writeOnly && 'no calls'].filter(Boolean);
  return named.length === 0 ? 'wishes for nothing of contact any more' : `no longer wishes: ${named.join(', ')}`;
}

/** "a sheet of income and expenses of 2026-03-02, from the person: something can be paid, $20 a month (pro-rata)". */
export function sheetWords({ on, verdict, offer, toldBy }: SheetRecorded): string {
  const told = toldBy === 'letter' ? 'by letter' : `from the ${toldBy}`;
  const share = offer && `, ${showAmount(offer.minor, offer.currency)} a month (${offer.form})`;
  return `a sheet of income and expenses of ${on}, ${told}: ${VERDICT_WORDS[verdict].en}${share ?? ''}`;
}

/** What a dispute is about: the dues that it names, a sum, or the debt. */
export function disputedWords({ dues, minor }: DisputedPart, currency: string): string {
  if (dues) return `the ${dues.length === 1 ? 'due' : 'dues'} of ${dues.join(', ')}`;
  return minor ? showAmount(minor, currency) : 'the debt';
}
interface DisputedPart {
  dues?: readonly CalendarDate[] | null;
  minor?: bigint | null;
}
/** Who let collecting begin again or wait. */
const restartedBy = ({ by, proposedBy, batch }: AccountFactBodies['restart-reviewed']): string =>
  batch === undefined ? `by ${by}` : `by bulk restart ${batch}: proposed by ${proposedBy}, approved by ${by}`;

type OfComplaint = Extract<PersonFact, { kind: 'complaint' | 'complaint-acknowledged' | 'complaint-closed' }>;

function complaintWords(fact: OfComplaint): { what: string; outcome: string } {
  switch (fact.kind) {
    case 'complaint': {
      const { cause, agency = null, staff = null, channel } = fact.body;
      return {
        what: `complains of ${cause} by ${partyWords({ agency, staff })} (${channel})`,
        outcome: stopsContact(cause) ? 'nothing reaches the person until it is closed' : 'a person answers it',
      };
    }
    case 'complaint-acknowledged':
      return { what: 'the receipt of a complaint was confirmed', outcome: `by ${fact.body.by}` };
    case 'complaint-closed': {
      const { outcome, redress, minor, currency, rootCause, reason, by } = fact.body;
      const paid = minor === undefined || currency === undefined ? '' : ` ${showAmount(minor, currency)}`;
      return {
        what: `a complaint was closed: ${outcome}, redress ${redress}${paid}, root cause ${rootCause}: ${reason}`,
        outcome: `by ${by}`,
      };
    }
  }
}

type OfInstruction = Extract<Fact, { kind: 'book-instructed' | 'book-confirmed' | 'book-rejected' | 'book-withdrawn' }>;

function instructionWords(fact: OfInstruction, currency: string): { what: string; outcome: string } {
  switch (fact.kind) {
    case 'book-instructed': {
      const { kind, minor, effectiveOn, deadline } = fact.body;
      const sum = minor === undefined ? '' : ` of ${showAmount(minor, currency)}`;
      return {
        what: `the book was instructed: ${INSTRUCTION_WORDS[kind]}${sum}, effective ${effectiveOn}`,
        outcome: `it answers by ${deadline}`,
      };
    }
    case 'book-confirmed':
      return { what: 'the book confirmed an instruction', outcome: `booked as of ${fact.body.bookedOn}` };
    case 'book-rejected':
      return { what: `the book rejected an instruction: ${fact.body.reason}`, outcome: 'a person looks' };
    case 'book-withdrawn':
      return { what: `an instruction was withdrawn: ${fact.body.reason}`, outcome: `by ${fact.body.by}` };
  }
}

type OfDebit = Extract<AccountFact, { kind: `debit-${string}` | `mandate-${string}` }>;

function debitWords(fact: OfDebit, currency: string): { what: string; outcome: string } {
  switch (fact.kind) {
    case 'debit-scheduled': {
      const { debit, minor, on, mandate, by } = fact.body;
      const what = `a debit of ${showAmount(minor, currency)} is scheduled for ${on} (debit ${debit}, mandate ${mandate})`;
      return { what, outcome: `by ${by}` };
    }
    case 'debit-collected':
      return { what: `the debit ${fact.body.debit} was collected`, outcome: 'booked' };
    case 'debit-failed':
      return {
        what: `the debit ${fact.body.debit} failed: ${fact.body.reason}`,
        outcome: 'nothing harsher for some days',
      };
    case 'debit-cancelled':
      return { what: `the debit ${fact.body.debit} was cancelled: ${fact.body.reason}`, outcome: `by ${fact.body.by}` };
    case 'mandate-given':
      return { what: `gave the mandate ${fact.body.mandate}`, outcome: 'money may be drawn' };
    case 'mandate-withdrawn':
      return {
        what: `withdrew ${optional('the mandate ', fact.body.mandate) || 'every mandate'}`,
        outcome: 'nothing is drawn',
      };
  }
}

/** A fact in words; `outcome` is "recorded" where the fact has none of its own. */
export function factWords(fact: Fact, currency: string, zone: Zone): { what: string; outcome: string } {
  const line = (what: string, outcome = 'recorded') => ({ what, outcome });
  const money = (minor: bigint) => showAmount(minor, currency);
  switch (fact.kind) {
    case 'payment':
      return line(`paid ${money(fact.body.minor)}${fact.body.via === 'agency' ? ' to the agency' : ''}`, 'booked');
    case 'reversal':
      return line(`a payment of ${money(fact.body.minor)} came back`, 'dues return');
    case 'payment-confirmed':
      return line('a payment was looked up', 'the money is there');
    case 'money-compared':
      return line('two tellings of money were compared', fact.body.same ? 'one and the same' : 'two');
    case 'suspense':
      return line(suspenseWords(fact.body.minor, currency), 'not asked for until it is allocated');
    case 'suspense-ended':
      return line('money in suspense was allocated or is not for the account', 'over');
    case 'payment-misallocated':
      return line("a payment was another's money", 'it does not count');
    case 'payment-announced':
      return line(
        `says ${fact.body.minor === undefined ? 'it is paid' : `${money(fact.body.minor)} is paid`}`,
        'quiet until booked',
      );
    case 'promise':
      return line(`promises ${parts(fact.body.parts, currency)}${optional(' by ', fact.body.offer)}`);
    case 'dispute':
      return line(
        `disputes ${disputedWords(fact.body, currency)} (${fact.body.about})`,
        fact.body.dues || fact.body.minor ? 'not asked for until closed' : 'nothing presses until closed',
      );
    case 'dispute-closed':
      return line(
        `dispute closed: ${fact.body.outcome}`,
        fact.body.reduceBy === undefined ? 'closed' : `${money(fact.body.reduceBy)} less is owed`,
      );
    case 'hold':
      return line(`on hold${optional(' from ', fact.body.from)} until ${fact.body.until}: ${fact.body.reason}`);
    case 'hold-released':
      return line(`hold released: ${fact.body.reason}`);
    case 'balance-update':
      return line(
        `the lender's book of ${fact.body.asOf}: balance ${money(fact.body.balance)}`,
        fact.body.dues.length === 0 ? 'no due is unpaid' : `unpaid ${parts(fact.body.dues, currency)}`,
      );
    case 'charge-off':
      return line(`charged off ${money(fact.body.minor)} on ${fact.body.on}`, 'the balance is asked for');
    case 'closed':
      return line('the account was closed', fact.body.how);
    case 'call-outcome':
      return line(
        'called',
        [fact.body.contact, fact.body.result, fact.body.callBackAt && `at ${showMoment(fact.body.callBackAt, zone)}`]
          .filter(Boolean)
          .join(': '),
      );
    case 'agency-accepted':
      return line('the agency took the account', 'accepted');
    case 'agency-rejected':
      return line(`the agency did not take the account: ${fact.body.reason}`, 'rejected');
    case 'agency-contact':
      return line(`the agency made contact by ${fact.body.channel}`);
    case 'agency-returned':
      return line(`the agency gave the account back: ${fact.body.reason}`, 'returned');
    case 'recall-acknowledged':
      return line('the agency acknowledged the recall', 'returned');
    case 'bureau-acknowledged':
      return line(`the bureau took the record of ${fact.body.month}`, 'acknowledged');
    case 'bureau-rejected':
      return line(`the bureau did not take the record of ${fact.body.month}: ${fact.body.reason}`, 'rejected');
    case 'bureau-correction':
      return line(`the record of ${fact.body.month} was wrong: ${fact.body.reason}`, fact.body.remedy);
    case 'approved':
      return line('a second person approved', `by ${fact.body.by}`);
    case 'approval-refused':
      return line(`a second person did not approve: ${fact.body.reason}`, `by ${fact.body.by}`);
    case 'arrangement-reviewed':
      return line(
        `a person ${fact.body.answer === 'accept' ? 'accepted' : 'declined'} what was promised or announced${optional(': ', fact.body.reason)}`,
        `by ${fact.body.by}`,
      );
    case 'plan-proposed':
    case 'plan-approved':
    case 'plan-refused':
    case 'plan-accepted':
    case 'plan-declined':
    case 'plan-withdrawn':
    case 'plan-ended':
      return planWords(fact, currency);
    case 'restart-reviewed':
      return line(
        `before a first contact, collecting may ${fact.body.answer}${optional(' until ', fact.body.until)}`,
        restartedBy(fact.body),
      );
    case 'classes-contested':
      return line(
        `wants a human decision on the classes (told by ${fact.body.reported})${optional(': ', fact.body.reason)}`,
        'none is harsher than middle until a person decides',
      );
    case 'classes-reviewed':
      return line(
        `a person decided the classes${optional(' until ', fact.body.until)}: ability ${fact.body.ability}, willingness ${fact.body.willingness}: ${fact.body.reason}`,
        `by ${fact.body.by}`,
      );
    case 'book-instructed':
    case 'book-confirmed':
    case 'book-rejected':
    case 'book-withdrawn':
      return instructionWords(fact, currency);
    case 'filed':
      return line(`filed at ${fact.body.court}`, fact.body.number);
    case 'not-filed':
      return line('not filed', fact.body.reason);
    case 'step-skipped':
      return line(
        `skipped ${fact.body.stage}/${fact.body.step} #${fact.body.occurrence}: ${fact.body.reason}`,
        `by ${fact.body.by}`,
      );
    case 'ladder-answer':
      return line(
        `the ladder had run out: ${fact.body.answer}${optional(' until ', fact.body.until)}`,
        `by ${fact.body.by}`,
      );
    case 'stop':
      return line(`asked for no more contact by ${fact.body.channel}`, 'stopped');
    case 'start':
      return line(`allowed contact by ${fact.body.channel} again`);
    case 'wrong-number':
      return line(
        fact.body.reassigned ? 'a number belongs to another person now' : "a number was another person's",
        'not used again',
      );
    case 'bounced':
      return line('an address or number does not work', 'not used again');
    case 'reply':
      return line(
        `wrote back by ${fact.body.channel}`,
        fact.body.signs.length === 0
          ? 'a person reads it'
          : `signs of ${fact.body.signs.join(', ')}; a person reads it`,
      );
    case 'point-stopped':
      return line(`an address or number is not to be used: ${fact.body.reason}`, 'not used again');
    case 'address-added':
      return line('a way to reach the person was added');
    case 'hardship':
      return line(`hardship${optional(' since ', fact.body.since)}`, 'nothing presses; a trained person decides');
    case 'hardship-ended':
      return line(`hardship ended: ${fact.body.reason}`);
    case 'death':
      return line(`reported dead (${fact.body.reported})`, 'nothing presses; a trained person decides');
    case 'bankruptcy':
      return line('bankrupt or represented', 'nothing presses; a trained person decides');
    case 'care-hold':
      return line(
        `care: ${fact.body.type}${fact.body.crisis ? ' (crisis)' : ''}${optional(' since ', fact.body.since)}${optional(' until ', fact.body.until)}${optional(': ', fact.body.reason)}`,
        'a trained person is asked',
      );
    case 'care-hold-lifted':
      return line(`care: ${fact.body.type} lifted: ${fact.body.reason}`);
    case 'distress':
      return line(
        fact.body.level === 'self-harm' ? 'in distress: a risk of self-harm' : 'in distress',
        'everything that presses stops; only a reviewer lifts it',
      );
    case 'distress-ended':
      return line(`the stop for distress was lifted: ${fact.body.reason}`, `by ${fact.body.by}`);
    case 'care-reviewed':
      return line('a trained person looked into it', fact.body.outcome);
    case 'consent-given':
      return line(`consents: ${consentWords(fact.body)}`, fact.body.proof);
    case 'consent-withdrawn':
      return line(`takes a consent back: ${consentWords(fact.body)}`);
    case 'preference':
      return line(`asks for ${wishWords(fact.body)}`, 'kept');
    case 'preference-ended':
      return line(endedWords(fact.body));
    case 'call-back-wished':
      return line(`asks to be called at ${showMoment(fact.body.at, zone)}`, 'nothing asks for money before');
    case 'represented':
      return line(
        `represented by ${showRepresentative(fact.body.by)}${optional(' since ', fact.body.since)}`,
        'no demand or notice goes to the person',
      );
    case 'represented-ended':
      return line(`represented no more: ${fact.body.reason}`);
    case 'cease':
      return line(`demands${fact.body.written ? ' in writing' : ''} that contact ends`, 'no demand goes to the person');
    case 'cease-ended':
      return line(`allows contact again: ${fact.body.reason}`);
    case 'sheet-recorded':
      return line(sheetWords(fact.body), `looked at again by ${fact.body.reviewOn}`);
    case 'complaint':
    case 'complaint-acknowledged':
    case 'complaint-closed':
      return complaintWords(fact);
    case 'debit-scheduled':
    case 'debit-collected':
    case 'debit-failed':
    case 'debit-cancelled':
    case 'mandate-given':
    case 'mandate-withdrawn':
      return debitWords(fact, currency);
    case 'evidence-added':
      return line('a file came with a dispute or a complaint', `taken by ${fact.body.by}`);
  }
}
