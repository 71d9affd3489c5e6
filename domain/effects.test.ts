import { describe, expect, test } from '@jest/globals';
import fc from '../tests/support/property.ts';
import {
  EFFECT_EVENTS,
  EFFECT_STATES,
  type EffectEvent,
  type EffectState,
  FINAL_STATES,
  hasBegun,
  hasLeft,
  isClaimable,
  isFinal,
  nextState,
  statesBefore,
} from './effects.ts';

/** Every transition that may happen; all others may not. */
const LEGAL: Readonly<Record<EffectState, string>> = {
  planned:
    'claim>claimed refuse>suppressed defer>deferred not-wanted>superseded wanted>planned no-way>impossible give-up>given-up found-sent>sent',
  deferred:
    'claim>claimed refuse>suppressed defer>deferred not-wanted>superseded wanted>planned no-way>impossible give-up>given-up found-sent>sent',
  claimed:
    'sent>sent proved-non-send>failed try-again>deferred busy>planned not-begun>planned no-answer>unknown lease-expired-unsent>planned lease-expired-calling>unknown',
  failed: 'not-wanted>superseded wanted>planned no-way>impossible give-up>given-up retry>planned found-sent>sent',
  suppressed: 'not-wanted>superseded wanted>planned no-way>impossible give-up>given-up retry>planned found-sent>sent',
  unknown: 'found-sent>sent found-unsent>failed try-again>deferred give-up>given-up',
  superseded: 'wanted>planned no-way>impossible found-sent>sent',
  sent: '',
  impossible: '',
  'given-up': '',
};

describe('the life of an effect', () => {
  test.each(EFFECT_STATES.flatMap((state) => EFFECT_EVENTS.map((event) => [state, event] as const)))(
    '%s on %s',
    (state, event) => {
      const expected =
        LEGAL[state]
          .split(' ')
          .find((path) => path.split('>')[0] === event)
          ?.split('>')[1] ?? null;
      expect(nextState(state, event)).toBe(expected);
      expect(statesBefore(event).includes(state)).toBe(expected !== null);
    },
  );

  const walk = fc.array(fc.constantFrom(...EFFECT_EVENTS), { maxLength: 40 }).map((events) => {
    const states: EffectState[] = ['planned'];
    const taken: EffectEvent[] = [];
    for (const event of events) {
      const next = nextState(states.at(-1) as EffectState, event);
      if (next === null) continue;
      states.push(next);
      taken.push(event);
    }
    return { states, taken };
  });
  test('what is final stays', () => {
    fc.assert(
      fc.property(walk, ({ states }) => {
        const first = states.findIndex(isFinal);
        expect(first < 0 || first === states.length - 1).toBe(true);
      }),
    );
  });
  test('it leaves at most once, and only under a claim', () => {
    fc.assert(
      fc.property(walk, ({ states, taken }) => {
        expect(taken.filter((event) => event === 'sent' || event === 'found-sent').length).toBeLessThanOrEqual(1);
        for (const [index, event] of taken.entries()) if (event === 'sent') expect(states[index]).toBe('claimed');
      }),
    );
  });
  test('unknown is never claimed again without an answer', () => {
    // `try-again`: the answer is that it did not leave, and there is a try left.
    const answers = ['found-sent', 'found-unsent', 'try-again', 'give-up'];
    fc.assert(
      fc.property(walk, ({ states, taken }) => {
        for (const [index, state] of states.entries()) {
          if (state === 'unknown' && index < taken.length) expect(answers).toContain(taken[index]);
        }
      }),
    );
  });
  test('who may be claimed, who has left, who counts for caps, who is over', () => {
    expect(EFFECT_STATES.filter(isClaimable)).toEqual(['planned', 'deferred']);
    expect(EFFECT_STATES.filter(hasLeft)).toEqual(['sent', 'unknown']);
    expect(EFFECT_STATES.filter(hasBegun)).toEqual(['claimed', 'sent', 'unknown']);
    expect(EFFECT_STATES.filter(isFinal)).toEqual(['sent', 'impossible', 'given-up']);
    for (const state of FINAL_STATES) expect(EFFECT_EVENTS.filter((event) => nextState(state, event))).toEqual([]);
  });
});
