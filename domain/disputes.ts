/**
 * What of an account's debt is disputed: which disputes are open, and what of the unpaid dues they keep apart from what
 * is asked for. A function of the facts and the position.
 */
import type { AccountFact, AccountFactBodies, Due } from './facts.ts';
import { factsOf } from './facts-of.ts';
import type { Position } from './money/position.ts';
import { coverLast, sumOf } from './money/settle.ts';
import type { CalendarDate, Instant } from './time.ts';

/** A dispute; about the whole debt where it names neither dues nor a sum. */
export interface Dispute {
  /** Id of its fact. */
  readonly id: string;
  readonly about: AccountFactBodies['dispute']['about'];
  readonly since: Instant;
  /** null while it is open. */
  readonly closedAt: Instant | null;
  /** Dates of the dues that it names; null where it names none. */
  readonly dues: readonly CalendarDate[] | null;
  /** The sum that it names, minor units; null where it names none. */
  readonly minor: bigint | null;
}

/** What is disputed while disputes are open. */
export interface Disputed {
  /** `whole`: nothing may be asked for, since all of the debt is disputed or no undisputed part of it is late. */
  readonly extent: 'whole' | 'part';
  /** Open ones, in order. */
  readonly disputes: readonly Dispute[];
  /** The disputed part of each unpaid due, oldest first; empty where a dispute is about the whole debt. */
  readonly dues: readonly Due[];
  /** Minor units of the balance that are disputed; 0 where a dispute is about the whole debt. */
  readonly minor: bigint;
  /** Date of the oldest late due, disputed or not. */
  readonly oldest: CalendarDate | null;
}

/** The unpaid dues of a position, without and with what is disputed. */
export interface Split {
  /** With the money since the newest book on the dues that no dispute names, then on the others. */
  readonly position: Position;
  readonly undisputed: readonly Due[];
  readonly disputed: readonly Due[];
  /** Minor units of the balance that are disputed. */
  readonly minor: bigint;
}

const NONE: readonly Dispute[] = [];
/** Whether a dispute is about the whole debt. */
export const isWhole = ({ dues, minor }: Pick<Dispute, 'dues' | 'minor'>): boolean => dues === null && minor === null;

/**
 * All disputes of an account, in order. A closing that names none is of before disputes had parts: of those about the
 * whole debt, each such closing ends the oldest that is open.
 */
export function disputesOf(facts: readonly AccountFact[]): readonly Dispute[] {
  const told = factsOf(facts, 'dispute');
  if (told.length === 0) return NONE;
  const named = new Map<string, Instant>();
  const unnamed: Instant[] = [];
  for (const { body, occurredAt } of factsOf(facts, 'dispute-closed')) {
    if (body.of === undefined) unnamed.push(occurredAt);
    else named.set(body.of, occurredAt);
  }
  return told.map(({ id, body, occurredAt }) => {
    const dispute = { id, about: body.about, since: occurredAt, dues: body.dues ?? null, minor: body.minor ?? null };
    const closedAt = named.get(id) ?? (isWhole(dispute) ? unnamed.shift() : undefined);
    return { ...dispute, closedAt: closedAt ?? null };
  });
}

/** The disputes that are open, in order. */
export function openDisputes(facts: readonly AccountFact[]): readonly Dispute[] {
  const disputes = disputesOf(facts);
  return disputes.length === 0 ? disputes : disputes.filter(({ closedAt }) => closedAt === null);
}

/** Splits a position by open disputes; null where there is none, or one is about the whole debt. */
export function splitBy(disputes: readonly Pick<Dispute, 'dues' | 'minor'>[], position: Position): Split | null {
  if (disputes.length === 0 || disputes.some(isWhole)) return null;
  const named = new Set(disputes.flatMap(({ dues }) => dues ?? []));
  const { uncovered, unsplit } = position;
  const open = named.size === 0 ? position.open : coverLast(uncovered, named, unsplit);
  const undisputed: Due[] = [];
  const disputed: Due[] = [];
  let sum = disputes.reduce((all, { minor }) => all + (minor ?? 0n), 0n);
  for (const due of open) {
    const part = named.has(due.on) ? due.minor : least(sum, due.minor);
    if (!named.has(due.on)) sum -= part;
    if (part > 0n) disputed.push({ on: due.on, minor: part });
    if (part < due.minor) undisputed.push({ on: due.on, minor: due.minor - part });
  }
  const owed = position.balance > 0n ? position.balance : 0n;
  return {
    position: open === position.open ? position : { ...position, open },
    undisputed,
    disputed,
    minor: least(sumOf(disputed) + sum, owed),
  };
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
