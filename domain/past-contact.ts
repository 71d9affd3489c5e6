/** Contacts that were made, or may have been made, as every count of them reads them. */
import type { Channel, Purpose } from './channels.ts';
import type { Outcome } from './law/case.ts';
import type { Instant } from './time.ts';

/** A contact with the person by this creditor or its agencies, for caps. `unknown` and `claimed` count as made. */
export interface PastContact {
  at: Instant;
  channel: Channel;
  accountId: string;
  purpose: Purpose;
  /** What became of it; `attempted` when left out. */
  outcome?: Outcome;
  /** Id of the contact point that was used; null or left out: unknown. */
  point?: string | null;
  /** `in`: the person contacted us; `out` when left out. */
  direction?: 'out' | 'in';
  /** Of a permit for a day that nobody has reported (domain/contact-file.ts): it may be made until then. */
  permit?: { id: string; until: Instant };
  /** The steps that it covered, of each account; missing for contacts of agencies. */
  covers?: readonly { accountId: string; stage: string; step: string }[];
}
