/** The life of an effect, as one pure function. SQL only compares and sets what this says. */

/**
 * `planned` waits for its time (or for its lane, which was busy); `claimed` is leased by one worker; `deferred` waits for a later time, named by a policy or, after a proved non-send, by the
 * pause before the next try; `suppressed` was refused by a policy and waits for the fact that lifts it; `failed` is a proved non-send; `superseded` means
 * that no look wants it (a payment that comes back may want it again, in the same row). Final: `sent`, `impossible` (no way to reach the person),
 * `given-up` (by a person, with a reason). What was believed not to have left and is proved to have (`found-sent`) is sent.
 * `unknown` may have left: it is never sent again by a machine.
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
export type EffectState = (typeof EFFECT_STATES)[number];

export const EFFECT_EVENTS = [
  'claim',
  'sent',
  'proved-non-send',
  'try-again',
  'busy',
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
export type EffectEvent = (typeof EFFECT_EVENTS)[number];

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
  // A payment that came back, or a dispute that ended, may want it again: same row, next attempt.
  superseded: { wanted: 'planned', 'no-way': 'impossible', 'found-sent': 'sent' },
  impossible: {},
  sent: {},
  'given-up': {},
};

/** The state after `event`, or null when the event may not happen in this state. */
export function nextState(state: EffectState, event: EffectEvent): EffectState | null {
  return NEXT[state][event] ?? null;
}

/** States from which `event` may happen: what a compare-and-set compares with. */
export function statesBefore(event: EffectEvent): EffectState[] {
  return EFFECT_STATES.filter((state) => NEXT[state][event] !== undefined);
}

/** Waiting: a worker may take it when its time has come. */
export const CLAIMABLE_STATES = ['planned', 'deferred'] as const satisfies readonly EffectState[];
/** It has left, or may have and nobody knows. */
export const LEFT_STATES = ['sent', 'unknown'] as const satisfies readonly EffectState[];
/** A worker took it, and nothing proves that it did not leave: it counts for every cap. */
export const BEGUN_STATES = ['claimed', ...LEFT_STATES] as const satisfies readonly EffectState[];
/** Over: nothing will ever come of it any more, whatever a machine does. */
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
