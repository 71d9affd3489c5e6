/** What the vectors of mainland China share. */
import type { GateCaseInput } from '../../contracts/gate-case.ts';

type Contact = NonNullable<GateCaseInput['contacts']>[number];

/** A case at a time of 2 March 2026. */
export const at = (time: string, over: Partial<GateCaseInput> = {}): GateCaseInput => ({
  law: ['CN'],
  zones: ['Asia/Shanghai'],
  at: `2026-03-02T${time}+08:00`,
  ...over,
});
/** A case at 10:00 of a day. */
export const on = (date: string, over: Partial<GateCaseInput> = {}): GateCaseInput =>
  at('10:00:00', { at: `${date}T10:00:00+08:00`, ...over });

/** Prior contacts at times of 2 March 2026, each as described. */
export const prior = (times: readonly string[], contact: Omit<Contact, 'at'>): Contact[] =>
  times.map((time) => ({ ...contact, at: `2026-03-02T${time}:00+08:00` }));
