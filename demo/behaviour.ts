/** The debtors of the demo. All of it is pure: seed, account, day and question decide, never the order of the calls. */
import type { Act, AgencyAct, AgencyQuestion, CallAnswer, CallQuestion, Debtor, DebtorDay, MailChannel } from './debtor.ts';
import type { PortfolioRow } from './portfolio.ts';

export type * from './debtor.ts';

/** One debtor a person, with all their accounts, in the order of the rows. */
export function debtorsOf(_seed: number, _rows: readonly PortfolioRow[]): Debtor[] {
  return [];
}

/** What the debtor does today. Ask once a day, after the day's contacts, and let acts of one day happen in the order given. */
export function actsOf(_debtor: Debtor, _today: DebtorDay): Act[] {
  return [];
}

/** What a caller meets at one attempt. */
export function answerCall(_debtor: Debtor, _call: CallQuestion): CallAnswer {
  return { contact: 'no-answer' };
}

/** What the agency meets today at one account that it has. */
export function answerAgency(_debtor: Debtor, _question: AgencyQuestion): AgencyAct[] {
  return [];
}

/** What becomes of a message to this person; the same for every message to the same address. */
export function deliveryOf(_debtor: Debtor, _channel: MailChannel): 'delivered' | 'bounced' {
  return 'delivered';
}
