/** Accounts that every contact stage has written to and called, on their way through agency and court. */
import type { AccountFacts, KnownEffect } from '../../domain/facts.ts';
import { account, CONTACTED, day, effect, noon, plannedOf } from './facts.ts';

export const stepsOf = (facts: AccountFacts, now: number) => plannedOf(facts, now).map((name) => name.split(' ')[0]);
export const withEffects = (...effects: KnownEffect[]) => account({ effects: [...CONTACTED, ...effects] });
export const placement = (
  over: Partial<AccountFacts['placements'][number]> = {},
): AccountFacts['placements'][number] => ({
  id: 'placement-1',
  agency: 'north',
  state: 'accepted',
  handedOverAt: noon(34),
  termEndsOn: day(94),
  recalledAt: null,
  ...over,
});
export const notice = effect('agency/notice', noon(31), { deliveredAt: noon(31) });
export const handover = effect('agency/handover', noon(34));
export const demand = effect('legal/final-demand', noon(95), { deliveredAt: noon(95) });
export const upToLegal = [notice, handover, demand];
export const ended = [placement({ state: 'ended' })];
