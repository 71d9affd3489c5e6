/** Facts in plain words for the story of an account. Bodies hold no personal values, so neither do the words. */
import type { Fact, PromisePart } from './facts.ts';
import { showAmount } from './money.ts';
import { type Instant, localDate, localMinute, type Zone } from './time.ts';

const parts = (all: readonly PromisePart[], currency: string): string =>
  all.map((part) => `${showAmount(part.minor, currency)} for ${part.on}`).join(', ');
const optional = (lead: string, value: string | undefined): string => (value === undefined ? '' : `${lead}${value}`);

/** "2026-03-05 14:30", in `zone`. */
export function showMoment(at: Instant, zone: Zone): string {
  const minute = localMinute(at, zone);
  const pad = (part: number) => String(part).padStart(2, '0');
  return `${localDate(at, zone)} ${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;
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
    case 'payment-announced':
      return line(
        `says ${fact.body.minor === undefined ? 'it is paid' : `${money(fact.body.minor)} is paid`}`,
        'quiet until booked',
      );
    case 'promise':
      return line(`promises ${parts(fact.body.parts, currency)}${optional(' by ', fact.body.offer)}`);
    case 'dispute':
      return line(`disputes the debt (${fact.body.about})`, 'nothing presses until closed');
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
      return line("a number was another person's", 'not used again');
    case 'bounced':
      return line('an address or number does not work', 'not used again');
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
    case 'care-reviewed':
      return line('a trained person looked into it', fact.body.outcome);
  }
}
