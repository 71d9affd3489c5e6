/** Facts in plain words for the story of an account. No personal values: bodies hold none. */
import type { Fact, PromisePart } from './facts.ts';
import { showAmount } from './money.ts';
import { type Instant, localDate, localMinute, type Zone } from './time.ts';

const parts = (all: readonly PromisePart[], currency: string): string =>
  all.map((part) => `${showAmount(part.minor, currency)} for ${part.on}`).join(', ');
const optional = (lead: string, value: string | undefined): string => (value === undefined ? '' : `${lead}${value}`);

/** "2026-03-05 14:30" in a zone. */
export function showMoment(at: Instant, zone: Zone): string {
  const minute = localMinute(at, zone);
  return `${localDate(at, zone)} ${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** What happened, and what came of it where the fact says so. */
export function factWords(fact: Fact, currency: string, zone: Zone): { what: string; outcome: string } {
  const say = (what: string, outcome = 'recorded') => ({ what, outcome });
  const money = (minor: bigint) => showAmount(minor, currency);
  switch (fact.kind) {
    case 'payment':
      return say(`paid ${money(fact.body.minor)}${fact.body.via === 'agency' ? ' to the agency' : ''}`, 'booked');
    case 'reversal':
      return say(`a payment of ${money(fact.body.minor)} came back`, 'dues return');
    case 'payment-announced':
      return say(
        `says ${fact.body.minor === undefined ? 'it is paid' : `${money(fact.body.minor)} is paid`}`,
        'quiet until booked',
      );
    case 'promise':
      return say(`promises ${parts(fact.body.parts, currency)}${optional(' by ', fact.body.offer)}`);
    case 'dispute':
      return say(`disputes the debt (${fact.body.about})`, 'nothing presses until closed');
    case 'dispute-closed':
      return say(
        `dispute closed: ${fact.body.outcome}`,
        fact.body.reduceBy === undefined ? 'closed' : `${money(fact.body.reduceBy)} less is owed`,
      );
    case 'hold':
      return say(`on hold${optional(' from ', fact.body.from)} until ${fact.body.until}: ${fact.body.reason}`);
    case 'hold-released':
      return say(`hold released: ${fact.body.reason}`);
    case 'balance-update':
      return say(
        `the lender's book of ${fact.body.asOf}: balance ${money(fact.body.balance)}, new dues ${money(fact.body.newDues)}`,
        fact.body.adjustment === 0n ? 'agrees' : `adjusted by ${money(fact.body.adjustment)}`,
      );
    case 'charge-off':
      return say(`charged off ${money(fact.body.minor)} on ${fact.body.on}`, 'the balance is asked for');
    case 'closed':
      return say('the account was closed', fact.body.how);
    case 'call-outcome':
      return say(
        'called',
        [fact.body.contact, fact.body.result, fact.body.callBackAt && `at ${showMoment(fact.body.callBackAt, zone)}`]
          .filter(Boolean)
          .join(': '),
      );
    case 'agency-accepted':
      return say('the agency took the account', 'accepted');
    case 'agency-rejected':
      return say(`the agency did not take the account: ${fact.body.reason}`, 'rejected');
    case 'agency-contact':
      return say(`the agency made contact by ${fact.body.channel}`);
    case 'agency-returned':
      return say(`the agency gave the account back: ${fact.body.reason}`, 'returned');
    case 'recall-acknowledged':
      return say('the agency acknowledged the recall', 'returned');
    case 'bureau-acknowledged':
      return say(`the bureau took the record of ${fact.body.month}`, 'acknowledged');
    case 'bureau-rejected':
      return say(`the bureau did not take the record of ${fact.body.month}: ${fact.body.reason}`, 'rejected');
    case 'bureau-correction':
      return say(`the record of ${fact.body.month} was wrong: ${fact.body.reason}`, fact.body.remedy);
    case 'approved':
      return say('a second person approved', `by ${fact.body.by}`);
    case 'approval-refused':
      return say(`a second person did not approve: ${fact.body.reason}`, `by ${fact.body.by}`);
    case 'filed':
      return say(`filed at ${fact.body.court}`, fact.body.number);
    case 'not-filed':
      return say('not filed', fact.body.reason);
    case 'step-skipped':
      return say(
        `skipped ${fact.body.stage}/${fact.body.step} #${fact.body.occurrence}: ${fact.body.reason}`,
        `by ${fact.body.by}`,
      );
    case 'ladder-answer':
      return say(
        `the ladder had run out: ${fact.body.answer}${optional(' until ', fact.body.until)}`,
        `by ${fact.body.by}`,
      );
    case 'stop':
      return say(`asked for no more contact by ${fact.body.channel}`, 'stopped');
    case 'start':
      return say(`allowed contact by ${fact.body.channel} again`);
    case 'wrong-number':
      return say("a number was another person's", 'not used again');
    case 'bounced':
      return say('an address or number does not work', 'not used again');
    case 'address-added':
      return say('a way to reach the person was added');
    case 'hardship':
      return say(`hardship${optional(' since ', fact.body.since)}`, 'nothing presses; a trained person decides');
    case 'hardship-ended':
      return say(`hardship ended: ${fact.body.reason}`);
    case 'death':
      return say(`reported dead (${fact.body.reported})`, 'nothing presses; a trained person decides');
    case 'bankruptcy':
      return say('bankrupt or represented', 'nothing presses; a trained person decides');
    case 'care-reviewed':
      return say('a trained person looked into it', fact.body.outcome);
  }
}
