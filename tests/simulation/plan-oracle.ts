/**
 * What the newest plan of an account forbids, stated anew from its facts: it shares no code with domain/agreements.
 * Money covers the oldest part first, and counts from the moment at which the plan was accepted.
 */
import type { Entry } from '../../domain/money/entries.ts';
import { positionOf } from '../../domain/money/position.ts';
import { addDays, type CalendarDate, type Instant, localDate } from '../../domain/time.ts';
import type { AccountRow, EffectRow } from '../../simulation/maps/book.ts';
import { readStanding } from '../../simulation/maps/read.ts';

/** Days after its date in which a part counts. */
const GRACE = 7;
/** Days without demands after the person was told of a break, and after a break of which nobody could tell them. */
const REST = { told: 5, untold: 10 };
const MONEY: readonly string[] = ['payment', 'reversal', 'returned', 'book'];
const LEFT: ReadonlySet<string> = new Set(['sent', 'unknown']);
const DAY_MS = 86_400_000;

type Plan = Extract<AccountRow['facts'][number], { kind: 'plan-proposed' }>;

interface Accepted {
  readonly plan: Plan;
  readonly at: Instant;
  readonly instruction: string | undefined;
}

/** The plan that was accepted last. */
function lastAccepted({ facts }: AccountRow): Accepted | null {
  const told = facts.flatMap((fact) => (fact.kind === 'plan-accepted' ? [fact] : []));
  const newest = told.reduce<(typeof told)[number] | null>(
    (last, fact) => (last === null || fact.occurredAt >= last.occurredAt ? fact : last),
    null,
  );
  const plan = facts.find(({ id }) => id === newest?.body.plan);
  if (newest === null || plan?.kind !== 'plan-proposed') return null;
  return { plan, at: newest.occurredAt, instruction: newest.body.instruction };
}

/** What came in for a plan by the end of a date. A payment of the day of which only the day is known counts. */
function cameBy(account: AccountRow, since: Instant, date: CalendarDate, today: CalendarDate): bigint {
  const { zone } = account.creditor;
  const { entries } = positionOf(readStanding(account), today);
  const counts = ({ kind, at, on, minor }: Entry) =>
    MONEY.includes(kind) && on <= date && (at >= since || (minor > 0n && isMidnight(at, zone) && at + DAY_MS > since));
  return entries.reduce((sum, entry) => (counts(entry) ? sum + entry.minor : sum), 0n);
}
const isMidnight = (at: Instant, zone: string): boolean => localDate(at, zone) !== localDate(at - 1, zone);

/** The last day of each part, with all that is to have come by then. */
function duesOf({ body: { parts, settlement, lastDay } }: Plan): { on: string; until: string; sum: bigint }[] {
  let sum = 0n;
  return parts.map(({ on, minor }, index) => {
    sum += minor;
    const isLast = index === parts.length - 1;
    const grace = addDays(on, GRACE);
    return { on, sum, until: isLast ? lastDay : settlement && grace > lastDay ? lastDay : grace };
  });
}

/** The day on which it was ended by hand, or by the book that rejected it; null while neither was told. */
function endedOn({ facts, creditor }: AccountRow, { plan, instruction }: Accepted): CalendarDate | null {
  const confirmed = facts.some(({ kind, body }) => kind === 'book-confirmed' && body.instruction === instruction);
  const withdrawn = facts.some(({ kind, body }) => kind === 'book-withdrawn' && body.instruction === instruction);
  const ends = facts.flatMap(({ kind, body, occurredAt }) =>
    (kind === 'plan-ended' && body.plan === plan.id) ||
    (kind === 'book-rejected' && body.instruction === instruction && !confirmed && !withdrawn)
      ? [localDate(occurredAt, creditor.zone)]
      : [],
  );
  return ends.sort()[0] ?? null;
}

/** Why nothing may press because of a plan; null where no plan forbids it. */
export function planAgainst(account: AccountRow, now: Instant): string | null {
  const accepted = lastAccepted(account);
  if (accepted === null) return null;
  const today = localDate(now, account.creditor.zone);
  const ended = endedOn(account, accepted);
  const until = ended !== null && ended <= today ? ended : today;
  const came = (date: CalendarDate) => cameBy(account, accepted.at, date < until ? date : until, today);
  const dues = duesOf(accepted.plan);
  const open = dues.find((due) => came(due.until) < due.sum);
  if (open === undefined) {
    const isPaid = came(until) >= (dues.at(-1)?.sum ?? 0n);
    return isPaid && accepted.plan.body.settlement ? 'a settlement was paid' : null;
  }
  if (until > open.until) return brokenAgainst(account, accepted.plan.body.no, addDays(open.until, 1), now);
  return until === ended ? null : 'a plan was in force';
}

function brokenAgainst(account: AccountRow, no: number, brokenOn: CalendarDate, now: Instant): string | null {
  const today = localDate(now, account.creditor.zone);
  const told = account.effects.find(
    ({ stage, step, occurrence, state }) =>
      stage === 'plan' && step === 'broken' && occurrence === no && LEFT.has(state),
  );
  if (told === undefined)
    return today <= addDays(brokenOn, REST.untold) ? 'a plan was broken, and the person was not told' : null;
  const toldOn = localDate(told.sentAt ?? told.dueAt, account.creditor.zone);
  return today <= addDays(toldOn, REST.told) ? 'the person had only been told that a plan is broken' : null;
}

/** Why a message of the stage of plans may not leave; null where nothing is against it. */
export function planMessageAgainst({ account, step, occurrence }: EffectRow, now: Instant): string | null {
  if (step !== 'coming' && step !== 'missed' && step !== 'certificate') return null;
  const accepted = lastAccepted(account);
  if (accepted === null) return 'no plan was accepted';
  const { plan, at } = accepted;
  const today = localDate(now, account.creditor.zone);
  const came = (date: CalendarDate) => cameBy(account, at, date, today);
  if (step === 'certificate') {
    if (!plan.body.settlement) return 'the plan was no settlement';
    const asked = duesOf(plan).at(-1)?.sum ?? 0n;
    return came(plan.body.lastDay) >= asked && came(today) >= asked ? null : 'the sum of the settlement had not come';
  }
  const due = duesOf(plan).find(({ on }) => Number(on.replaceAll('-', '')) === occurrence);
  if (due === undefined) return 'the plan that counts has no such part';
  return came(today) >= due.sum ? 'the part was paid' : null;
}
