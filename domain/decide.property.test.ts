import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LADDER } from '../stages/index.ts';
import { account, CONTACTED, effect, fact, noon } from '../tests/support/facts.ts';
import { cases, deepFreeze } from '../tests/support/random-facts.ts';
import { PERSON_CHANNELS } from './channels.ts';
import { type Decision, decide } from './decide.ts';
import { keyOf } from './effect-key.ts';
import type { AccountFacts } from './facts.ts';
import { standingOf } from './standing.ts';
import { localMinute } from './time.ts';

const RUNS = { numRuns: 500 };
const DUTIES = new Set(
  LADDER.flatMap((stage) => stage.steps.filter((step) => step.duty || stage.kind === 'after').map((step) => step.name)),
);
const goes = (verdict: string) => verdict === 'allow' || verdict === 'wait';

describe('for every account and moment', () => {
  test('the same facts give the same answer, and decide touches nothing', () => {
    fc.assert(
      fc.property(cases, ({ facts, now }) => {
        const frozen = deepFreeze(facts);
        expect(decide(LADDER, frozen, now)).toEqual(decide(LADDER, frozen, now));
      }),
      RUNS,
    );
  });
  test('no demand, notice or receipt to a person outside the lawful hours of the person', () => {
    fc.assert(
      fc.property(cases, ({ facts, now }) => {
        for (const wanted of decide(LADDER, facts, now).wanted) {
          if (!goes(wanted.verdict) || wanted.channel === null || !PERSON_CHANNELS.includes(wanted.channel)) continue;
          const minute = localMinute(wanted.dueAt, facts.person.zone);
          expect(minute).toBeGreaterThanOrEqual(480);
          expect(minute).toBeLessThan(1260);
        }
      }),
      RUNS,
    );
  });
  test('nothing by a channel that was stopped', () => {
    fc.assert(
      fc.property(cases, ({ facts, now }) => {
        const { stopped } = standingOf(facts, now);
        for (const wanted of decide(LADDER, facts, now).wanted)
          expect(stopped.has(wanted.channel as 'email')).toBe(false);
      }),
      RUNS,
    );
  });
  test('a closed account and a cured one want duties only, and nothing that presses', () => {
    fc.assert(
      fc.property(cases, ({ facts, now }) => {
        if (!facts.closed && !standingOf(facts, now).cured) return;
        for (const wanted of decide(LADDER, facts, now).wanted) {
          expect(DUTIES.has(wanted.step)).toBe(true);
          expect(['demand', 'notice', 'handover']).not.toContain(wanted.purpose);
        }
      }),
      RUNS,
    );
  });
  test('keys are unique, nothing is due in the past, the next look lies ahead', () => {
    fc.assert(
      fc.property(cases, ({ facts, now }) => {
        const decision = decide(LADDER, facts, now);
        expect(new Set(decision.wanted.map(keyOf)).size).toBe(decision.wanted.length);
        for (const wanted of decision.wanted)
          if (wanted.verdict !== 'keep') expect(wanted.dueAt).toBeGreaterThanOrEqual(now);
        if (decision.nextLookAt !== null) expect(decision.nextLookAt).toBeGreaterThan(now);
      }),
      RUNS,
    );
  });
  test('what was sent, is unknown, or was given up is never wanted again', () => {
    fc.assert(
      fc.property(cases, ({ facts, now }) => {
        const over = new Set(
          facts.effects
            .filter((effect) => ['sent', 'unknown', 'impossible', 'given-up'].includes(effect.state))
            .map((include) => keyOf(include as never)),
        );
        for (const wanted of decide(LADDER, facts, now).wanted) expect(over.has(keyOf(wanted))).toBe(false);
      }),
      RUNS,
    );
  });
  test('dispute, hardship: nothing that presses may go', () => {
    fc.assert(
      fc.property(cases, ({ facts, now }) => {
        const standing = standingOf(facts, now);
        if (!standing.disputed && !standing.hardship) return;
        for (const wanted of decide(LADDER, facts, now).wanted) {
          if (['demand', 'notice', 'handover'].includes(wanted.purpose)) expect(goes(wanted.verdict)).toBe(false);
        }
      }),
      RUNS,
    );
  });
  test('the order in which unrelated things are read does not matter', () => {
    const sorted = ({ wanted, ...rest }: Decision) => ({
      ...rest,
      wanted: [...wanted].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
    });
    fc.assert(
      fc.property(cases, ({ facts, now }) => {
        const turned: AccountFacts = {
          ...facts,
          dues: [...facts.dues].reverse(),
          effects: [...facts.effects].reverse(),
          contacts: [...facts.contacts].reverse(),
          person: { ...facts.person, points: [...facts.person.points].reverse() },
        };
        expect(sorted(decide(LADDER, turned, now))).toEqual(sorted(decide(LADDER, facts, now)));
      }),
      RUNS,
    );
  });
  test('an overdue account is never forgotten: something is wanted, waited for, or a look is set', () => {
    fc.assert(
      fc.property(cases, ({ facts, now }) => {
        const standing = standingOf(facts, now);
        if (standing.cured || facts.closed) return;
        const decision = decide(LADDER, facts, now);
        const pending = facts.effects.some(
          (effect) => effect.state === 'unknown' || effect.state === 'claimed' || effect.state === 'failed',
        );
        // Who is in trouble or has the account: a task, a dispute or a placement ends by a fact.
        const elsewhere =
          standing.disputed || standing.hardship || facts.placements.some((placement) => placement.state !== 'ended');
        expect(
          decision.wanted.length > 0 ||
            decision.nextLookAt !== null ||
            pending ||
            elsewhere ||
            decision.stage !== 'clear',
        ).toBe(true);
      }),
      RUNS,
    );
  });
});

describe('more money is never harsher', () => {
  const STAGES = ['closed', 'clear', 'reminder', 'sms', 'call', 'agency', 'legal'];
  const isPressing = (purpose: string) => ['demand', 'notice', 'handover'].includes(purpose);
  const begun = [...CONTACTED, effect('agency/notice', noon(31)), effect('agency/handover', noon(34))];
  test('a payment more: no later stage, and nothing pressing that was not wanted before', () => {
    const sized = fc.record({
      on: fc.integer({ min: 1, max: 120 }),
      upTo: fc.integer({ min: 0, max: begun.length }),
      minor: fc.bigInt(1n, 150_000n),
    });
    fc.assert(
      fc.property(sized, ({ on, upTo, minor }) => {
        const effects = begun.slice(0, upTo).filter((effect) => (effect.sentAt ?? 0) <= noon(on));
        const facts = account({ effects });
        const before = decide(LADDER, facts, noon(on));
        const after = decide(
          LADDER,
          { ...facts, facts: [fact('payment', { minor, via: 'lender' }, noon(on))], balance: facts.balance - minor },
          noon(on),
        );
        expect(STAGES.indexOf(after.stage)).toBeLessThanOrEqual(STAGES.indexOf(before.stage));
        const pressed = new Set(before.wanted.map(keyOf));
        for (const wanted of after.wanted) {
          if (!['demand', 'notice', 'handover'].includes(wanted.purpose)) continue;
          expect(pressed.has(keyOf(wanted))).toBe(true);
          const was = before.wanted.find((each) => keyOf(each) === keyOf(wanted));
          expect(wanted.dueAt).toBeGreaterThanOrEqual(was?.dueAt ?? 0);
        }
      }),
      RUNS,
    );
  });

  test('on any account (a payment that keeps a promise ends its quiet, so promises stand aside): no later stage, nothing pressing of a later one', () => {
    fc.assert(
      fc.property(cases, fc.bigInt(1n, 150_000n), ({ facts, now }, minor) => {
        if (facts.episode?.curedVersion !== null || facts.facts.some((fact) => fact.kind === 'promise')) return;
        const before = decide(LADDER, facts, now);
        const paid = [...facts.facts, fact('payment', { minor, via: 'lender' }, now)];
        const after = decide(LADDER, { ...facts, facts: paid, balance: facts.balance - minor }, now);
        if (before.stage === 'bureau' || after.stage === 'bureau') return;
        expect(STAGES.indexOf(after.stage)).toBeLessThanOrEqual(STAGES.indexOf(before.stage));
        const pressed = new Set(before.wanted.map(keyOf));
        for (const wanted of after.wanted) {
          if (isPressing(wanted.purpose) && goes(wanted.verdict) && !pressed.has(keyOf(wanted)))
            expect(STAGES.indexOf(wanted.stage)).toBeLessThanOrEqual(STAGES.indexOf(before.stage));
        }
      }),
      RUNS,
    );
  });
});

describe('time alone', () => {
  test('opens no harsh stage: however many days pass, nothing but the first message is wanted', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), (on) => {
        const decision = decide(LADDER, account(), noon(on));
        expect(decision.stage).toBe('reminder');
        expect(decision.wanted.every((wanted) => wanted.stage === 'reminder')).toBe(true);
      }),
    );
  });
});
