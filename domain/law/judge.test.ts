import { describe, expect, test } from '@jest/globals';
import { judgedRule, legalCase, packOf, rule } from '../../tests/support/legal-case.ts';
import type { GateCaseInput } from '../contracts/gate-case.ts';
import { HOUR_MS } from '../time.ts';
import { judgeCase, rulesFor } from './judge.ts';
import type { HoursDemand, Rule, RuleAnswer } from './rule.ts';

const NOON = Date.parse('2026-03-06T12:00:00Z');
const REFUSE: RuleAnswer = { kind: 'refuse', code: 'no', words: 'no' };
const REQUIRE: RuleAnswer = { kind: 'require', notice: 'validation', code: 'notice-first', words: 'a notice first' };
const waits = (hours: number): RuleAnswer => ({
  kind: 'wait',
  until: NOON + hours * HOUR_MS,
  code: 'later',
  words: 'later',
});
/** Waits until the moment while it is not reached. */
const waitsUntil = (id: string, hours: number) => judgedRule(id, ({ at }) => waitsLater(at, hours));
const waitsLater = (at: number, hours: number) => (at < NOON + hours * HOUR_MS ? waits(hours) : null);
const judged = (rules: Rule[], over: Partial<GateCaseInput> = {}) => {
  const { verdict, until, findings } = judgeCase([packOf(...rules)], legalCase(over));
  return { verdict, hours: until === null ? null : (until - NOON) / HOUR_MS, rules: findings.map(({ rule }) => rule) };
};
const DAY: HoursDemand = { kind: 'hours', opens: 8 * 60, closes: 21 * 60 };

describe('the verdict', () => {
  test('is allow where nothing stands against it', () =>
    expect(judged([judgedRule('A', () => null)])).toEqual({ verdict: 'allow', hours: null, rules: [] }));

  test.each([
    ['refuse beats require', [REQUIRE, REFUSE], 'refuse'],
    ['refuse beats a wait', [waits(1), REFUSE], 'refuse'],
    ['require beats a wait', [waits(1), REQUIRE], 'require'],
    ['require beats a wait that is told later', [REQUIRE, waits(1)], 'require'],
    ['refuse beats all', [REQUIRE, REFUSE, waits(1)], 'refuse'],
  ] as const)('%s; every reason is kept', (_, answers, verdict) => {
    const rules = answers.map((answer, at) => judgedRule(`R${at}`, () => answer));
    expect(judged(rules)).toEqual({ verdict, hours: null, rules: rules.map(({ id }) => id) });
  });

  test('the latest wait counts', () =>
    expect(judged([waitsUntil('A', 2), waitsUntil('B', 5), waitsUntil('C', 3)])).toEqual({
      verdict: 'wait',
      hours: 5,
      rules: ['A', 'B', 'C'],
    }));

  test('a wait that ends inside another is prolonged by it', () =>
    // Ten hours after noon is night; the hours open twenty hours after noon.
    expect(judged([waitsUntil('GAP', 10), rule('HOURS', DAY)])).toEqual({
      verdict: 'wait',
      hours: 20,
      rules: ['GAP', 'HOURS'],
    }));

  test('a wait that ends where a rule refuses is a refusal', () =>
    expect(
      judged([waitsUntil('A', 2), judgedRule('B', ({ at }) => (at >= NOON + 2 * HOUR_MS ? REFUSE : null))]),
    ).toEqual({ verdict: 'refuse', hours: null, rules: ['A', 'B'] }));

  test('the latest wait counts, although at its end the earlier would hold no longer', () => {
    const atNoonOnly = judgedRule('A', ({ at }) => (at === NOON ? waits(5) : null));
    expect(judged([atNoonOnly, waitsUntil('B', 3)])).toEqual({ verdict: 'wait', hours: 5, rules: ['A', 'B'] });
  });

  test('a rule that waits again is one reason', () => {
    const twice = judgedRule('A', ({ at }) => (at < NOON + 2 * HOUR_MS ? waits(2) : waitsLater(at, 4)));
    expect(judged([twice, waitsUntil('B', 1)])).toEqual({ verdict: 'wait', hours: 4, rules: ['A', 'B'] });
  });

  test('rules that never agree on a time refuse, after twelve questions', () => {
    let questions = 0;
    const never = judgedRule('NEVER', ({ at }) => {
      questions += 1;
      return { kind: 'wait', until: at + HOUR_MS, code: 'later', words: 'later' };
    });
    expect(judged([never])).toEqual({ verdict: 'refuse', hours: null, rules: ['NEVER', 'gate'] });
    expect(questions).toBe(12);
  });
});

describe('fails closed', () => {
  test('a rule that throws refuses, and the others are heard', () => {
    const broken = judgedRule('BROKEN', () => {
      throw new TypeError('a value of the case');
    });
    const { verdict, findings } = judgeCase(
      [
        packOf(
          broken,
          judgedRule('B', () => REQUIRE),
        ),
      ],
      legalCase(),
    );
    expect([verdict, findings.map(({ rule }) => rule)]).toEqual(['refuse', ['BROKEN', 'B']]);
    expect(findings[0]).toMatchObject({ code: 'rule-failed', words: 'rule BROKEN failed: TypeError', until: null });
  });

  test('what is thrown may be anything', () => {
    const broken = judgedRule('BROKEN', () => {
      throw 'a value of the case';
    });
    const { findings } = judgeCase([packOf(broken)], legalCase());
    expect(findings).toMatchObject([{ code: 'rule-failed', words: 'rule BROKEN failed: error' }]);
  });

  test.each([
    ['now', 0],
    ['earlier', -1],
    ['never', Number.NaN],
    ['at no time', Number.POSITIVE_INFINITY],
  ])('a wait that ends %s refuses', (_, hours) =>
    expect(judged([judgedRule('A', () => waits(hours))])).toEqual({ verdict: 'refuse', hours: null, rules: ['A'] }),
  );

  test('a contact whose zone is not known is refused, another act is not', () => {
    expect(judgeCase([], legalCase({ zones: [] }))).toEqual({
      verdict: 'refuse',
      until: null,
      findings: [
        {
          ...{ pack: 'unknown', rule: 'gate', kind: 'refuse', severity: 'hard', unverified: false, code: 'no-zone' },
          ...{ words: 'it is not known what time it is where the person lives', demand: 'judged' },
          ...{ until: null, notice: null },
        },
      ],
    });
    expect(judged([], { zones: [], act: 'report' }).verdict).toBe('allow');
  });
});

describe('which rules are asked', () => {
  const asked = (over: Partial<Rule>, situation: Partial<GateCaseInput> = {}) =>
    judged([judgedRule('A', () => REFUSE, over)], situation).rules.length === 1;

  test('those that hold on the day, the last day not included', () => {
    expect(asked({ from: '2026-03-06' })).toBe(true);
    expect(asked({ from: '2026-03-07' })).toBe(false);
    expect(asked({ until: '2026-03-06' })).toBe(false);
    expect(asked({ until: '2026-03-07' })).toBe(true);
  });
  test('the day is the person’s', () => {
    const late: Partial<GateCaseInput> = { at: '2026-03-06T12:00:00Z', zones: ['Pacific/Chatham'] };
    expect(asked({ from: '2026-03-07' }, late)).toBe(true);
    expect(asked({ until: '2026-03-07' }, late)).toBe(false);
  });
  test('a rule that begins before a wait ends is asked at its end', () => {
    const next = judgedRule('NEXT', () => REFUSE, { from: '2026-03-07' });
    expect(judged([waitsUntil('A', 13), next])).toEqual({ verdict: 'refuse', hours: null, rules: ['A', 'NEXT'] });
  });
  test('one pack on many days, in whatever order they are asked', () => {
    const [A, B] = ['A', 'B'].map((id, at) =>
      judgedRule(id, () => REFUSE, { from: `2026-03-0${3 + 2 * at}`, until: `2026-03-0${7 + at}` }),
    ) as [Rule, Rule];
    const held: Readonly<Record<string, string[]>> = {
      '02': [],
      '03': ['A'],
      '04': ['A'],
      '05': ['A', 'B'],
      '06': ['A', 'B'],
      '07': ['B'],
      '08': [],
    };
    for (const order of ['02 03 05 07 08', '08 07 06 05 04 03 02', '05 04 05 06', '04 02 07 02 08', '03 02', '07 06'])
      for (const rules of [
        [A, B],
        [B, A],
      ]) {
        const pack = packOf(...rules);
        for (const day of order.split(' ')) {
          const { findings } = judgeCase([pack], legalCase({ at: `2026-03-${day}T12:00:00Z` }));
          expect([day, findings.map(({ rule }) => rule).sort()]).toEqual([day, held[day]]);
        }
      }
  });
  test('those of the product', () => {
    expect(asked({ binds: { products: ['card'] } })).toBe(true);
    expect(asked({ binds: { products: ['mortgage'] } })).toBe(false);
    expect(asked({ binds: { exceptProducts: ['card'] } })).toBe(false);
    expect(asked({ binds: { exceptProducts: ['mortgage'] } })).toBe(true);
  });
  test('those of any region that may apply', () => {
    expect(asked({ binds: { regions: ['SCT'] } })).toBe(false);
    expect(asked({ binds: { regions: ['SCT'] } }, { regions: ['ENG'] })).toBe(false);
    expect(asked({ binds: { regions: ['SCT'] } }, { regions: ['ENG', 'SCT'] })).toBe(true);
    expect(asked({ binds: { regions: ['SCT', 'NIR'] } }, { regions: ['SCT'] })).toBe(true);
  });
  test('those of the act, the actor, the channel, the purpose, the addressee and the machine', () => {
    expect(asked({ binds: { acts: ['report'] } })).toBe(false);
    expect(asked({ binds: { actors: ['agency'] } }, { actor: 'agency' })).toBe(true);
    expect(asked({ binds: { actors: ['agency'] } })).toBe(false);
    expect(asked({ binds: { channels: ['sms'] } })).toBe(false);
    expect(asked({ binds: { channels: ['call'] } }, { act: 'report' })).toBe(false);
    expect(asked({ binds: { purposes: ['notice'] } })).toBe(false);
    expect(asked({ binds: { addressees: ['spouse'] } })).toBe(false);
    expect(asked({ binds: { automated: true } })).toBe(false);
    expect(asked({ binds: { automated: true } }, { automated: true })).toBe(true);
  });
  test('never a duty', () => {
    const duty = rule('DUTY', { kind: 'duty', keptBy: 'the lender' });
    expect(rulesFor(packOf(duty), legalCase().intent)).toEqual([]);
  });
  test('those of every pack', () => {
    const packs = [packOf(judgedRule('A', () => REFUSE)), packOf(judgedRule('B', () => REQUIRE))];
    expect(judgeCase(packs, legalCase()).findings.map(({ rule }) => rule)).toEqual(['A', 'B']);
  });
});

test('a finding says how sure its rule is, and what it waits for', () => {
  const soft = rule('SOFT', DAY, { severity: 'soft', confidence: 'secondary' });
  const notice = judgedRule('NOTICE', () => REQUIRE, { confidence: 'quoted' });
  const known = judgedRule('KNOWN', () => REFUSE, { confidence: 'general-knowledge' });
  const { findings } = judgeCase([packOf(soft, notice, known)], legalCase({ at: '2026-03-06T23:00:00Z' }));
  expect(findings).toEqual([
    expect.objectContaining({
      rule: 'SOFT',
      severity: 'soft',
      unverified: true,
      demand: 'hours',
      until: Date.parse('2026-03-07T08:00:00Z'),
      notice: null,
    }),
    expect.objectContaining({ rule: 'NOTICE', unverified: false, until: null, notice: 'validation' }),
    expect.objectContaining({ rule: 'KNOWN', unverified: true, until: null, notice: null }),
  ]);
});
