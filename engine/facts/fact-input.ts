/** A fact ready to be recorded: checked, with an owner, and with references instead of personal values. */
import type { AccountFactContent, PersonFactContent } from '../../domain/facts.ts';
import type { Instant } from '../../domain/time.ts';

interface Common {
  source: string;
  /** The source's id of the fact, by which a repeat is recognised. */
  externalId?: string;
  occurredAt: Instant;
}
/** A fact of an account. */
export type AccountFactInput = AccountFactContent & Common & { accountId: string };
/** A fact of a person. */
export type PersonFactInput = PersonFactContent & Common & { personId: string };
export type FactInput = AccountFactInput | PersonFactInput;
