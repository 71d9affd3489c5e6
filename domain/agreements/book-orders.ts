/** What the plans of an account have the lender's book do, and when a settlement ends its account. Pure. */
import type { InstructionBody } from '../contracts/instruction.ts';
import type { AccountFacts } from '../facts.ts';
import type { InstructionState } from '../instruction-facts.ts';
import { coverComponents, sumOf } from '../money/components.ts';
import { standingOf } from '../standing.ts';
import { type CalendarDate, type Instant, localDate } from '../time.ts';
import type { Agreement } from './agreements.ts';
import { closesAt } from './quiet.ts';
import { planOf, type WaivedPart, waivedIn, waivedParts } from './waived.ts';

interface Order<K extends 'plan-cancelled' | 'waiver'> {
  readonly kind: K;
  readonly body: InstructionBody<K>;
  readonly effectiveOn: CalendarDate;
  /** Names the decision. */
  readonly key: string;
}
/** An instruction that a plan calls for. */
export type PlanOrder = Order<'plan-cancelled'> | Order<'waiver'>;

/** An instruction that the account has. */
export interface GivenOrder {
  readonly id: string;
  readonly key: string;
  readonly state: InstructionState;
}

const waiverKey = (plan: string): string => `plan/${plan}/waiver`;

const REASONS = { broken: 'broken', ended: 'ended', replaced: 'replaced' } as const;

/** The ends of plans, and what settlements that were paid waive; also those that were told before. */
export function planOrders(facts: AccountFacts, now: Instant): PlanOrder[] {
  const { agreements } = standingOf(facts, now);
  const effectiveOn = localDate(now, facts.creditor.zone);
  return agreements.flatMap((agreement): PlanOrder[] => {
    const { id, state, accepted, said } = agreement;
    // What the book was never told of it need not take back.
    if (accepted?.said.instruction === undefined) return [];
    if (state === 'broken' || state === 'ended' || state === 'replaced')
      return [
        {
          ...{ effectiveOn, kind: 'plan-cancelled', key: `plan/${id}/end` },
          body: { agreement: id, reason: REASONS[state] },
        },
      ];
    const components = state === 'kept' && said.settlement ? waivedBy(agreement, facts, now) : [];
    return components.length === 0 ? [] : [{ effectiveOn, kind: 'waiver', body: { components }, key: waiverKey(id) }];
  });
}

/** What a settlement waives of each component, by its terms; at most what is still owed. */
function waivedBy({ said }: Agreement, facts: AccountFacts, now: Instant): WaivedPart[] {
  const { balance } = standingOf(facts, now);
  const plan = planOf(said, localDate(now, facts.creditor.zone));
  const { discount } = waivedIn(plan);
  const most = balance < 0n ? 0n : balance;
  const { paid } = coverComponents(discount, most < sumOf(discount) ? most : sumOf(discount), plan.terms.order);
  return waivedParts(paid, facts.currency);
}

/** The waivers that the book has not booked, of settlements whose money came back. */
export function waiversTakenBack<G extends GivenOrder>(facts: AccountFacts, given: readonly G[], now: Instant): G[] {
  const { agreements } = standingOf(facts, now);
  const lost = agreements.filter(({ state }) => state !== 'kept').map(({ id }) => waiverKey(id));
  return given.filter(({ key, state }) => state === 'open' && lost.includes(key));
}

/** The key of the settlement that ends its account now; null where none does, or the book has not answered. */
export function settledNow(facts: AccountFacts, given: readonly GivenOrder[], now: Instant): string | null {
  const standing = standingOf(facts, now);
  const from = closesAt({ standing, facts });
  if (from === null || from > localDate(now, facts.creditor.zone) || standing.agreement === null) return null;
  const key = waiverKey(standing.agreement.id);
  return given.some((known) => known.key === key && known.state === 'open') ? null : key;
}
