/** The decision together with everything that follows from it at once. */
import { type Decision, decide } from './decide.ts';
import { keyOf } from './effect-key.ts';
import type { AccountFacts, KnownEffect } from './facts.ts';
import type { PlannedEffect } from './plan.ts';
import type { Rules } from './rules.ts';
import type { Instant } from './time.ts';

/** Most rounds before the ladder counts as endless. */
const MAX_ROUNDS = 8;

/**
 * Decides until no planned effect is impossible: an impossible effect ends its step, which may open the next. The
 * answer includes the impossible effects, so that they are stored. Throws when the ladder has no end.
 */
export function decideToEnd(rules: Rules, facts: AccountFacts, now: Instant): Decision {
  const impossible: PlannedEffect[] = [];
  let known = facts;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const decision = decide(rules, known, now);
    const dead = decision.planned.filter((planned) => planned.verdict === 'impossible');
    if (dead.length === 0) return { ...decision, planned: [...impossible, ...decision.planned] };
    impossible.push(...dead);
    const keys = new Set(dead.map(keyOf));
    known = {
      ...known,
      effects: [
        ...known.effects.filter((effect) => !keys.has(keyOf(effect))),
        ...dead.map((planned) => ended(planned, now)),
      ],
    };
  }
  throw new Error('the ladder has no end: every step turns out impossible');
}

function ended(
  { episode, stage, step, occurrence, purpose, channel, recipient }: PlannedEffect,
  now: Instant,
): KnownEffect {
  return {
    id: '',
    ...{ episode, stage, step, occurrence, purpose, recipient },
    channel: channel ?? 'email',
    state: 'impossible',
    attempt: 0,
    dueAt: now,
    ...{ sentAt: null, deliveredAt: null, bouncedAt: null, doneAt: null },
  };
}
