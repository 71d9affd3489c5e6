import { describe, expect, test } from '@jest/globals';
import { RULES } from '../stages/rules.ts';
import { account, CONTACTED, effect, fact, noon } from '../tests/support/facts.ts';
import fc from '../tests/support/property.ts';
import { cases, deepFreeze } from '../tests/support/random-facts.ts';
import { isUnder } from './care/in-force.ts';
import { isPersonChannel } from './channels.ts';
import { type Decision, decide } from './decide.ts';
import { keyOf } from './effect-key.ts';
import { hasBegun } from './effects.ts';
import type { AccountFacts } from './facts.ts';
import { standingOf } from './standing.ts';
import { localDate, localMinute } from './time.ts';

const RUNS = { numRuns: 500 };
const DUTIES = new Set(
  RULES.ladder.flatMap((stage) =>
    stage.steps.filter((step) => step.duty || stage.kind === 'after').map((step) => step.name),
  ),
);
const goes = (verdict: string) => verdict === 'allow' || verdict === 'wait';

describe('for every account and moment', () => {
  test('the same facts give the same answer, and decide touches nothing', () => {
    fc.assert(
      fc.property(cases, ({ facts, now }) => {
        const frozen = deepFreeze(facts);
        expect(decide(RULES, frozen, now)).toEqual(decide(RULES, frozen, now));
      }),
      RUNS,
    );
  });
  test('no demand, notice or receipt to a person outside the lawful hours of the person', () => {
    fc.assert(
      fc.property(cases, ({ facts, now }) => {
        for (const planned of decide(RULES, facts, now).planned) {
          if (!goes(planned.verdict) || planned.channel === null || !isPersonChannel(planned.channel)) continue;
          const minute = localMinute(planned.dueAt, facts.person.zone);
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
        const { optedOut: stopped } = standingOf(facts, now);
        for (const planned of decide(RULES, facts, now).planned)
          expect(stopped.has(planned.channel as 'email')).toBe(false);
      }),
      RUNS,
    );
  });
  test('a closed account and a cured one want duties only, and nothing that presses', () => {
    fc.assert(
      fc.property(cases, ({ facts, now }) => {
        if (!facts.closed && !standingOf(facts, now).cured) return;
        for (const planned of decide(RULES, facts, now).planned) {
          expect(DUTIES.has(planned.step)).toBe(true);
          expect(['demand', 'notice', 'handover']).not.toContain(planned.purpose);
        }
      }),
      RUNS,
    );
  });
  test('keys are unique, nothing is due in the past, the next look lies ahead', () => {
    fc.assert(
      fc.property(cases, ({ facts, now }) => {
        const decision = decide(RULES, facts, now);
        expect(new Set(decision.planned.map(keyOf)).size).toBe(decision.planned.length);
        for (const planned of decision.planned)
          if (planned.verdict !== 'keep') expect(planned.dueAt).toBeGreaterThanOrEqual(now);
        if (decision.nextEvaluationAt !== null) expect(decision.nextEvaluationAt).toBeGreaterThan(now);
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
        for (const planned of decide(RULES, facts, now).planned) expect(over.has(keyOf(planned))).toBe(false);
      }),
      RUNS,
    );
  });
  test('dispute, hardship: nothing that presses may go', () => {
    fc.assert(
      fc.property(cases, ({ facts, now }) => {
        const standing = standingOf(facts, now);
        if (!standing.disputed && !isUnder(standing, 'hardship')) return;
        for (const planned of decide(RULES, facts, now).planned) {
          if (['demand', 'notice', 'handover'].includes(planned.purpose)) expect(goes(planned.verdict)).toBe(false);
        }
      }),
      RUNS,
    );
  });
  test('the order in which unrelated things are read does not matter', () => {
    const sorted = ({ planned, ...rest }: Decision) => ({
      ...rest,
      planned: [...planned].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
    });
    fc.assert(
      fc.property(cases, ({ facts, now }) => {
        const turned: AccountFacts = {
          ...facts,
          opening: { ...facts.opening, dues: [...facts.opening.dues].reverse() },
          effects: [...facts.effects].reverse(),
          contacts: [...facts.contacts].reverse(),
          person: { ...facts.person, points: [...facts.person.points].reverse() },
        };
        expect(sorted(decide(RULES, turned, now))).toEqual(sorted(decide(RULES, facts, now)));
      }),
      RUNS,
    );
  });
  test('an overdue account is never forgotten: something is wanted, waited for, or a look is set', () => {
    fc.assert(
      fc.property(cases, ({ facts, now }) => {
        const standing = standingOf(facts, now);
        if (standing.cured || facts.closed) return;
        const decision = decide(RULES, facts, now);
        const pending = facts.effects.some(
          (effect) => effect.state === 'unknown' || effect.state === 'claimed' || effect.state === 'failed',
        );
        // Who is in trouble or has the account: a task, a dispute or a placement ends by a fact.
        const elsewhere =
          standing.disputed ||
          isUnder(standing, 'hardship') ||
          facts.placements.some((placement) => placement.state !== 'ended');
        expect(
          decision.planned.length > 0 ||
            decision.nextEvaluationAt !== null ||
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
  const STAGES = ['reminder', 'sms', 'call', 'agency', 'legal'];
  /** Closed, clear, below the floor and unreachable are -1: nobody is contacted. */
  const rankOf = (stage: string) => STAGES.indexOf(stage);
  const isPressing = (purpose: string) => ['demand', 'notice', 'handover'].includes(purpose);
  const begun = [
    ...CONTACTED,
    effect('agency/notice', noon(31), { deliveredAt: noon(31) }),
    effect('agency/handover', noon(34)),
  ];
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
        const before = decide(RULES, facts, noon(on));
        const after = decide(
          RULES,
          { ...facts, facts: [fact('payment', { minor, via: 'lender' }, noon(on))] },
          noon(on),
        );
        expect(rankOf(after.stage)).toBeLessThanOrEqual(rankOf(before.stage));
        const pressed = new Set(before.planned.map(keyOf));
        for (const planned of after.planned) {
          if (!['demand', 'notice', 'handover'].includes(planned.purpose)) continue;
          expect(pressed.has(keyOf(planned))).toBe(true);
          const was = before.planned.find((each) => keyOf(each) === keyOf(planned));
          expect(planned.dueAt).toBeGreaterThanOrEqual(was?.dueAt ?? 0);
        }
      }),
      RUNS,
    );
  });

  test('on any account (a payment that keeps a promise ends its quiet, so promises stand aside): no later stage that had not begun, nothing pressing of a later one', () => {
    fc.assert(
      fc.property(cases, fc.bigInt(1n, 150_000n), ({ facts, now }, minor) => {
        if (facts.episode?.curedVersion !== null || facts.facts.some((fact) => fact.kind === 'promise')) return;
        const before = decide(RULES, facts, now);
        const paid = [...facts.facts, fact('payment', { minor, via: 'lender' }, now)];
        const after = decide(RULES, { ...facts, facts: paid }, now);
        if (before.stage === 'bureau' || after.stage === 'bureau') return;
        // Below the floor of calls a later stage that had begun goes on by its own rules.
        const isLater = (stage: string) =>
          rankOf(stage) > rankOf(before.stage) &&
          !facts.effects.some((effect) => effect.stage === stage && hasBegun(effect.state));
        expect(isLater(after.stage)).toBe(false);
        const known = new Set(before.planned.map(keyOf));
        for (const planned of after.planned)
          if (isPressing(planned.purpose) && goes(planned.verdict) && !known.has(keyOf(planned)))
            expect(isLater(planned.stage)).toBe(false);
      }),
      RUNS,
    );
  });
});

describe('accounts of one person', () => {
  const isWritten = (channel: string | null) => channel === 'email' || channel === 'sms';
  test('the same step on the same day is at the same moment, whatever else is known of each', () => {
    let met = 0;
    fc.assert(
      fc.property(cases, cases, ({ facts, now }, other) => {
        const more = { facts: other.facts.facts, contacts: facts.contacts, placements: [] };
        const second = { ...facts, ...more, accountId: 'account-2', number: 'A-2' };
        const planned = decide(RULES, second, now).planned;
        for (const first of decide(RULES, facts, now).planned) {
          const same = planned.find(({ stage, step }) => stage === first.stage && step === first.step);
          if (!same || !isWritten(first.channel) || !goes(first.verdict) || !goes(same.verdict)) continue;
          if (localDate(same.dueAt, facts.person.zone) !== localDate(first.dueAt, facts.person.zone)) continue;
          met += 1;
          expect(same.dueAt).toBe(first.dueAt);
        }
      }),
      { numRuns: 1500 },
    );
    expect(met).toBeGreaterThan(50);
  });
  test('all are evaluated at the same moment of a day', () => {
    const next = (number: string) => decide(RULES, account({ number }), noon(0)).nextEvaluationAt;
    expect(next('A-2')).toBe(next('A-1'));
  });
});

describe('time alone', () => {
  test('opens no harsh stage: however many days pass, nothing but the first message is wanted', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), (on) => {
        const decision = decide(RULES, account(), noon(on));
        expect(decision.stage).toBe('reminder');
        // After a long silence a person is asked, and no message leaves before they answer.
        const others = decision.planned.filter(({ stage }) => stage !== 'reminder');
        expect(others.every(({ stage, step }) => stage === 'review' && step === 'restart')).toBe(true);
      }),
    );
  });
});
