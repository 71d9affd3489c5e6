import { describe, expect, test } from '@jest/globals';
import { RULES } from '../stages/rules.ts';
import { account, CONTACTED, day, effect, fact, noon, personFact, plannedOf } from '../tests/support/facts.ts';
import { handover, notice, placement, stepsOf, upToLegal, withEffects } from '../tests/support/placed.ts';
import type { WrittenChannel } from './channels.ts';
import { decide } from './decide.ts';
import type { KnownEffect } from './facts.ts';
import type { Policy } from './policies/policy.ts';
import type { Rules } from './rules.ts';
import type { Stage } from './stage.ts';
import { HOUR_MS, MINUTE_MS } from './time.ts';

describe('which stage is open, and what it wants', () => {
  test('one day late is said so, and many', () => {
    const words = [1, 2].map((late) => decide(RULES, account(), noon(late)).why[0]?.words.split(', ')[1]);
    expect(words).toEqual(['1 day late', '2 days late']);
  });
  test('of contacts of the same moment the later in the ladder is the last one', () => {
    const together = [
      effect('reminder/email-1', noon(17)),
      effect('call/attempt/1', noon(17)),
      effect('agency/notice', noon(17)),
    ];
    const next = [together, [...together].reverse()].map((effects) => plannedOf(account({ effects }), noon(17))[0]);
    expect(next).toEqual(Array(2).fill(`call/attempt/2 allow ${day(17)}`));
  });
  test.each([
    ['nothing overdue on the due date', account(), 0, 'clear', []],
    [
      'day 1',
      account(),
      1,
      'reminder',
      ['reminder/email-1/1 allow', 'reminder/email-4/1 allow', 'reminder/email-8/1 allow'],
    ],
    [
      'day 10, everything before sent',
      account({ effects: CONTACTED.slice(0, 3) }),
      11,
      'sms',
      ['sms/sms-10/1 allow', 'sms/sms-14/1 allow'],
    ],
    ['the gap of three days holds the next stage', account({ effects: CONTACTED.slice(0, 3) }), 10, 'reminder', []],
    [
      'a reminder on its way holds the next stage like a sent reminder',
      account({ effects: [effect('reminder/email-1', noon(200), { state: 'claimed', sentAt: null })] }),
      200,
      'reminder',
      ['reminder/email-1/1 keep', 'reminder/email-4/1 allow', 'reminder/email-8/1 allow'],
    ],
    [
      'news of a returned payment is no step of the ladder',
      account({ effects: [effect('reminder/email-1', noon(1)), effect('reminder/payment-returned', noon(20))] }),
      20,
      'sms',
      ['sms/sms-10/1 allow', 'sms/sms-14/1 allow'],
    ],
    [
      'arrives 200 days old: the first stage all the same',
      account({ lastContactOn: day(150) }),
      200,
      'reminder',
      ['reminder/email-1/1 allow', 'reminder/email-4/1 allow', 'reminder/email-8/1 allow'],
    ],
    [
      'unbegun reminders lapse when the SMS stage opens',
      account({ effects: [effect('reminder/email-1', noon(200))] }),
      203,
      'sms',
      ['sms/sms-10/1 allow', 'sms/sms-14/1 allow'],
    ],
    ['calls ended, day 31', withEffects(), 31, 'agency', ['agency/notice/1 allow', 'agency/handover/1 allow']],
    [
      'a call is still open: no harsh stage',
      account({ effects: CONTACTED.slice(0, -1) }),
      31,
      'call',
      ['call/attempt/6 allow'],
    ],
    ['notice sent', withEffects(notice), 32, 'agency', ['agency/handover/1 allow']],
  ] as const)('%s', (_, facts, on, stage, wanted) => {
    const decision = decide(RULES, facts, noon(on));
    expect(decision.stage).toBe(stage);
    const planned = decision.planned.map(
      (planned) =>
        `${planned.stage}/${planned.step}/${planned.occurrence} ${planned.verdict === 'wait' ? 'allow' : planned.verdict}`,
    );
    expect(planned).toEqual(wanted);
  });

  test('a notice on its way to the agency brings no call back of a round before the last', () => {
    const ofEarlierDue = [effect('call/attempt/1', noon(20)), effect('call/attempt/3', noon(27))];
    const ofLaterDue = [
      ...CONTACTED.slice(0, 5).map(({ stage, step }, index) => effect(`${stage}/${step}/2`, noon(33 + 4 * index))),
      ...[7, 8, 9, 10, 11, 12].map((no, index) => effect(`call/attempt/${no}`, noon(60 + index))),
    ];
    const facts = account({
      dues: [
        { on: day(0), minor: 143_400n },
        { on: day(30), minor: 143_400n },
      ],
      facts: [fact('payment', { minor: 143_400n, via: 'lender' }, noon(31))],
      effects: [...CONTACTED.slice(0, 5), ...ofEarlierDue, ...ofLaterDue],
    });
    expect(stepsOf(facts, noon(66))).toEqual(['agency/notice/1', 'agency/handover/1']);
    const noticed = effect('agency/notice', noon(66), { deliveredAt: noon(66) });
    expect(stepsOf({ ...facts, effects: [...facts.effects, noticed] }, noon(67))).toEqual(['agency/handover/1']);
  });
  test('placed: nothing but the recall at the end of the term', () => {
    const placed = { ...withEffects(notice, handover), placements: [placement()] };
    expect(plannedOf(placed, noon(40))).toEqual([`agency/recall/1 allow ${day(94)}`]);
  });

  test('the days and gaps of a silent debtor', () => {
    expect(plannedOf(account(), noon(1))).toEqual([
      `reminder/email-1/1 allow ${day(1)}`,
      `reminder/email-4/1 allow ${day(4)}`,
      `reminder/email-8/1 allow ${day(8)}`,
    ]);
    expect(plannedOf(account({ effects: CONTACTED.slice(0, 5) }), noon(15))).toEqual([]);
    expect(plannedOf(account({ effects: CONTACTED.slice(0, 5) }), noon(16))).toEqual([
      `call/attempt/1 allow ${day(16)}`,
      `call/attempt/2 allow ${day(16)}`,
      `call/attempt/3 allow ${day(17)}`,
      `call/attempt/4 allow ${day(17)}`,
      `call/attempt/5 allow ${day(18)}`,
      `call/attempt/6 allow ${day(18)}`,
    ]);
  });

  test('while something is being sent and no date would wake the account, it is looked at again within the hour', () => {
    const claimed = effect('legal/ladder-end', noon(112), { state: 'claimed', sentAt: null, doneAt: null });
    const facts = { ...withEffects(...upToLegal, claimed), bureauConsent: false };
    const decision = decide(RULES, facts, noon(112));
    expect(decision.nextEvaluationAt).toBe(noon(112) + HOUR_MS);
  });

  test('an unknown send holds what follows, and is not sent again', () => {
    const facts = account({ effects: [effect('reminder/email-1', noon(1), { state: 'unknown', sentAt: null })] });
    expect(plannedOf(facts, noon(5))).toEqual([
      `reminder/email-4/1 wait ${day(6)}`,
      `reminder/email-8/1 allow ${day(9)}`,
    ]);
  });
  test('a step that a person skipped is over', () => {
    const skipped = ['email-1', 'email-4', 'email-8'].map((step) =>
      fact('step-skipped', { stage: 'reminder', step, occurrence: 1, by: 'ann', reason: 'told in person' }, noon(1)),
    );
    expect(decide(RULES, account({ facts: skipped }), noon(10))).toMatchObject({ stage: 'sms' });
  });
});

describe('a contact stage with a condition of its own', () => {
  const only = (words: string | null) => ({
    ...(RULES.ladder[1] as Stage),
    opens: () => (words === null ? null : { code: 'not-here', words }),
  });
  const rulesWith = (words: string | null): Rules => ({
    ...RULES,
    ladder: RULES.ladder.map((stage) => (stage.name === 'sms' ? only(words) : stage)),
  });
  test('is passed over, says why, and holds nothing up', () => {
    const facts = account({ effects: CONTACTED.slice(0, 3) });
    expect(decide(rulesWith(null), facts, noon(16)).stage).toBe('sms');
    const decision = decide(rulesWith('no SMS here'), facts, noon(16));
    expect(decision.stage).toBe('call');
    expect(decision.why.map((reason) => reason.words)).toContain('no SMS here');
    const called = CONTACTED.filter((effect) => effect.stage !== 'sms');
    expect(decide(rulesWith('no SMS here'), account({ effects: called }), noon(31)).stage).toBe('agency');
  });
});

describe('what the import says was done', () => {
  const reached = (stage: string, over: Parameters<typeof account>[0] = {}) =>
    account({ reachedStage: stage, notifiedOn: day(20), arrival: { asOf: day(21), episode: 1 }, ...over });
  test('reached sms: the SMS come, no reminder', () =>
    expect(stepsOf(reached('sms'), noon(12))).toEqual(['sms/sms-10/1', 'sms/sms-14/1']));
  test('reached sms and younger than its day: nothing is repeated', () =>
    expect(stepsOf(reached('sms'), noon(5))).toEqual([]));
  test('reached agency: no contact stage again, no second notice', () =>
    expect(stepsOf(reached('agency'), noon(40))).toEqual(['agency/handover/1']));
  test('a notice of an earlier stage is no notice of the agency', () =>
    expect(stepsOf(reached('sms', { effects: CONTACTED.slice(3) as KnownEffect[] }), noon(40))).toEqual([
      'agency/notice/1',
      'agency/handover/1',
    ]));
  test('reached legal: no agency again', () =>
    expect(stepsOf(reached('legal', { bureauConsent: false }), noon(100))).toEqual([
      'legal/final-demand/1',
      'legal/approval/1',
    ]));

  /** Due on day 0 unless said; looked at on day 100. */
  const FIRST = ['reminder/email-1/1', 'reminder/email-4/1', 'reminder/email-8/1'];
  const LEGAL = ['legal/final-demand/1', 'legal/approval/1'];
  const open = (no: number, openedOn: number) => ({ no, openedOn: day(openedOn), curedVersion: null, curedOn: null });
  const OF_ARRIVAL: [string, Parameters<typeof account>[0], string[]][] = [
    ['late on arrival, not stored yet', { episode: null }, LEGAL],
    ['late on arrival', { episode: open(1, 0) }, LEGAL],
    ['its payment came back: the same episode again', { episode: open(1, 0) }, LEGAL],
    [
      'it still had a second due when the first was paid',
      { episode: open(1, 0), dues: [{ on: day(5), minor: 143_400n }] },
      LEGAL,
    ],
    ['told again for a later delinquency', { episode: open(2, 0), arrival: { asOf: day(21), episode: 2 } }, LEGAL],
    ['no notice named: a person decides', { episode: open(1, 0), notifiedOn: null }, ['legal/ladder-end/1']],
    ['current on arrival: the first episode began later', { episode: open(1, 22) }, FIRST],
    ['due on the very day of the book: not overdue then', { episode: open(1, 21) }, FIRST],
    [
      'paid before it was first looked at, then late with a later due',
      { episode: null, dues: [{ on: day(30), minor: 143_400n }] },
      FIRST,
    ],
    ['paid, and late again', { episode: open(2, 30) }, FIRST],
    ['paid, and an older due turns up', { episode: open(2, 10) }, FIRST],
    ['told when the episode before had ended', { episode: open(1, 0), arrival: { asOf: day(21), episode: 2 } }, FIRST],
    ['the notice is older than the oldest due', { episode: open(1, 0), notifiedOn: day(-3) }, FIRST],
    ['the notice came on the due date, when nothing was late', { episode: open(1, 0), notifiedOn: day(0) }, FIRST],
    ['no row of the book said it', { arrival: null }, FIRST],
  ];
  test.each(OF_ARRIVAL)('%s', (_, over, steps) =>
    expect(stepsOf(reached('legal', { bureauConsent: false, ...over }), noon(100))).toEqual(steps),
  );

  test('a notice before the import is none of a later delinquency, for any escalation stage', () => {
    const contacted = CONTACTED.map((effect) => ({ ...effect, episode: 2 }));
    const later = { episode: open(2, 0), effects: contacted };
    expect(stepsOf(reached('agency', later), noon(40))).toEqual(['agency/notice/1', 'agency/handover/1']);
    expect(stepsOf(reached('bureau', later), noon(50))).toEqual([
      'agency/notice/1',
      'agency/handover/1',
      'bureau/notice/1',
      'bureau/record/202605',
      'bureau/record/202606',
      'bureau/record/202607',
    ]);
  });
});

describe('calls', () => {
  const outcome = (
    no: number,
    at: number,
    body: { contact: 'right-party'; result: 'refuses' | 'call-back'; callBackAt?: number },
  ) => fact('call-outcome', { effect: `effect-call/attempt/${no}`, ...body }, noon(at));
  const begun = [...CONTACTED.slice(0, 5), effect('call/attempt/1', noon(16))];
  test('a result ends the round', () => {
    const facts = account({ effects: begun, facts: [outcome(1, 16, { contact: 'right-party', result: 'refuses' })] });
    expect(stepsOf(facts, noon(17))).toEqual([]);
  });
  test('a call back at the time asked for, and again when asked again', () => {
    const asked = outcome(1, 16, { contact: 'right-party', result: 'call-back', callBackAt: noon(18) + HOUR_MS });
    const facts = account({ effects: begun, facts: [asked] });
    expect(plannedOf(facts, noon(17))).toEqual([`call/attempt/1001 allow ${day(18)}`]);
    const again = outcome(1001, 18, { contact: 'right-party', result: 'call-back', callBackAt: noon(20) });
    const later = { ...facts, facts: [asked, again], effects: [...begun, effect('call/attempt/1001', noon(18))] };
    expect(plannedOf(later, noon(19))).toEqual([`call/attempt/1002 allow ${day(20)}`]);
  });
  test('a call back asked for at night comes when the lawful hours begin, and is not put off then', () => {
    const night = noon(18) + 10 * HOUR_MS;
    const asked = outcome(1, 16, { contact: 'right-party', result: 'call-back', callBackAt: night });
    const facts = account({ effects: begun, facts: [asked] });
    const [planned] = decide(RULES, facts, noon(17)).planned;
    expect(planned).toMatchObject({
      occurrence: 1001,
      verdict: 'allow',
      dueAt: noon(19) - 4 * HOUR_MS + 4 * MINUTE_MS,
    });
    const at = planned?.dueAt ?? 0;
    expect(decide(RULES, facts, at).planned).toMatchObject([{ verdict: 'allow', dueAt: at }]);
  });
  test('the first attempt skipped or given up: the days of the round count from the next one, none moves on for ever', () => {
    const skipped = fact(
      'step-skipped',
      { stage: 'call', step: 'attempt', occurrence: 1, by: 'ann', reason: 'x' },
      noon(16),
    );
    const facts = account({ effects: CONTACTED.slice(0, 5), facts: [skipped] });
    const dates = [17, 18, 18, 19, 19].map((on, index) => `call/attempt/${index + 2} allow ${day(on)}`);
    // Noon is past the first call of the day: the second attempt of the first day is still to come.
    expect(plannedOf(facts, noon(17))).toEqual(dates);
    const given = effect('call/attempt/1', noon(16), { state: 'given-up', sentAt: null });
    const last = [2, 3, 4, 5].map((no) => effect(`call/attempt/${no}`, noon(17 + Math.floor((no - 1) / 2))));
    const later = account({ effects: [...CONTACTED.slice(0, 5), given, ...last] });
    expect(plannedOf(later, noon(20))).toEqual([`call/attempt/6 allow ${day(20)}`]);
    const three = account({
      effects: [1, 2, 3]
        .map((no) => effect(`call/attempt/${no}`, noon(16), { state: 'given-up', sentAt: null }))
        .concat(CONTACTED.slice(0, 5)),
    });
    expect(plannedOf(three, noon(17))).toEqual([
      `call/attempt/4 allow ${day(17)}`,
      `call/attempt/5 allow ${day(18)}`,
      `call/attempt/6 allow ${day(18)}`,
    ]);
  });
});

describe('care, dispute, stop', () => {
  test.each([
    ['hardship', personFact('hardship', {}, noon(2))],
    ['death', personFact('death', { reported: 'family' }, noon(2))],
    ['bankruptcy', personFact('bankruptcy', {}, noon(2))],
  ] as const)('%s holds without end', (_, fact) => {
    const facts = account({}, { facts: [fact] });
    for (const on of [3, 30, 300]) {
      const { planned, health } = decide(RULES, facts, noon(on));
      const pressing = planned.filter(({ stage }) => stage !== 'care');
      expect(pressing.map((each) => each.verdict)).toEqual(['refuse', 'refuse', 'refuse']);
      expect(health).toBe('held');
    }
  });
  test('a dispute recalls the placement and refuses demands', () => {
    const facts = {
      ...withEffects(notice, handover),
      placements: [placement()],
      facts: [fact('dispute', { about: 'amount' }, noon(40))],
    };
    expect(plannedOf(facts, noon(40))).toEqual([
      `agency/recall/1 allow ${day(40)}`,
      `review/dispute/1 allow ${day(40)}`,
    ]);
  });
  test('STOP of e-mail: the next channel; of everything: impossible', () => {
    const stop = (channel: WrittenChannel) => personFact('stop', { channel }, noon(0));
    const decision = decide(RULES, account({}, { facts: [stop('email')] }), noon(1));
    expect(decision.planned.map((each) => each.channel)).toEqual(['sms', 'sms', 'sms']);
    const both = decide(RULES, account({}, { facts: [stop('email'), stop('sms')] }), noon(1));
    expect(both.planned.map((each) => each.verdict)).toEqual(['impossible', 'impossible', 'impossible']);
  });
  test('a notice that cannot be given: nothing is placed, no record, no court; a person decides', () => {
    // Only calls reach the person.
    const stopped = (['email', 'sms'] as const).map((channel) => personFact('stop', { channel }, noon(20)));
    const told = (...names: string[]) => {
      const impossible = names.map((name) => effect(name, noon(31), { state: 'impossible', sentAt: null }));
      return account({ effects: [...CONTACTED, ...impossible] }, { facts: stopped });
    };
    expect(stepsOf(told('agency/notice'), noon(33))).toEqual(['review/find-contact-data/1']);
    const all = told('agency/notice', 'bureau/notice');
    expect(stepsOf(all, noon(100))).toEqual(['legal/ladder-end/1', 'review/find-contact-data/1']);
  });
});

describe('a policy that throws', () => {
  const broken: Policy = {
    name: 'broken',
    title: 'broken',
    judge() {
      throw new TypeError('oops');
    },
  };
  test('blocks: not sent, shown, asked again in an hour and not sooner', () => {
    const decision = decide({ ...RULES, policies: [broken] }, account(), noon(1));
    expect(decision.health).toBe('blocked');
    expect(decision.nextEvaluationAt).toBe(noon(1) + HOUR_MS);
    for (const planned of decision.planned) {
      expect(planned.verdict).toBe('blocked');
      expect(planned.dueAt).toBeGreaterThanOrEqual(noon(1) + HOUR_MS);
      expect(planned.held).toEqual([
        { policy: 'broken', code: 'policy-failed', words: 'policy broken failed: TypeError' },
      ]);
    }
  });
});
