/**
 * Repayment plans as agreements and how each stands: a function of the set of facts, whatever their order of arrival.
 * What was agreed is never what the lender's book says: a row that does not know a plan neither keeps nor breaks it.
 */
import type { AccountFact } from '../facts.ts';
import { factsOf, type OfKind } from '../facts-of.ts';
import { type Instruction, instructionsOf } from '../instructions.ts';
import { type Entry, isMoney } from '../money/entries.ts';
import { receivedSince } from '../promises.ts';
import { addDays, type CalendarDate, type Instant, localDate, type Zone } from '../time.ts';
import type { PlanAccepted, PlanPart, PlanProposed } from './agreement-facts.ts';

/** Days after the date of a part in which it still counts. */
export const PLAN_GRACE_DAYS = 7;

/** States of a plan, from its proposal to its end. */
export const AGREEMENT_STATES = [
  'proposed',
  'needs-approval',
  'refused',
  'expired',
  'declined',
  'withdrawn',
  'booking',
  'not-booked',
  'running',
  'late',
  'broken',
  'kept',
  'replaced',
  'ended',
] as const;
/**
 * One of AGREEMENT_STATES. `booking`: accepted, and the book has not answered. `not-booked`: the book rejected it, and
 * a person looks. `late`: a part is missed and still within its grace.
 */
export type AgreementState = (typeof AGREEMENT_STATES)[number];

/** A part with what came in for it: money covers the oldest first. */
export interface PaidPart extends PlanPart {
  readonly paid: bigint;
  /** Last day on which it counts. */
  readonly until: CalendarDate;
}

/** A plan and how it stands today. */
export interface Agreement {
  /** Id of the fact that proposed it. */
  readonly id: string;
  readonly proposedAt: Instant;
  readonly said: PlanProposed;
  readonly state: AgreementState;
  readonly accepted: { readonly at: Instant; readonly said: PlanAccepted } | null;
  /** The second person; null where none was needed or none has answered. */
  readonly approvedBy: string | null;
  readonly parts: readonly PaidPart[];
  /** The oldest part that is not paid whole; null when all are. */
  readonly next: PaidPart | null;
  /** The day on which it was kept, broken, replaced or ended; null before. */
  readonly since: CalendarDate | null;
}

/** What the state of plans depends on. */
export interface AgreementContext {
  readonly facts: readonly AccountFact[];
  /** Changes of the money received. */
  readonly entries: readonly Entry[];
  /** The creditor's. */
  readonly zone: Zone;
  readonly today: CalendarDate;
}

const NONE: readonly Agreement[] = [];

/** Whether the plan binds both sides today. */
export const isInForce = ({ state }: Agreement): boolean =>
  state === 'booking' || state === 'running' || state === 'late';
/** Whether the person may accept it, or will be able to once it is approved. */
export const isOpen = ({ state }: Agreement): boolean => state === 'proposed' || state === 'needs-approval';

/** All plans of an account, in the order in which they were proposed. */
export function agreementsOf(context: AgreementContext): readonly Agreement[] {
  const told = factsOf(context.facts, 'plan-proposed');
  if (told.length === 0) return NONE;
  const proposals = [...told].sort((a, b) => a.body.no - b.body.no || a.occurredAt - b.occurredAt);
  const words = wordsOf(context.facts);
  // What is waived or taken off the debt is no payment under a plan.
  const paid = { ...context, entries: context.entries.filter(isMoney) };
  return proposals.map((proposal, index) => {
    const accepted = words.accepted.get(proposal.id);
    return accepted === undefined
      ? notAccepted(proposal, index === proposals.length - 1, words, paid)
      : bound(proposal, accepted, words, paid);
  });
}

type Proposal = OfKind<'plan-proposed'>;

/** What was said of each plan: the first word of a kind counts. */
interface Words {
  readonly accepted: ReadonlyMap<string, OfKind<'plan-accepted'>>;
  readonly approved: ReadonlyMap<string, OfKind<'plan-approved'>>;
  readonly refused: ReadonlyMap<string, OfKind<'plan-refused'>>;
  readonly declined: ReadonlyMap<string, OfKind<'plan-declined'>>;
  readonly withdrawn: ReadonlyMap<string, OfKind<'plan-withdrawn'>>;
  readonly ended: ReadonlyMap<string, OfKind<'plan-ended'>>;
}

interface OfPlan {
  readonly occurredAt: Instant;
  readonly body: { readonly plan: string };
}
function firstOf<F extends OfPlan>(facts: readonly F[]): ReadonlyMap<string, F> {
  const first = new Map<string, F>();
  for (const fact of facts) {
    const known = first.get(fact.body.plan);
    if (known === undefined || fact.occurredAt < known.occurredAt) first.set(fact.body.plan, fact);
  }
  return first;
}

const wordsOf = (facts: readonly AccountFact[]): Words => ({
  accepted: firstOf(factsOf(facts, 'plan-accepted')),
  approved: firstOf(factsOf(facts, 'plan-approved')),
  refused: firstOf(factsOf(facts, 'plan-refused')),
  declined: firstOf(factsOf(facts, 'plan-declined')),
  withdrawn: firstOf(factsOf(facts, 'plan-withdrawn')),
  ended: firstOf(factsOf(facts, 'plan-ended')),
});

function notAccepted(proposal: Proposal, isLast: boolean, words: Words, { facts, today }: AgreementContext): Agreement {
  const { id, body: said } = proposal;
  const approvedBy = words.approved.get(id)?.body.by ?? null;
  const state = (): AgreementState => {
    if (words.declined.has(id)) return 'declined';
    if (words.withdrawn.has(id)) return 'withdrawn';
    if (words.refused.has(id)) return 'refused';
    if (!isLast) return 'replaced';
    if (today > said.validUntil || isClosedSince(facts, proposal.occurredAt)) return 'expired';
    return said.exceeds.length > 0 && approvedBy === null ? 'needs-approval' : 'proposed';
  };
  return agreementOf(proposal, null, approvedBy, {
    state: state(),
    parts: said.parts.map((part) => ({ ...part, paid: 0n, until: lastDayOf(part, said) })),
    since: null,
  });
}

const isClosedSince = (facts: readonly AccountFact[], at: Instant): boolean =>
  factsOf(facts, 'closed').some(({ occurredAt }) => occurredAt >= at);

/** Last day on which a part counts: after its grace; the last part, and none later, on the last day of the plan. */
function lastDayOf({ on }: PlanPart, { lastDay, parts }: PlanProposed): CalendarDate {
  if (on === parts.at(-1)?.on) return lastDay;
  const graceEnds = addDays(on, PLAN_GRACE_DAYS);
  return graceEnds < lastDay ? graceEnds : lastDay;
}

function bound(proposal: Proposal, accepted: OfKind<'plan-accepted'>, words: Words, context: AgreementContext) {
  const approvedBy = words.approved.get(proposal.id)?.body.by ?? null;
  const booked = instructionsOf(context.facts).find(({ id }) => id === accepted.body.instruction) ?? null;
  const end = endOf(proposal.id, accepted, words, booked, context);
  const byMoney = moneyState(proposal.body, accepted.occurredAt, end?.on ?? context.today, context);
  const isOver = byMoney.state === 'kept' || byMoney.state === 'broken';
  if (end !== null && !isOver)
    return agreementOf(proposal, accepted, approvedBy, { ...byMoney, state: end.state, since: end.on });
  const isBooking = byMoney.state === 'running' && booked?.state === 'open';
  return agreementOf(proposal, accepted, approvedBy, isBooking ? { ...byMoney, state: 'booking' } : byMoney);
}

type End = Extract<AgreementState, 'replaced' | 'ended' | 'not-booked'>;

/** The first day on which another plan took its place, it or its account was ended, or the book rejected it. */
function endOf(
  id: string,
  { occurredAt: acceptedAt }: OfKind<'plan-accepted'>,
  { accepted, ended }: Words,
  booked: Instruction | null,
  { facts, zone, today }: AgreementContext,
): { on: CalendarDate; state: End } | null {
  const ends: [Instant, End][] = [];
  for (const { body, occurredAt } of accepted.values())
    if (occurredAt > acceptedAt || (occurredAt === acceptedAt && body.plan > id)) ends.push([occurredAt, 'replaced']);
  const endedAt = ended.get(id)?.occurredAt;
  if (endedAt !== undefined) ends.push([endedAt, 'ended']);
  // What is sold, withdrawn or written off is no longer paid by a plan.
  for (const { occurredAt } of factsOf(facts, 'closed')) if (occurredAt >= acceptedAt) ends.push([occurredAt, 'ended']);
  if (booked?.state === 'rejected' && booked.rejectedAt !== null) ends.push([booked.rejectedAt, 'not-booked']);
  let first: readonly [Instant, End] | null = null;
  for (const end of ends) if (first === null || end[0] < first[0]) first = end;
  if (first === null) return null;
  const on = localDate(first[0], zone);
  return on > today ? null : { on, state: first[1] };
}

type Stands = Pick<Agreement, 'state' | 'parts' | 'since'>;

/**
 * A plan is kept once the money received since it was accepted reaches the sum of its parts, each by its last day.
 * Money that comes back after that breaks it on its day, since the sum is not there any more.
 */
function moneyState(said: PlanProposed, since: Instant, on: CalendarDate, context: AgreementContext): Stands {
  const { entries, zone } = context;
  const through = (date: CalendarDate): bigint => receivedSince(entries, since, date < on ? date : on, zone);
  let asked = 0n;
  for (const part of said.parts) {
    asked += part.minor;
    const until = lastDayOf(part, said);
    if (through(until) >= asked) continue;
    // What comes after the break is no payment of the plan any more.
    if (on > until) return { state: 'broken', parts: paidParts(said, through(until)), since: addDays(until, 1) };
    return { state: on > part.on ? 'late' : 'running', parts: paidParts(said, through(on)), since: null };
  }
  const parts = paidParts(said, through(on));
  const days = [...new Set(entries.map((entry) => entry.on))].filter((day) => day <= on).sort();
  if (through(on) < asked) return { state: 'broken', parts, since: days.findLast((day) => fallsOn(day)) ?? on };
  return { state: 'kept', parts, since: days.find((day) => through(day) >= asked) ?? localDate(since, zone) };

  function fallsOn(day: CalendarDate): boolean {
    return through(day) < asked && through(addDays(day, -1)) >= asked;
  }
}

function paidParts(said: PlanProposed, received: bigint): PaidPart[] {
  let left = received > 0n ? received : 0n;
  return said.parts.map((part) => {
    const paid = left < part.minor ? left : part.minor;
    left -= paid;
    return { ...part, paid, until: lastDayOf(part, said) };
  });
}

function agreementOf(
  { id, occurredAt: proposedAt, body: said }: Proposal,
  accepted: OfKind<'plan-accepted'> | null,
  approvedBy: string | null,
  { state, parts, since }: Stands,
): Agreement {
  return {
    id,
    proposedAt,
    said,
    state,
    accepted: accepted && { at: accepted.occurredAt, said: accepted.body },
    approvedBy,
    parts,
    next: parts.find(({ minor, paid }) => paid < minor) ?? null,
    since,
  };
}

/** The plan that was accepted last; null when none was. */
export function lastAccepted(agreements: readonly Agreement[]): Agreement | null {
  let last: Agreement | null = null;
  for (const agreement of agreements) {
    const { accepted } = agreement;
    if (accepted === null) continue;
    if (last?.accepted === undefined || last.accepted === null || accepted.at >= last.accepted.at) last = agreement;
  }
  return last;
}

/** The proposal that waits for an answer; null when none does. */
export const openProposal = (agreements: readonly Agreement[]): Agreement | null => agreements.findLast(isOpen) ?? null;
