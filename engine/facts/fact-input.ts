/** A fact that is ready to be recorded: checked, with references for personal values, and an owner. */
import type { AccountFactContent, PersonFactContent } from '../../domain/facts.ts';
import type { Instant } from '../../domain/time.ts';

interface Common {
  source: string;
  /** The source's own id: the same fact again is not recorded twice. */
  externalId?: string;
  occurredAt: Instant;
}
export type AccountFactInput = AccountFactContent & Common & { accountId: string };
export type PersonFactInput = PersonFactContent & Common & { personId: string };
export type FactInput = AccountFactInput | PersonFactInput;
