/** Facts of repayment plans for tests of the domain. */
import type { PlanProposed } from '../../domain/agreements/agreement-facts.ts';
import type { AccountFact } from '../../domain/facts.ts';
import type { OfKind } from '../../domain/facts-of.ts';
import type { Instant } from '../../domain/time.ts';
import { day, fact, noon } from './facts.ts';

/** A plan of parts by day and minor units, proposed by ann on a day; the first plan of the account, of 1,434.00. */
export function proposed(
  parts: readonly (readonly [day: number, minor: bigint])[],
  { on = 1, at = noon(on), ...over }: Partial<PlanProposed> & { on?: number; at?: Instant } = {},
): OfKind<'plan-proposed'> {
  const last = parts.at(-1)?.[0] ?? 30;
  const body: PlanProposed = {
    no: 1,
    from: 'lender',
    by: 'ann',
    terms: '{}',
    parts: parts.map(([onDay, minor]) => ({ on: day(onDay), minor })),
    settlement: false,
    lastDay: day(last + 7),
    debt: { minor: 143_400n },
    waived: { minor: 0n },
    language: 'en',
    text: 'You pay.',
    digest: 'd',
    validUntil: day(on + 14),
    reviewOn: day(last),
    authority: 'anybody',
    exceeds: [],
    affordability: null,
    ...over,
  };
  return fact('plan-proposed', body, at) as OfKind<'plan-proposed'>;
}

/** That the person accepted a plan on a day. */
export const accepted = ({ id, body }: OfKind<'plan-proposed'>, on: number, at: Instant = noon(on)): AccountFact =>
  fact('plan-accepted', { plan: id, digest: body.digest, how: 'call', proof: 'recording 7', by: 'ann' }, at);
