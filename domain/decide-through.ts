/** The decision with all that follows from it at once. */
import { type Decision, decide, type Wanted } from './decide.ts';
import { keyOf } from './effect-key.ts';
import type { AccountFacts, KnownEffect } from './facts.ts';
import type { Policy } from './policies/policy.ts';
import type { Ladder } from './stage.ts';
import type { Instant } from './time.ts';

/** So often at most. */
const MOST_ROUNDS = 8;

/** A way that is impossible ends its step, which may open the next: decides until none turns out so any more. The impossible ones stay in the answer, so that they are stored. */
export function decideThrough(
  ladder: Ladder,
  facts: AccountFacts,
  now: Instant,
  policies?: readonly Policy[],
): Decision {
  const impossible: Wanted[] = [];
  let known = facts;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const decision = decide(ladder, known, now, policies);
    const dead = decision.wanted.filter((wanted) => wanted.verdict === 'impossible');
    if (dead.length === 0) return { ...decision, wanted: [...impossible, ...decision.wanted] };
    impossible.push(...dead);
    const keys = new Set(dead.map(keyOf));
    known = {
      ...known,
      effects: [
        ...known.effects.filter((effect) => !keys.has(keyOf(effect))),
        ...dead.map((wanted) => ended(wanted, now)),
      ],
    };
  }
  throw new Error('the ladder has no end: every step turns out impossible');
}

function ended({ episode, stage, step, occurrence, purpose, channel }: Wanted, now: Instant): KnownEffect {
  return {
    id: '',
    ...{ episode, stage, step, occurrence, purpose },
    channel: channel ?? 'email',
    state: 'impossible',
    attempt: 0,
    dueAt: now,
    ...{ sentAt: null, deliveredAt: null, bouncedAt: null, doneAt: null },
  };
}
