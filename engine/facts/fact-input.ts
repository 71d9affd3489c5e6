/** A fact that is ready to be recorded: checked, with references for personal values, and an owner. */
import type { AccountFactBodies, AccountFactKind, PersonFactBodies, PersonFactKind } from '../../domain/facts.ts';
import type { Instant } from '../../domain/time.ts';

interface Common {
  source: string;
  /** The source's own id: the same fact again is not recorded twice. */
  externalId?: string;
  occurredAt: Instant;
}
export type AccountFactInput = {
  [K in AccountFactKind]: { accountId: string; kind: K; body: AccountFactBodies[K] };
}[AccountFactKind] &
  Common;
export type PersonFactInput = {
  [K in PersonFactKind]: { personId: string; kind: K; body: PersonFactBodies[K] };
}[PersonFactKind] &
  Common;
export type FactInput = AccountFactInput | PersonFactInput;
