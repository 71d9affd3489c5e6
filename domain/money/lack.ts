/** Which money a book does not have, when it lists more than the money told leaves unpaid. */
import type { BookStatement } from '../facts.ts';
import type { CalendarDate } from '../time.ts';
import { inLine, type Payment } from './moves.ts';
import type { Part } from './settle.ts';

/** Money that the newest book does not have. */
export interface Lacking {
  /** Id of the payment's fact. */
  readonly id: string;
  readonly kind: Payment['kind'];
  readonly on: CalendarDate;
  readonly minor: bigint;
  /** Last day on which it is believed: in the lag, until the book should have it. */
  readonly until: CalendarDate;
}

/** Money that a book does not have: the part of a payment, and the first book that should have had it. */
export interface Missing {
  readonly move: Payment;
  readonly minor: bigint;
  readonly since: CalendarDate | null;
}

/** A payment told, as a book meets it. */
export interface Claim {
  readonly move: Payment;
  /** What of it counts and was not taken back, minor units. */
  readonly live: bigint;
  /** A person saw the money, and no book has had it since. */
  readonly confirmed: boolean;
  /** Within the lag of the book. */
  readonly within: boolean;
}

/** What a book lacks. */
interface Lack {
  readonly missing: readonly Missing[];
  /** Part of the shortfall that this explains. */
  readonly contestable: bigint;
  /** Part of the surplus that the book did not set off against new dues. */
  readonly unset: bigint;
}
const NOTHING: Lack = { missing: [], contestable: 0n, unset: 0n };

/** What the claims are held against. */
interface Shortfall {
  readonly statement: BookStatement;
  /** `asOf` of the first book. */
  readonly begunOn: CalendarDate;
  /** What the book before lacked. */
  readonly before: readonly Missing[];
  /** The shortfall on dues known before, minor units; not above zero when there is none. */
  readonly old: bigint;
  /** The surplus that the book did not set off against new dues: only money within the lag explains it. */
  readonly fresh: bigint;
}

/** What is still to be explained, and the money that explains the rest. */
interface Search {
  readonly shortfall: Shortfall;
  readonly missing: Missing[];
  rest: bigint;
  unset: bigint;
}

function take(search: Search, { move, live }: Claim, believed: boolean): void {
  const { missing, shortfall } = search;
  const most = believed ? search.rest + search.unset : search.rest;
  const minor = live < most ? live : most;
  if (minor <= 0n || isIn(missing, move)) return;
  const fromOld = minor < search.rest ? minor : search.rest;
  search.rest -= fromOld;
  search.unset -= minor - fromOld;
  const since = believed ? null : (sinceOf(shortfall.before, move) ?? shortfall.statement.asOf);
  missing.push({ move, minor, since });
}

/** Whether the payment is among those that a book lacks. */
export function isIn(missing: readonly Missing[], payment: Payment): boolean {
  for (const { move } of missing) if (move === payment) return true;
  return false;
}

function sinceOf(missing: readonly Missing[], payment: Payment): CalendarDate | null {
  for (const { move, since } of missing) if (move === payment) return since;
  return null;
}

/**
 * The money that a book lacks: what a person saw first, then the newest within the lag, then the newest of before,
 * which is contested. `claims` are newest first.
 */
export function lack(claims: readonly Claim[], shortfall: Shortfall): Lack {
  const { begunOn, before, old, fresh } = shortfall;
  if (old <= 0n && fresh <= 0n) return NOTHING;
  const first = old > 0n ? old : 0n;
  const search: Search = { shortfall, missing: [], rest: first, unset: fresh };
  for (const claim of claims) if (claim.confirmed) take(search, claim, true);
  for (const claim of claims) if (claim.within) take(search, claim, true);
  // A payment of before the first book may be in that book.
  for (const claim of claims) if (claim.move.on >= begunOn) take(search, claim, false);
  let { rest } = search;
  for (const { move, minor } of before) if (move.on < begunOn) rest -= minor < rest ? minor : rest;
  search.missing.sort((a, b) => inLine(a.move, b.move));
  return { missing: search.missing, contestable: first - rest, unset: fresh - search.unset };
}

/**
 * Money beyond all dues that the balance of a book lacks too: parts of payments within the lag, and of those that the
 * book lacks, as far as its balance is higher than expected by `excess`.
 */
export function beyondDues(claims: readonly Claim[], missing: readonly Missing[], excess: bigint): Part[] {
  const parts: Part[] = [];
  let rest = excess;
  for (const { move, live, within } of claims) {
    if (rest <= 0n) break;
    const lacks = missing.find((item) => item.move === move);
    if ((!within && lacks === undefined) || move.kind === 'closing') continue;
    const beyond = live - (lacks?.minor ?? 0n);
    const minor = beyond < rest ? beyond : rest;
    if (minor > 0n) parts.push({ move, minor });
    rest -= minor;
  }
  return parts;
}
