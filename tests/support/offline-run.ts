/**
 * Runs the demo's debtors without the engine: a rough daily ladder contacts them, a ledger keeps the money. Only for
 * tests of the behaviour.
 */

import { statementCutOn } from '../../demo/calendar.ts';
import { cutDemoStatement, type DemoLedger, openLedger } from '../../demo/lender.ts';
import type { PortfolioRow } from '../../demo/portfolio.ts';
import {
  actsOf,
  answerAgency,
  answerCall,
  type Debtor,
  debtorsOf,
  deliveryOf,
  type Part,
  type Received,
} from '../../simulation/behaviour/behaviour.ts';
import { book, standOn } from '../../simulation/behaviour/ledger.ts';

const [REMINDERS, TEXTS] = [3, 2];
const ATTEMPTS = 6;
const TERM_DAYS = 60;
const LEGAL_FLOOR = 3_000_000n;
const DISPUTE_DAYS = 10;

interface Account {
  debtor: Debtor;
  ledger: DemoLedger;
  received: Received[];
  promises: Part[][];
  messages: number;
  emailBounced: boolean;
  lastContact: number;
  attempts: number;
  callsEnded: boolean;
  placedDay: number | null;
  placementEnded: boolean;
  noticeDay: number | null;
  coolingOffUntil: number;
  returns: { day: number; minor: bigint }[];
}
export interface OfflineRun {
  /** Days late by account, one number per day. */
  series: Map<string, number[]>;
  /**
   * Number of occurrences by name: acts, call outcomes (`call right-party promise`), agency events (`agency payment`),
   * stages (`stage legal`), deliveries, reversals and cures.
   */
  counts: Map<string, number>;
  paid: bigint;
}

const open = (debtor: Debtor, row: PortfolioRow): Account => ({
  debtor,
  ledger: openLedger(row),
  received: [],
  promises: [],
  messages: 0,
  emailBounced: false,
  lastContact: -9,
  attempts: 0,
  callsEnded: false,
  placedDay: null,
  placementEnded: false,
  noticeDay: null,
  coolingOffUntil: -1,
  returns: [],
});

class Run {
  readonly counts = new Map<string, number>();
  paid = 0n;

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  seen(account: Account, day: number) {
    const { upcoming, ...stand } = standOn(account.ledger, day);
    const placed = account.placedDay !== null && !account.placementEnded;
    return { account: account.ledger.row.account, ...stand, ...(upcoming === null ? {} : { upcoming }), placed };
  }

  pay(account: Account, minor: bigint, day: number, returnsAfterDays: number | null): void {
    const wasLate = standOn(account.ledger, day).dpd > 0;
    book(account.ledger, minor);
    this.paid += minor;
    if (returnsAfterDays !== null) account.returns.push({ day: day + returnsAfterDays, minor });
    account.coolingOffUntil = Math.max(account.coolingOffUntil, day + 3);
    if (!wasLate || standOn(account.ledger, day).dpd > 0) return;
    this.count('cure');
    if (account.placedDay !== null) account.placementEnded = true;
    Object.assign(account, { messages: 0, attempts: 0, callsEnded: false, noticeDay: null });
  }

  promise(account: Account, parts: Part[] | undefined): void {
    if (!parts?.length) return;
    account.promises.push(parts);
    for (const part of parts) account.coolingOffUntil = Math.max(account.coolingOffUntil, part.day + 2);
  }

  /** One day of the ladder for one account. */
  escalate(account: Account, day: number): void {
    const seen = this.seen(account, day);
    if (seen.dpd < 1) return;
    if (seen.dpd >= 45) this.report(account, day);
    if (seen.placed) this.placed(account, day);
    else if (day <= account.coolingOffUntil) return;
    else if (account.messages < REMINDERS + TEXTS)
      this.write(account, day, account.messages < REMINDERS ? 'reminder' : 'sms');
    else if (seen.dpd < 16) return;
    else if (!account.callsEnded && account.attempts < ATTEMPTS) this.call(account, day);
    else if (seen.dpd >= 31 && account.placedDay === null) {
      this.count('stage agency');
      account.placedDay = day + 3;
    } else if (seen.dpd >= 91 && account.placementEnded && account.ledger.balance >= LEGAL_FLOOR)
      this.count('stage legal');
  }

  private report(account: Account, day: number): void {
    if (account.noticeDay === null) this.count('stage bureau');
    account.noticeDay ??= day;
  }

  private write(account: Account, day: number, stage: 'reminder' | 'sms'): void {
    if (day - account.lastContact < 3) return;
    const channel = stage === 'reminder' && !account.emailBounced ? 'email' : 'sms';
    account.messages += 1;
    account.lastContact = day;
    this.count(`stage ${stage}`);
    const delivery = deliveryOf(account.debtor, channel);
    this.count(`${channel} ${delivery}`);
    if (channel === 'email') account.emailBounced = delivery === 'bounced';
    if (delivery === 'delivered')
      account.received.push({ day, channel, account: account.ledger.row.account, about: stage });
  }

  private call(account: Account, day: number): void {
    for (let today = 0; today < 2 && !account.callsEnded && account.attempts < ATTEMPTS; today += 1) {
      account.attempts += 1;
      this.count('stage call');
      const answer = answerCall(account.debtor, { account: this.seen(account, day), day, attempt: account.attempts });
      this.count(`call ${[answer.contact, answer.result].filter(Boolean).join(' ')}`);
      if (answer.contact === 'invalid-number' || answer.result === 'not-this-person') account.callsEnded = true;
      if (answer.contact !== 'right-party') continue;
      account.received.push({ day, channel: 'call', account: account.ledger.row.account });
      account.callsEnded = true;
      this.promise(account, answer.parts);
      if (answer.result === 'disputes') account.coolingOffUntil = day + DISPUTE_DAYS;
    }
  }

  private placed(account: Account, day: number): void {
    const placedDay = account.placedDay ?? day;
    if (day >= placedDay + TERM_DAYS) {
      account.placementEnded = true;
      return;
    }
    for (const act of answerAgency(account.debtor, { account: this.seen(account, day), day, placedDay })) {
      this.count(`agency ${act.event}`);
      if (act.event === 'payment') this.pay(account, act.minor, day, null);
      if (act.event === 'promise') account.promises.push([{ day: act.promisedDay, minor: act.minor }]);
      if (act.event === 'contact')
        account.received.push({ day, channel: 'agency', account: account.ledger.row.account });
    }
  }
}

function act(run: Run, accounts: readonly Account[], day: number): void {
  const [first] = accounts;
  if (!first) return;
  const seen = accounts.map((account) => run.seen(account, day));
  const received = accounts.flatMap((account) => account.received);
  const promises = accounts.flatMap(({ ledger, promises }) =>
    promises
      .filter((parts) => parts.some((part) => part.day >= day))
      .map((parts) => ({ account: ledger.row.account, parts })),
  );
  for (const act of actsOf(first.debtor, { day, accounts: seen, received, promises })) {
    run.count(act.act);
    const account = accounts.find(({ ledger }) => 'account' in act && ledger.row.account === act.account);
    if (!account) {
      for (const each of accounts)
        if (act.act === 'hardship' || act.act === 'death' || act.act === 'bankruptcy') each.coolingOffUntil = day + 365;
    } else if (act.act === 'payment') run.pay(account, act.minor, day, act.returnsAfterDays);
    else if (act.act === 'promise') run.promise(account, act.parts);
    else account.coolingOffUntil = Math.max(account.coolingOffUntil, day + (act.act === 'dispute' ? DISPUTE_DAYS : 3));
  }
}

/** What happens to an account before the debtors act: statements, returned payments, the ladder. */
function begin(run: Run, account: Account, day: number): void {
  const statement = statementCutOn(day);
  if (statement !== null) cutDemoStatement(account.ledger, statement);
  for (const returned of account.returns.filter((payment) => payment.day === day)) {
    run.count('reversal');
    book(account.ledger, -returned.minor);
  }
  run.escalate(account, day);
}

/** Runs `days` days with the debtors of these rows. */
export function runOffline(seed: number, rows: readonly PortfolioRow[], days: number): OfflineRun {
  const run = new Run();
  const byAccount = new Map(rows.map((row) => [row.account, row]));
  const persons = debtorsOf(seed, rows).map((debtor) =>
    debtor.accounts.flatMap((account) => {
      const row = byAccount.get(account);
      return row ? [open(debtor, row)] : [];
    }),
  );
  const series = new Map(rows.map((row) => [row.account, [] as number[]]));
  for (let day = 0; day < days; day += 1) {
    for (const accounts of persons) {
      for (const account of accounts) begin(run, account, day);
      act(run, accounts, day);
      for (const { ledger } of accounts) series.get(ledger.row.account)?.push(standOn(ledger, day).dpd);
    }
  }
  return { series, counts: run.counts, paid: run.paid };
}
