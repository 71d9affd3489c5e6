import { describe, expect, test } from '@jest/globals';
import { situationOf } from '../domain/situation.ts';
import { account, day, effect, fact, noon } from '../tests/support/facts.ts';
import { recallReason } from './agency/stage.ts';
import { bureau, firstRecordOn } from './bureau/stage.ts';
import { CALL_RESULTS, CONTACT_OUTCOMES, outcomeRow } from './call/outcomes.ts';
import { courtChecklist } from './legal/checklist.ts';
import { RULES } from './rules.ts';

const record = bureau.steps.find((step) => step.name === 'record');
const correction = bureau.steps.find((step) => step.name === 'correction');
const correctionsOf = (facts: Parameters<typeof situationOf>[0], on: number) =>
  correction?.occurrences?.(situationOf(facts, noon(on), RULES)).map(({ occurrence }) => occurrence);
const months = (facts: Parameters<typeof situationOf>[0], on: number) =>
  record
    ?.occurrences?.(situationOf(facts, noon(on), RULES))
    .map((occurrence) => `${occurrence.occurrence} ${occurrence.on}`);

describe('bureau', () => {
  test.each([
    ['2026-04-16', '2026-04-30'],
    ['2026-04-17', '2026-05-31'],
    ['2026-02-14', '2026-02-28'],
    ['2026-02-15', '2026-03-31'],
    ['2026-12-18', '2027-01-31'],
  ])('a notice delivered on %s: first record on %s', (delivered, first) =>
    expect(firstRecordOn(delivered, RULES.terms)).toBe(first),
  );

  const notice = effect('bureau/notice', noon(45), { deliveredAt: noon(46) });
  test('planned ahead from delivery', () =>
    expect(months(account({ effects: [notice] }), 46)).toEqual([
      '202605 2026-05-31',
      '202606 2026-06-30',
      '202607 2026-07-31',
    ]));
  test('a delivery that bounced later is none', () =>
    expect(months(account({ effects: [{ ...notice, bouncedAt: noon(47) }] }), 48)).toEqual([]));
  test('no consent, no notice, paid before the first, disputed, hardship: none', () => {
    expect(months(account({ effects: [notice], bureauConsent: false }), 46)).toEqual([]);
    expect(months(account(), 46)).toEqual([]);
    expect(
      months(
        account({ effects: [notice], facts: [fact('payment', { minor: 143_400n, via: 'lender' }, noon(46))] }),
        47,
      ),
    ).toEqual([]);
    expect(months(account({ effects: [notice], facts: [fact('dispute', { about: 'other' }, noon(46))] }), 47)).toEqual(
      [],
    );
  });
  const sent = (month: number, at: number) => effect(`bureau/record/${month}`, noon(at));
  test('once begun it goes on, paid or in a new episode, with no notice', () => {
    const facts = account({
      effects: [sent(202604, 59)],
      dues: [],
      episode: { no: 1, openedOn: day(0), curedVersion: 2n, curedOn: day(2) },
    });
    expect(months(facts, 60)).toEqual(['202605 2026-05-31', '202606 2026-06-30', '202607 2026-07-31']);
  });
  test('the first record after the closing is the last, also when the month had been reported', () => {
    const closed = (at: number) => fact('closed', { how: 'paid' }, noon(at));
    expect(months(account({ closed: true, effects: [sent(202604, 59)], facts: [closed(70)] }), 71)).toEqual([
      '202605 2026-05-31',
    ]);
    expect(months(account({ closed: true, effects: [sent(202604, 59)], facts: [closed(70)] }), 95)).toEqual([
      '202606 2026-06-30',
    ]);
    expect(
      months(account({ closed: true, effects: [sent(202604, 59), sent(202605, 90)], facts: [closed(70)] }), 95),
    ).toEqual([]);
    expect(months(account({ closed: true, facts: [closed(70)] }), 71)).toEqual([]);
  });
});

describe('consent withdrawn after a record', () => {
  const sent = (month: number, at: number) => effect(`bureau/record/${month}`, noon(at));
  const paid = (at: number) => fact('payment', { minor: 143_400n, via: 'lender' }, noon(at));
  const closed = (at: number) => fact('closed', { how: 'paid' }, noon(at));
  const charged = fact('charge-off', { on: day(50), minor: 4_100_000n }, noon(50));
  const without = (over: Parameters<typeof account>[0]) => account({ bureauConsent: false, ...over });
  const first = (facts: ReturnType<typeof account>, on: number) => months(facts, on)?.[0];
  test.each([
    ['still late: told on', without({ effects: [sent(202604, 59)] }), '202605 2026-05-31'],
    ['paid since: told once more', without({ effects: [sent(202604, 59)], facts: [paid(70)] }), '202605 2026-05-31'],
    [
      'closed since: told once more',
      without({ effects: [sent(202604, 59)], facts: [paid(70), closed(70)], closed: true }),
      '202605 2026-05-31',
    ],
    ['paid, and that was told', without({ effects: [sent(202604, 59)], facts: [paid(50)] }), undefined],
    [
      'paid and told, late again: no new record',
      without({
        effects: [sent(202604, 59)],
        facts: [paid(50)],
        dues: [
          { on: day(0), minor: 143_400n },
          { on: day(62), minor: 1000n },
        ],
      }),
      undefined,
    ],
    ['charged off: told on', without({ effects: [sent(202604, 59)], facts: [charged] }), '202605 2026-05-31'],
    [
      'charged off and paid since: told once more',
      without({ effects: [sent(202604, 59)], facts: [charged, paid(70)], balance: 0n }),
      '202605 2026-05-31',
    ],
    [
      'charged off and paid, and that was told',
      without({ effects: [sent(202604, 59)], facts: [charged, paid(55)], balance: 0n }),
      undefined,
    ],
    [
      'no record yet: none',
      without({ effects: [effect('bureau/notice', noon(45), { deliveredAt: noon(46) })] }),
      undefined,
    ],
  ] as const)('%s', (_, facts, expected) => expect(first(facts, 75)).toBe(expected));
});

describe('a correction', () => {
  const sent = (month: number, at: number) => effect(`bureau/record/${month}`, noon(at));
  const asked = (at: number) =>
    fact('bureau-correction', { month: '2026-04', remedy: 'correct', reason: 'paid in April' }, noon(at));
  const closed = fact('closed', { how: 'paid' }, noon(70));
  const over = (facts: ReturnType<typeof fact>[], effects = [sent(202604, 59), sent(202605, 90)]) =>
    account({ closed: true, facts: [closed, ...facts], effects });
  test('goes with the next record', () => {
    expect(correctionsOf(account({ effects: [sent(202604, 59)], facts: [asked(62)] }), 63)).toEqual([]);
    expect(correctionsOf(over([asked(72)], [sent(202604, 59)]), 75)).toEqual([]);
  });
  test('goes alone where no record comes any more, once', () => {
    expect(correctionsOf(over([]), 95)).toEqual([]);
    expect(correctionsOf(over([asked(92)]), 95)).toEqual([202606]);
    const gone = effect('bureau/correction/202606', noon(120));
    const files = [sent(202604, 59), sent(202605, 90), gone];
    expect(correctionsOf(over([asked(92)], files), 121)).toEqual([]);
    expect(correctionsOf(over([asked(92), asked(121)], files), 122)).toEqual([202607]);
  });
  test('never without a record', () => expect(correctionsOf(over([asked(92)], []), 95)).toEqual([]));
});

describe('agency', () => {
  test.each([
    ['nothing', account(), null],
    ['closed', account({ closed: true }), 'the account is closed'],
    ['paid', account({ dues: [] }), 'paid'],
    ['disputed', account({ facts: [fact('dispute', { about: 'other' }, noon(2))] }), 'disputed'],
  ] as const)('recall: %s', (_, facts, reason) =>
    expect(recallReason(situationOf(facts, noon(40), RULES))).toBe(reason),
  );
});

describe('court', () => {
  const failed = (facts: Parameters<typeof situationOf>[0]) =>
    courtChecklist(situationOf(facts, noon(100), RULES))
      .filter((check) => !check.passed)
      .map((check) => check.name);
  test('nine points, all hold', () => {
    expect(courtChecklist(situationOf(account(), noon(100), RULES))).toHaveLength(9);
    expect(failed(account())).toEqual([]);
  });
  test.each([
    ['address', account({}, { hasAddress: false })],
    ['contract', account({ contractDate: '2030-01-01' })],
    ['statement', account({ hasStatement: false })],
    ['not-time-barred', account({ dues: [{ on: '2005-01-01', minor: 1n }] })],
    ['no-dispute', account({ facts: [fact('dispute', { about: 'other' }, noon(2))] })],
    ['above-cost-floor', account({ balance: 999_999n })],
  ] as const)('%s', (name, facts) => expect(failed(facts)).toEqual([name]));
});

describe('calls', () => {
  test('every contact and every result has a row', () => {
    expect(Object.keys(CONTACT_OUTCOMES)).toHaveLength(5);
    expect(Object.keys(CALL_RESULTS)).toHaveLength(13);
    expect(outcomeRow('third-party', undefined)).toMatchObject({ endsRound: false, follows: 'none' });
    expect(outcomeRow('right-party', 'deceased')).toMatchObject({ endsRound: true, follows: 'death' });
    expect(outcomeRow('right-party', 'not-this-person')).toMatchObject({ endsRound: false, follows: 'wrong-number' });
  });
  test('only what needs something asks for it', () => {
    const needs = Object.entries(CALL_RESULTS).filter(([, row]) => row.needs.length > 0);
    expect(needs.map(([name, row]) => `${name} ${row.needs.join()}`)).toEqual([
      'promise parts',
      'offer-accepted parts',
      'call-back callBackAt',
    ]);
  });
});
