/** What a decision goes by. */
import type { Policy } from './policies/policy.ts';
import type { Ladder } from './stage.ts';

export interface Rules {
  readonly ladder: Ladder;
  readonly policies: readonly Policy[];
}
