/** What a record already sent would say by today's facts, and which records are wrong by them. Pure. */

import { closedNow } from '../../domain/closing.ts';
import type { BureauRecord } from '../../domain/contracts/bureau-record.ts';
import { movesMoney } from '../../domain/fact-rules.ts';
import type { AccountFact, AccountFactKind, StandingFacts } from '../../domain/facts.ts';
import { factsOf } from '../../domain/facts-of.ts';
import { standingThrough } from '../../domain/past-standing.ts';
import type { Standing } from '../../domain/standing.ts';
import { addDays, type CalendarDate, localDate, monthEnd } from '../../domain/time.ts';
import { agreesToReports } from '../../domain/wishes.ts';
import { correctRecord, deleteRecord, holding, type MonthState } from './build-record.ts';

/** An entry that the bureau has. */
export interface SentEntry {
  record: BureauRecord;
  /** `facts_version` of the facts that it was made from, or by which it was last found right; null when not known. */
  factsVersion: bigint | null;
}
/** A record that says something wrong, and what would be right. */
export interface WrongRecord {
  said: BureauRecord;
  right: BureauRecord;
}
type Correction = Extract<AccountFact, { kind: 'bureau-correction' }>;

/** Whether a fact of the kind may change what a record of an earlier month should have said. */
export const tellsOfRecords = (kind: AccountFactKind): boolean => movesMoney(kind) || kind === 'charge-off';

const dateOf = (account: StandingFacts, { occurredAt }: AccountFact): CalendarDate =>
  localDate(occurredAt, account.creditor.zone);

/** Facts of the time up to the record's date that were not known when it was made. */
function lateFacts(account: StandingFacts, { record, factsVersion }: SentEntry): AccountFact[] {
  if (factsVersion === null) return [];
  return account.facts.filter(
    (fact) => fact.version > factsVersion && tellsOfRecords(fact.kind) && dateOf(account, fact) <= record.asOf,
  );
}

/** How the account had ended by a date; null when it was open, or something owed had opened it again. */
function closedThrough(account: StandingFacts, date: CalendarDate, { position }: Standing): MonthState['closed'] {
  const known = account.facts.filter((fact) => dateOf(account, fact) <= date);
  return closedNow(known, position.open.length > 0);
}

/** What a file says of itself: the id of its new entry and the date of writing. */
type Writing = Pick<MonthState, 'entry' | 'reportedOn'>;

/** The account at the end of a month that is over, by the facts dated up to then. */
export function pastMonth(account: StandingFacts, month: string, writing: Writing): MonthState {
  const asOf = monthEnd(`${month}-01`);
  const standing = standingThrough(account, asOf);
  const { undisputed: balance, overdue, dpd, oldest, chargedOff } = standing;
  const disputed = standing.disputed !== null;
  return {
    ...writing,
    ...{ month, balance, overdue, dpd, oldest, disputed, chargedOff },
    creditor: account.creditor.code,
    account: account.number,
    person: account.person.number,
    currency: account.currency,
    episodeOpenedOn: firstDelinquencyBy(account, asOf),
    closed: closedThrough(account, asOf, standing),
    consent: agreesToReports(account),
  };
}

/**
 * Date of first delinquency of the stretch without a cure that lasts until `date`: the oldest unpaid due at its
 * beginning. null when nothing was overdue then.
 */
function firstDelinquencyBy(account: StandingFacts, date: CalendarDate): CalendarDate | null {
  const { position } = standingThrough(account, date);
  const changes = new Set([
    ...position.dues.map((due) => addDays(due.on, 1)),
    ...account.facts.filter((fact) => tellsOfRecords(fact.kind)).map((fact) => dateOf(account, fact)),
    date,
  ]);
  let first: CalendarDate | null = null;
  for (const on of inOrderUntil(changes, date)) {
    const { oldest, overdue, position } = standingThrough(account, on);
    first = overdue === 0n ? null : (first ?? oldest);
    if (position.changesOn !== null) changes.add(position.changesOn);
  }
  return first;
}

/** The dates up to `last`, each once and in order, with those that are added meanwhile. */
function* inOrderUntil(dates: ReadonlySet<CalendarDate>, last: CalendarDate): Generator<CalendarDate> {
  let on: CalendarDate = '';
  while (true) {
    const ahead = [...dates].filter((date) => date > on && date <= last).sort();
    if (ahead[0] === undefined) return;
    on = ahead[0];
    yield on;
  }
}

/**
 * The correction that replaces an entry: its month by all that is known today. Balance and date of first delinquency
 * start from what was said and move as the facts move them that were not known then.
 */
function rightRecord(
  account: StandingFacts,
  sent: SentEntry,
  reported: readonly BureauRecord[],
  writing: Writing,
): BureauRecord {
  const { record: said } = sent;
  const now = pastMonth(account, said.month, writing);
  const then = pastMonth(withoutFacts(account, lateFacts(account, sent)), said.month, writing);
  const balance = BigInt(said.balance) + now.balance - then.balance;
  const right = correctRecord(said, { ...now, balance }, reported);
  const first = now.episodeOpenedOn === then.episodeOpenedOn ? said.dateOfFirstDelinquency : now.episodeOpenedOn;
  return right.dateOfFirstDelinquency === null || first === null ? right : { ...right, dateOfFirstDelinquency: first };
}

const withoutFacts = (account: StandingFacts, without: readonly AccountFact[]): StandingFacts => ({
  ...account,
  facts: account.facts.filter((fact) => !without.includes(fact)),
});

const SAID = ['status', 'overdue', 'balance', 'dateOfFirstDelinquency'] as const;
/** Whether two records of a month say something else of the debt. */
const differ = (a: BureauRecord, b: BureauRecord): boolean => SAID.some((field) => a[field] !== b[field]);

/**
 * The records that are wrong by facts that arrived after them: a payment, a reversal, a book or a closing of that month
 * or an earlier one. What was right when it was written stays so, and a month whose correction is on its way is left
 * out. Oldest first.
 */
export function wrongRecords(
  account: StandingFacts,
  sent: readonly SentEntry[],
  reportedOn: CalendarDate,
): WrongRecord[] {
  const reported = sent.map(({ record }) => record);
  const coming = new Set(openCorrections(account.facts, reported).map((fact) => fact.body.month));
  return holding(reported).flatMap((said) => {
    const entry = sent.find(({ record }) => record === said) as SentEntry;
    const late = lateFacts(account, entry);
    if (late.length === 0 || coming.has(said.month)) return [];
    const writing = { entry: said.entry, reportedOn };
    const right = rightRecord(account, entry, reported, writing);
    const before = rightRecord(withoutFacts(account, late), entry, reported, writing);
    return differ(right, before) && differ(right, said) ? [{ said, right }] : [];
  });
}

/** The corrections asked for that no entry answers yet, one a month: the last. An entry has the id of its fact. */
function openCorrections(facts: readonly AccountFact[], reported: readonly BureauRecord[]): Correction[] {
  const answered = new Set(reported.map((record) => record.entry));
  const open = new Map<string, Correction>();
  for (const fact of factsOf(facts, 'bureau-correction')) {
    if (answered.has(fact.id)) open.delete(fact.body.month);
    else open.set(fact.body.month, fact);
  }
  return [...open.values()].sort((a, b) => (a.body.month < b.body.month ? -1 : 1));
}

/** The entries that answer the open corrections, by month; a later month sees the earlier ones corrected. */
export function correctionsDue(
  account: StandingFacts,
  sent: readonly SentEntry[],
  reportedOn: CalendarDate,
): BureauRecord[] {
  const reported = sent.map(({ record }) => record);
  const made: BureauRecord[] = [];
  for (const { id, body } of openCorrections(account.facts, reported)) {
    const all = [...reported, ...made];
    const wrong = holding(all).find((record) => record.month === body.month);
    const entry = sent.find(({ record }) => record === wrong);
    if (entry === undefined) continue;
    made.push(
      body.remedy === 'delete'
        ? deleteRecord(entry.record, id, reportedOn)
        : rightRecord(account, entry, all, { entry: id, reportedOn }),
    );
  }
  return made;
}
