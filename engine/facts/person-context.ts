/** What the body of a person's fact depends on besides its data. */
import type { Instant } from '../../domain/time.ts';
import type { Subject } from './find-subject.ts';

export interface PersonContext {
  readonly subject: Subject;
  /** Who answers for the fact: a name, or the source. */
  readonly by: string;
  /** The person who tells it by hand; null for a system. */
  readonly person: string | null;
  readonly source: string;
  readonly occurredAt: Instant;
  /** It is a repeat, so the body must change nothing. */
  readonly known: boolean;
}
