/** On which days holds ran, those that are over included: what the clock of limitation needs. Pure; reads no clock. */
import type { AccountFacts, PersonFact } from '../facts.ts';
import type { Pause } from '../law/case.ts';
import { jurisdictionsOf } from '../law/which-law.ts';
import { addDays, type CalendarDate, localDate } from '../time.ts';
import { HOLD_TYPES, type HoldType, holdEffects } from './holds.ts';
import { lastDayOf } from './in-force.ts';

/** A hold from its first day to its last; null = nobody has ended it. */
interface HoldSpan {
  readonly type: HoldType;
  readonly from: CalendarDate;
  readonly until: CalendarDate | null;
}
type HeldAccount = Pick<AccountFacts, 'facts' | 'person' | 'creditor'>;

const NONE: readonly Pause[] = [];

/**
 * The days on which limitation does not run under each law that binds, by the column of the table: disjoint and in
 * order. A day on which a hold is lifted runs again.
 */
export function pausesOf(account: HeldAccount): readonly Pause[] {
  if (account.person.facts.length === 0 && account.facts.every(({ kind }) => kind !== 'dispute')) return NONE;
  const spans = holdSpans(account);
  if (spans.length === 0) return NONE;
  return jurisdictionsOf(account).flatMap((law) => {
    const extending = HOLD_TYPES.filter((type) => holdEffects(type, [law]).limitation === 'extended');
    return joined(spans.filter(({ type }) => extending.includes(type))).map((days) => ({ law, ...days }));
  });
}

/** Every hold that was told. */
function holdSpans(account: HeldAccount): HoldSpan[] {
  const { zone } = account.creditor;
  let spans: HoldSpan[] = [];
  const end = (type: HoldType, on: CalendarDate) => {
    const last = addDays(on, -1);
    spans = spans.map((span) => (span.type === type && (span.until ?? on) >= on ? { ...span, until: last } : span));
  };
  for (const fact of [...account.facts, ...account.person.facts]) {
    const told = localDate(fact.occurredAt, zone);
    const begins = beginningOf(fact, told, account);
    if (begins !== null) spans.push(begins);
    if (fact.kind === 'dispute-closed') end('dispute', told);
    else if (fact.kind === 'hardship-ended') end('hardship', told);
    else if (fact.kind === 'care-hold-lifted') end(fact.body.type, told);
  }
  return [...spans, ...distressSpans(account.person.facts, zone)];
}

/** The hold that a fact begins. Somebody who is only represented is not bankrupt. */
function beginningOf(
  fact: AccountFacts['facts'][number] | PersonFact,
  told: CalendarDate,
  account: HeldAccount,
): HoldSpan | null {
  switch (fact.kind) {
    case 'dispute':
    case 'death':
      return { type: fact.kind, from: told, until: null };
    case 'hardship':
      return { type: fact.kind, from: fact.body.since ?? told, until: null };
    case 'bankruptcy':
      return fact.body.represented ? null : { type: fact.kind, from: told, until: null };
    case 'care-hold':
      return { type: fact.body.type, from: fact.body.since ?? told, until: lastDayOf(fact.body, told, account) };
    default:
      return null;
  }
}

/** Each sign of distress until the first review that names it. */
function distressSpans(facts: readonly PersonFact[], zone: string): HoldSpan[] {
  return facts.flatMap(({ kind, id, occurredAt }) => {
    if (kind !== 'distress') return [];
    const review = facts.find((fact) => fact.kind === 'distress-ended' && fact.body.distress.includes(id));
    const until = review === undefined ? null : addDays(localDate(review.occurredAt, zone), -1);
    return [{ type: kind, from: localDate(occurredAt, zone), until }];
  });
}

/** The days of all of them, each once. */
function joined(spans: readonly HoldSpan[]): Pick<HoldSpan, 'from' | 'until'>[] {
  const days: { from: CalendarDate; until: CalendarDate | null }[] = [];
  for (const { from, until } of [...spans].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    if (until !== null && until < from) continue;
    const last = days.at(-1);
    if (last === undefined || (last.until !== null && last.until < from)) days.push({ from, until });
    else if (last.until !== null && (until === null || until > last.until)) last.until = until;
  }
  return days;
}
