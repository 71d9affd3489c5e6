/** Where a law has who collects a debt say so in each message. */
import type { Actor } from './case.ts';
import type { Jurisdiction } from './rule.ts';
import { COLLECTORS } from './US/shared.ts';
import { jurisdictionsOf, type PlacedAccount } from './which-law.ts';

/** Who must say so, by law; rules of the packs demand it (US-ID-01). */
const DISCLOSING: Partial<Readonly<Record<Jurisdiction, readonly Actor[]>>> = { US: COLLECTORS };

/** Whether one of the laws has the actor say so. */
export const mustDisclose = (laws: readonly Jurisdiction[], actor: Actor): boolean =>
  laws.some((law) => DISCLOSING[law]?.includes(actor) ?? false);

interface CollectedAccount extends PlacedAccount {
  readonly creditor: PlacedAccount['creditor'] & { readonly actsAs?: Actor };
}
/** Who discloses under some law. */
const DISCLOSERS: ReadonlySet<Actor> = new Set(Object.values(DISCLOSING).flat());

/** Whether the texts about an account say that a collector writes. */
export function isCollected(account: CollectedAccount): boolean {
  const actor = account.creditor.actsAs ?? 'creditor';
  return DISCLOSERS.has(actor) && mustDisclose(jurisdictionsOf(account), actor);
}
