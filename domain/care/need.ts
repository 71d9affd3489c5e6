/**
 * When a person came into need, and when their breathing spaces ran: what referrals, reviews and the word after a
 * breathing space go by. Pure; reads no clock.
 */
import type { AccountFacts, PersonFact } from '../facts.ts';
import { addDays, type CalendarDate, localDate } from '../time.ts';
import type { HoldType } from './holds.ts';
import { lastDayOf } from './in-force.ts';

/** Holds under which a person may need the help of others. */
export const IN_NEED: readonly HoldType[] = ['hardship', 'cannot-pay', 'can-pay-part', 'breathing-space'];

/** Days after a breathing space in which demands wait, so that the word about its end comes first. */
export const AFTER_BREATHING_SPACE_DAYS = 7;

/** From the first day to the last; null = nobody has ended it. */
export interface CareSpan {
  readonly from: CalendarDate;
  readonly until: CalendarDate | null;
  /** The day on which it was first told. */
  readonly told: CalendarDate;
}
type Placed = Pick<AccountFacts, 'person' | 'creditor'>;

const NONE: readonly CareSpan[] = [];

/** The breathing spaces, in order; those that overlap are one. */
export function breathingSpaces(account: Placed): readonly CareSpan[] {
  if (!account.person.facts.some(isBreathingSpace)) return NONE;
  return joined(spansOf(account, (fact) => isBreathingSpace(fact) || isLifted(fact)));
}

/** The day on which the need that lasts on a day was first told; null when there is none. */
export function neededSince(account: Placed, today: CalendarDate): CalendarDate | null {
  const lasting = joined(spansOf(account, () => true)).findLast(
    ({ from, until }) => from <= today && (until === null || until >= today),
  );
  return lasting?.told ?? null;
}

const isBreathingSpace = ({ kind, body }: PersonFact): boolean =>
  kind === 'care-hold' && body.type === 'breathing-space';
const isLifted = ({ kind, body }: PersonFact): boolean =>
  kind === 'care-hold-lifted' && body.type === 'breathing-space';

function spansOf(account: Placed, isMeant: (fact: PersonFact) => boolean): CareSpan[] {
  let spans: (CareSpan & { of: 'hardship' | 'breathing-space' })[] = [];
  for (const fact of account.person.facts) {
    if (!isMeant(fact)) continue;
    const told = localDate(fact.occurredAt, account.creditor.zone);
    const end = (of: 'hardship' | 'breathing-space', last: CalendarDate) => {
      spans = spans.map((span) => (span.of === of && (span.until ?? last) >= last ? { ...span, until: last } : span));
    };
    if (fact.kind === 'hardship') spans.push({ of: 'hardship', from: fact.body.since ?? told, until: null, told });
    else if (fact.kind === 'hardship-ended') end('hardship', addDays(told, -1));
    else if (fact.kind === 'sheet-recorded')
      spans.push({ of: 'hardship', from: told, until: fact.body.quietUntil ?? fact.body.reviewOn, told });
    else if (fact.kind === 'care-hold' && fact.body.type === 'breathing-space') {
      const until = lastDayOf(fact.body, told, account);
      // Told again with the end of the treatment, a breathing space for a crisis ends.
      if (fact.body.crisis && until !== null) end('breathing-space', until);
      spans.push({ of: 'breathing-space', from: fact.body.since ?? told, until, told });
    } else if (isLifted(fact)) end('breathing-space', addDays(told, -1));
  }
  return spans.filter(({ from, until }) => until === null || until >= from);
}

/** Spans that touch or overlap are one. */
function joined(spans: readonly CareSpan[]): CareSpan[] {
  const result: CareSpan[] = [];
  for (const span of [...spans].sort((a, b) => (a.from < b.from ? -1 : Number(a.from > b.from)))) {
    const last = result.at(-1);
    if (last === undefined || (last.until !== null && addDays(last.until, 1) < span.from)) {
      result.push(span);
      continue;
    }
    const until = last.until === null || span.until === null || last.until > span.until ? last.until : span.until;
    result[result.length - 1] = {
      from: last.from,
      until: span.until === null ? null : until,
      told: last.told < span.told ? last.told : span.told,
    };
  }
  return result;
}
