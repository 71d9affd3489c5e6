/** The gate asked again, inside the claim, on the facts just read: what becomes of an effect whose time has come. */

import { isPersonChannel } from '../../domain/channels.ts';
import { decide } from '../../domain/decide.ts';
import { keyOf } from '../../domain/effect-key.ts';
import { nextState } from '../../domain/effects.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import type { Calendar } from '../../domain/limits.ts';
import type { PlannedEffect } from '../../domain/plan.ts';
import { nextMorning, windowEnd } from '../../domain/policies/lawful-hours.ts';
import type { Rules } from '../../domain/rules.ts';
import { HOUR_MS, type Instant, localDate, localMinute } from '../../domain/time.ts';
import type { DueEffect, Judged } from './gather-due.ts';

/** One decision an account serves all its effects of a claim. */
export function plannedByKey(rules: Rules, facts: AccountFacts, now: Instant): Map<string, PlannedEffect> {
  const { planned } = decide(rules, facts, now);
  return new Map(planned.map((planned) => [keyOf(planned), planned]));
}

/** On what, by what and when an effect is judged. */
export interface JudgeContext {
  facts: AccountFacts;
  rules: Rules;
  now: Instant;
}

/** What the claim does with one effect; `claimed` when it may leave now. `slowestCallMs`: so much before the lawful window ends nothing is begun. */
export function judge(
  effect: DueEffect,
  planned: PlannedEffect | undefined,
  { facts, rules, now }: JudgeContext,
  slowestCallMs = 0,
): Judged {
  const { calendar } = rules;
  const zone = facts.person.zone;
  const base = {
    effect,
    channel: planned?.channel ?? effect.channel,
    reasons: planned?.held ?? [],
    factsVersion: facts.version,
    dueAt: null,
    token: null,
    dispatchId: null,
    notAfter: notAfter(effect, zone, now, calendar) - slowestCallMs,
    localDate: localDate(now, zone),
    localMinute: localMinute(now, zone),
  };
  const to = (
    verdict: Judged['verdict'],
    event: Parameters<typeof nextState>[1],
    dueAt: Instant | null = null,
    reasons = base.reasons,
  ): Judged => ({
    ...base,
    verdict,
    reasons,
    dueAt,
    state: nextState('planned', event) ?? 'planned',
  });
  if (!planned)
    return to('refuse', 'not-wanted', null, [{ policy: 'decide', code: 'not-wanted', words: 'no longer wanted' }]);
  if (planned.verdict === 'impossible')
    return to('refuse', 'no-way', null, [{ policy: 'decide', code: 'no-way', words: 'no way to reach the person' }]);
  if (planned.verdict === 'refuse') return to('refuse', 'refuse');
  if (planned.verdict === 'blocked') return to('blocked', 'wanted', now + HOUR_MS);
  if (planned.dueAt > now) return to('wait', 'defer', planned.dueAt);
  // Another way than planned: back to its lane, due now.
  if (base.channel !== effect.channel)
    return to('wait', 'wanted', now, [{ policy: 'decide', code: 'other-channel', words: `goes by ${base.channel}` }]);
  if (base.notAfter <= now)
    return to('wait', 'defer', nextMorning(now, facts.person, calendar), [
      { policy: 'lawful-hours', code: 'night', words: 'sending could last into the night' },
    ]);
  return to('allow', 'claim');
}

/** End of the lawful window for a person; a day for files and desks. */
function notAfter(effect: DueEffect, zone: string, now: Instant, calendar: Calendar): Instant {
  return (isPersonChannel(effect.channel) ? windowEnd(now, zone, calendar) : null) ?? now + 24 * HOUR_MS;
}

/** The answer when reading or deciding itself failed: blocked, asked again in an hour, shown as stuck. */
export function blockedBy(effect: DueEffect, context: JudgeContext, code: string, words: string): Judged {
  return {
    ...judge(effect, undefined, context),
    verdict: 'blocked',
    state: 'planned',
    dueAt: context.now + HOUR_MS,
    reasons: [{ policy: 'claim', code, words }],
  };
}
