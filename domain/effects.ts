/** The life of an effect, as one pure function. SQL only compares and sets what it says. */

/**
 * `planned` waits for its time (or for a busy lane). `claimed` is leased by one worker. `deferred` waits for a later
 * time, set by a policy or, after a proved non-send, by the pause before the next try. `suppressed` was refused by a
 * policy and waits for the fact that lifts it. `failed` is a proved non-send. `superseded`: no evaluation plans it any
 * more; a returned payment may bring the same row back. `unknown` may have left: a machine never sends it again. Final:
 * `sent`, `impossible` (no way to reach the person), `given-up` (by a person, with a reason). An effect believed unsent
 * and proved to have left (`found-sent`) becomes `sent`.
 */
export const EFFECT_STATES = [
  'planned',
  'claimed',
  'sent',
  'failed',
  'unknown',
  'suppressed',
  'deferred',
  'superseded',
  'impossible',
  'given-up',
] as const;
/** One of EFFECT_STATES. */
export type EffectState = (typeof EFFECT_STATES)[number];

/** What can happen to an effect. `wanted` and `not-wanted` say whether the last evaluation plans it. */
export const EFFECT_EVENTS = [
  'claim',
  'sent',
  'proved-non-send',
  'try-again',
  'busy',
  'not-begun',
  'no-answer',
  'refuse',
  'defer',
  'lease-expired-unsent',
  'lease-expired-calling',
  'not-wanted',
  'wanted',
  'no-way',
  'found-sent',
  'found-unsent',
  'give-up',
  'retry',
] as const;
/** One of EFFECT_EVENTS. */
export type EffectEvent = (typeof EFFECT_EVENTS)[number];

/** What the result of a call means for its effects; `again`: a proved non-send that is tried again. */
export const RESULT_EVENTS = {
  sent: 'sent',
  unknown: 'no-answer',
  failed: 'proved-non-send',
  busy: 'busy',
  'not-begun': 'not-begun',
  again: 'try-again',
} as const satisfies Readonly<Record<string, EffectEvent>>;

const NEXT: Readonly<Record<EffectState, Partial<Record<EffectEvent, EffectState>>>> = {
  planned: {
    claim: 'claimed',
    refuse: 'suppressed',
    defer: 'deferred',
    'not-wanted': 'superseded',
    'no-way': 'impossible',
    'give-up': 'given-up',
    wanted: 'planned',
    'found-sent': 'sent',
  },
  deferred: {
    claim: 'claimed',
    refuse: 'suppressed',
    defer: 'deferred',
    'not-wanted': 'superseded',
    'no-way': 'impossible',
    'give-up': 'given-up',
    wanted: 'planned',
    'found-sent': 'sent',
  },
  claimed: {
    sent: 'sent',
    'proved-non-send': 'failed',
    'try-again': 'deferred',
    busy: 'planned',
    'not-begun': 'planned',
    'no-answer': 'unknown',
    'lease-expired-unsent': 'planned',
    'lease-expired-calling': 'unknown',
  },
  failed: {
    wanted: 'planned',
    retry: 'planned',
    'not-wanted': 'superseded',
    'give-up': 'given-up',
    'no-way': 'impossible',
    'found-sent': 'sent',
  },
  suppressed: {
    wanted: 'planned',
    retry: 'planned',
    'not-wanted': 'superseded',
    'give-up': 'given-up',
    'no-way': 'impossible',
    'found-sent': 'sent',
  },
  unknown: {
    'found-sent': 'sent',
    'found-unsent': 'failed',
    'try-again': 'deferred',
    'give-up': 'given-up',
  },
  // A returned payment or a closed dispute may bring it back: same row, next attempt.
  superseded: { wanted: 'planned', 'no-way': 'impossible', 'found-sent': 'sent' },
  impossible: {},
  sent: {},
  'given-up': {},
};

/** The state after `event`, or null when the event may not happen in this state. */
export function nextState(state: EffectState, event: EffectEvent): EffectState | null {
  return NEXT[state][event] ?? null;
}

/** States in which `event` may happen: what a compare-and-set compares with. */
export function statesBefore(event: EffectEvent): EffectState[] {
  return EFFECT_STATES.filter((state) => NEXT[state][event] !== undefined);
}

/** Waiting: a worker may claim it when it is due. */
export const CLAIMABLE_STATES = ['planned', 'deferred'] as const satisfies readonly EffectState[];
/** It has left or may have left. */
export const LEFT_STATES = ['sent', 'unknown'] as const satisfies readonly EffectState[];
/** A worker claimed it and nothing proves that it did not leave: it counts for every cap. */
export const BEGUN_STATES = ['claimed', ...LEFT_STATES] as const satisfies readonly EffectState[];
/** Over: no machine changes it any more. */
export const FINAL_STATES = ['sent', 'impossible', 'given-up'] as const satisfies readonly EffectState[];

const isAmong =
  (states: readonly EffectState[]) =>
  (state: EffectState): boolean =>
    states.includes(state);
/** Whether the state is one of CLAIMABLE_STATES. */
export const isClaimable = isAmong(CLAIMABLE_STATES);
/** Whether the state is one of LEFT_STATES. */
export const hasLeft = isAmong(LEFT_STATES);
/** Whether the state is one of BEGUN_STATES. */
export const hasBegun = isAmong(BEGUN_STATES);
/** Whether the state is one of FINAL_STATES. */
export const isFinal = isAmong(FINAL_STATES);
