import { describe, expect, test } from '@jest/globals';
import { assess } from './assess.ts';
import type { Period } from './periods.ts';
import type { ReasonCode } from './reasons.ts';
import type { Sheet, SheetDebt, SheetEntry } from './sheet.ts';
import { type AffordabilityTerms, termsOf } from './terms.ts';

const entry = (line: string, minor: bigint, per: Period = 'month'): SheetEntry => ({ line, minor, per });
const debt = (line: string, balance: bigint | null, over: Partial<SheetDebt> = {}): SheetDebt => ({
  ...{ id: line, line, balance, pays: null, ours: false },
  ...over,
});
const pays = (minor: bigint, per: Period = 'month') => ({ minor, per });
/** 1,500 a month come in, 1,300 go out. */
const ENTRIES = [
  entry('wages', 1500_00n),
  entry('food', 300_00n),
  entry('rent', 800_00n),
  entry('electricity', 100_00n),
  entry('leisure', 100_00n),
];
const OWN = debt('credit-card', 1000_00n, { ours: true });
const sheet = (over: Partial<Sheet> = {}): Sheet => ({
  ...{ country: 'UK', currency: 'GBP', on: '2026-11-30', adults: 1, children: 0, flagged: false },
  ...{ entries: ENTRIES, debts: [OWN, debt('personal-loan', 3000_00n)], explained: [] },
  ...over,
});
const TERMS = termsOf('UK');
const answerTo = (over: Partial<Sheet> = {}, terms: Partial<AffordabilityTerms> = {}) =>
  assess(sheet(over), { ...TERMS, ...terms });
const codes = (over: Partial<Sheet> = {}, terms: Partial<AffordabilityTerms> = {}): ReasonCode[] =>
  answerTo(over, terms).reasons.map(({ code }) => code);
const words = (over: Partial<Sheet> = {}, terms: Partial<AffordabilityTerms> = {}): string[] =>
  answerTo(over, terms).reasons.map(({ words: { en } }) => en);
/** The entries with other amounts; null leaves a line out. */
const withLines = (changed: Readonly<Record<string, bigint | null>>): SheetEntry[] => {
  const kept = ENTRIES.filter(({ line }) => !(line in changed));
  return [...kept, ...Object.entries(changed).flatMap(([line, minor]) => (minor === null ? [] : [entry(line, minor)]))];
};

describe('something can be paid', () => {
  test('what is left after expenses, priority debts and the buffer is shared out by balance', () => {
    const debts = [OWN, debt('personal-loan', 3000_00n), debt('rent-arrears', 500_00n, { pays: pays(10_00n, 'week') })];
    const { verdict, sums, offer, reviewOn, breathingSpaceUntil } = answerTo({ debts });
    expect(verdict).toBe('affordable');
    expect(sums).toEqual({
      income: 1500_00n,
      essential: 300_00n,
      priority: 900_00n,
      flexible: 100_00n,
      disposable: 200_00n,
      priorityDebts: 43_34n,
      left: 156_66n,
      buffer: 15_67n,
      available: 140_99n,
    });
    expect(offer).toMatchObject({ form: 'pro-rata', minor: 35_24n, total: 140_99n, months: 29 });
    expect(offer?.shares.map(({ debt: { id }, balance, offered }) => [id, balance, offered])).toEqual([
      ['credit-card', 1000_00n, 35_24n],
      ['personal-loan', 3000_00n, 105_75n],
    ]);
    expect([reviewOn, breathingSpaceUntil]).toEqual(['2027-05-30', null]);
  });
  test('each line is rounded by itself, for the person', () => {
    const entries = [...withLines({ wages: 0n }), entry('pension', 400_00n, 'week'), entry('phone', 1_00n, 'week')];
    expect(answerTo({ entries }).sums).toMatchObject({ income: 1733_33n, essential: 304_34n });
  });
  test('with reasons in words', () => {
    const debts = [{ ...OWN, pays: pays(60_00n) }, debt('personal-loan', 3000_00n, { pays: pays(150_00n) })];
    expect(words({ debts: [...debts, debt('court-fine', null, { pays: pays(20_00n) })] })).toEqual([
      'The income of £1,500 a month less expenses of £1,300 comes to £200.',
      'Priority debts come first: £20 a month.',
      '£18 a month is kept for the unexpected.',
      '£162 a month is shared out over debts of £4,000 by what is owed on each: £40.50 is the share of this creditor.',
      '£210 a month is paid on these debts now, more than there is: it cannot last.',
    ]);
  });
  test('the buffer is a percentage rounded up, or a least sum, and never more than what is left', () => {
    const buffer = (terms: Partial<AffordabilityTerms>, wages = 1500_00n) => {
      const { sums, verdict } = answerTo({ entries: withLines({ wages }) }, terms);
      return [verdict, sums.buffer, sums.available];
    };
    expect(buffer({ bufferPercent: 10 }, 1500_01n)).toEqual(['affordable', 20_01n, 180_00n]);
    expect(buffer({ bufferPercent: 0 })).toEqual(['affordable', 0n, 200_00n]);
    expect(buffer({ bufferLeast: 50_00n })).toEqual(['affordable', 50_00n, 150_00n]);
    expect(buffer({ bufferLeast: 19_99n })).toEqual(['affordable', 20_00n, 180_00n]);
    expect(buffer({ bufferLeast: 200_00n })).toEqual(['nothing-left', 200_00n, 0n]);
    expect(buffer({ bufferLeast: 900_00n })).toEqual(['nothing-left', 200_00n, 0n]);
  });
  test('a token where only a little is left, and never more than the share', () => {
    // 4.49 are left after the buffer: 1.12 and 3.37 by balance.
    const little = { entries: withLines({ wages: 1304_99n }) };
    const offered = (over: Partial<Sheet>) => answerTo(over).offer?.shares.map((share) => share.offered);
    expect(offered(little)).toEqual([1_00n, 1_00n]);
    expect(answerTo(little).offer).toMatchObject({ form: 'token', minor: 1_00n, total: 2_00n, months: 1000 });
    expect(words(little)).toContain('Less than £5 a month is there to share: each debt gets £1 at most for now.');
    const small = [debt('credit-card', 100_00n, { ours: true }), debt('personal-loan', 900_00n)];
    expect(offered({ ...little, debts: small })).toEqual([44n, 1_00n]);
    // 5.00 are left, which is not less than 5.00.
    const enough = { entries: withLines({ wages: 1305_56n }) };
    expect([offered(enough), answerTo(enough).offer?.form]).toEqual([[1_25n, 3_75n], 'pro-rata']);
  });
  test('all that is owed, where there is more than that', () => {
    const { offer, reasons } = answerTo({ debts: [debt('credit-card', 20_00n, { ours: true, pays: pays(5_00n) })] });
    expect(offer).toMatchObject({ minor: 20_00n, total: 20_00n, months: 1 });
    expect(reasons.map(({ words: { en } }) => en)).toEqual([
      expect.stringContaining('comes to £200'),
      '£20 a month is kept for the unexpected.',
      '£20 a month is shared out over debts of £20 by what is owed on each: £20 is the share of this creditor.',
      'The offer is more than is paid to this creditor now. Nobody has to pay more than falls due: agree on no more than that.',
    ]);
  });
  test('more than is paid now is said only where that was told', () => {
    const ours = (now: bigint) => [{ ...OWN, pays: pays(now) }, debt('personal-loan', 3000_00n)];
    expect(codes({ debts: ours(44_99n) })).toContain('more-than-paid');
    expect(codes({ debts: ours(45_00n) })).not.toContain('more-than-paid');
    expect(codes()).not.toContain('more-than-paid');
    const second = { ...OWN, id: 'credit-card-2' };
    expect(codes({ debts: [{ ...OWN, pays: pays(1n) }, second] })).not.toContain('more-than-paid');
    expect(codes({ debts: [...ours(180_00n)] })).not.toContain('pays-more-than-left');
    expect(codes({ debts: [...ours(180_01n)] })).toContain('pays-more-than-left');
  });
  test('no offer where nothing is owed to this creditor, or its share is below the smallest unit', () => {
    const none = answerTo({ debts: [{ ...OWN, balance: 0n }, debt('personal-loan', 3000_00n)] });
    expect([none.verdict, none.offer, none.breathingSpaceUntil]).toEqual(['affordable', null, '2027-01-30']);
    expect(none.reasons.at(-1)?.code).toBe('nothing-owed');
    const dust = { debts: [{ ...OWN, balance: 1n }, debt('personal-loan', 3_000_000_00n)] };
    expect([answerTo(dust).offer, codes(dust).at(-1)]).toEqual([null, 'share-too-small']);
  });
});

describe('nothing can be paid', () => {
  test('a deficit leads to breathing space and no payment', () => {
    const over = { entries: withLines({ wages: 1200_00n }), debts: [{ ...OWN, pays: pays(30_00n) }] };
    expect(answerTo(over)).toMatchObject({
      ...{ verdict: 'deficit', offer: null, reviewOn: '2027-01-30', breathingSpaceUntil: '2027-01-30' },
      sums: { disposable: -100_00n, left: -100_00n, buffer: 0n, available: 0n },
    });
    expect(words(over)).toEqual([
      'The income of £1,200 a month less expenses of £1,300 comes to -£100.',
      '£100 a month is lacking for expenses and priority debts. No payment is asked for.',
      '£30 a month is paid on these debts now, more than there is: it cannot last.',
    ]);
  });
  test('priority debts alone can make it', () => {
    const debts = [OWN, debt('tax-arrears', 900_00n, { pays: pays(200_01n) })];
    expect(answerTo({ debts })).toMatchObject({ verdict: 'deficit', offer: null, sums: { left: -1n } });
  });
  test('nothing left, to the unit', () => {
    const debts = [OWN, debt('tax-arrears', 900_00n, { pays: pays(200_00n) })];
    expect(answerTo({ debts })).toMatchObject({ verdict: 'nothing-left', offer: null, sums: { left: 0n } });
    expect(codes({ debts })).toEqual(['remainder', 'priority-first', 'nothing-left']);
  });
});

describe('the mark of a vulnerable person', () => {
  test('is looked at sooner, and nothing presses for longer; the money is the same', () => {
    const flagged = answerTo({ flagged: true });
    expect(flagged.reviewOn).toBe('2027-02-28');
    expect(flagged.offer).toEqual(answerTo().offer);
    expect(flagged.reasons.at(-1)?.code).toBe('flagged');
    const deficit = answerTo({ flagged: true, entries: withLines({ wages: 1200_00n }) });
    expect([deficit.reviewOn, deficit.breathingSpaceUntil]).toEqual(['2026-12-30', '2027-03-30']);
  });
});

describe('not plausible', () => {
  test.each([
    ['income-missing', { wages: null }],
    ['food-missing', { food: null }],
    ['housing-missing', { rent: null }],
    ['utilities-missing', { electricity: null }],
    ['food-zero', { food: 0n }],
    ['no-income', { wages: 0n }],
    ['outgoings-beyond-income', { wages: 649_99n }],
  ] as const)('%s: nothing is offered, nothing presses', (code, changed) => {
    const over = { entries: withLines(changed) };
    const { verdict, offer, breathingSpaceUntil, sums } = answerTo(over);
    expect([verdict, offer, breathingSpaceUntil, sums.available]).toEqual(['not-plausible', null, '2027-01-30', 0n]);
    expect(codes(over)).toEqual([code]);
  });
  test('a household that pays no rent, and has the utilities in it, says 0', () => {
    const entries = withLines({ rent: null, electricity: null, mortgage: 0n, water: 0n });
    expect(answerTo({ entries }).verdict).toBe('affordable');
  });
  test('another line of the same need is as good', () => {
    expect(answerTo({ entries: withLines({ rent: null, mortgage: 700_00n }) }).verdict).toBe('affordable');
  });
  test('twice the income is still a deficit, and the percentage is the lender’s', () => {
    const twice = { entries: withLines({ wages: 650_00n }) };
    expect(answerTo(twice).verdict).toBe('deficit');
    expect(codes(twice, { outgoingsPercent: 199 })).toEqual(['outgoings-beyond-income']);
    expect(words({ entries: withLines({ wages: 600_00n }) })).toEqual([
      'Expenses and priority debts of £1,300 a month are more than 200 % of the income of £600. Ask what they are paid from, and whether each amount has the right period.',
    ]);
  });
  test('no income and nothing spent is nothing left; no income is named with what is paid', () => {
    const nothing = withLines({ wages: 0n, food: 0n, rent: 0n, electricity: 0n, leisure: 0n });
    expect(answerTo({ entries: nothing, explained: ['food-zero'] }).verdict).toBe('nothing-left');
    expect(words({ entries: withLines({ wages: 0n }) })).toEqual([
      'There is no income, and £1,300 a month is paid. Ask where it comes from.',
    ]);
  });
  test('payments on priority debts count among what is paid', () => {
    const debts = [OWN, debt('court-fine', 500_00n, { pays: pays(100_00n) })];
    expect(codes({ debts, entries: withLines({ wages: 699_99n }) })).toEqual(['outgoings-beyond-income']);
    expect(answerTo({ debts, entries: withLines({ wages: 700_00n }) }).verdict).toBe('deficit');
  });
  test('what was asked about and is so is a remark, and the answer follows', () => {
    const over: Partial<Sheet> = { entries: withLines({ food: 0n }), explained: ['food-zero', 'no-income'] };
    expect(answerTo(over)).toMatchObject({ verdict: 'affordable', sums: { available: 450_00n } });
    expect(words(over)[0]).toBe('Asked about and so: food-zero.');
    const none: Partial<Sheet> = { entries: withLines({ wages: 0n, food: 0n }), explained: ['no-income', 'food-zero'] };
    expect(answerTo(none).verdict).toBe('deficit');
    expect(words(none)[0]).toBe('Asked about and so: food-zero, no-income.');
    expect(codes({ ...over, entries: withLines({ food: null }) })).toEqual(['food-missing']);
  });
  test('a balance that is not told, and priority debts on which nothing is said of payments', () => {
    const debts = [
      { ...OWN, balance: null },
      debt('overdraft', null),
      debt('rent-arrears', 500_00n),
      debt('tax-arrears', null),
      debt('court-fine', 0n),
      debt('vehicle-finance', 100_00n, { pays: pays(0n) }),
    ];
    expect(words({ debts })).toEqual([
      'Nothing is told of what is paid on priority debts: rent-arrears, tax-arrears. They come first: agree it; write 0 where nothing is asked for now.',
      'It is not told what is owed on: credit-card, overdraft. No fair share can be reckoned without it.',
    ]);
  });
});

describe('questions, which change no figure', () => {
  const without = answerTo();
  const BOUND = { line: 'food', least: { adult: 200_00n, child: 50_00n }, most: { adult: 300_00n, child: 0n } };

  test.each([
    ['children without costs', { children: 1 }, ['children-without-costs']],
    ['children with costs', { children: 1, entries: [...ENTRIES, entry('childcare', 1n)] }, []],
    ['a cost of 0 is none', { children: 1, entries: [...ENTRIES, entry('childcare', 0n)] }, ['children-without-costs']],
    [
      'income that only children bring',
      { entries: [...ENTRIES, entry('child-benefit', 1n)] },
      ['income-without-children'],
    ],
    [
      'income that children bring, and no cost',
      { children: 1, entries: [...ENTRIES, entry('child-benefit', 1n)] },
      ['children-without-costs'],
    ],
    [
      'income and costs of children',
      { children: 1, entries: [...ENTRIES, entry('child-benefit', 1n), entry('children', 1n)] },
      [],
    ],
    ['costs of children who live elsewhere', { entries: [...ENTRIES, entry('children', 1n)] }, []],
    ['none of it', { entries: [...ENTRIES, entry('child-benefit', 0n)] }, []],
    ['paid on nothing', { debts: [OWN, debt('overdraft', 0n, { pays: pays(1n) })] }, ['paid-on-nothing']],
    ['nothing paid on nothing', { debts: [OWN, debt('overdraft', 0n, { pays: pays(0n) })] }, []],
  ] as [string, Partial<Sheet>, string[]][])('%s', (_, over, asked) => {
    const { verdict, reasons } = answerTo(over);
    expect(verdict).toBe('affordable');
    expect(reasons.filter(({ kind }) => kind === 'question').map(({ code }) => code)).toEqual(asked);
  });
  test.each([
    [199_99n, 0, 'below-guideline'],
    [200_00n, 0, null],
    [300_00n, 0, null],
    [300_01n, 0, 'above-guideline'],
    [249_99n, 1, 'below-guideline'],
    [300_01n, 1, 'above-guideline'],
  ] as const)('food of %d with %d children: %s', (food, children, asked) => {
    const entries = [...withLines({ food }), entry('children', 10_00n)];
    const found = codes({ entries, children }, { bounds: [BOUND] }).filter((code) => code.endsWith('guideline'));
    expect(found).toEqual(asked === null ? [] : [asked]);
    expect(answerTo({ entries, children }, { bounds: [BOUND] }).offer).toEqual(answerTo({ entries, children }).offer);
  });
  test('are asked in words', () => {
    const entries = [...ENTRIES, entry('child-benefit', 1n)];
    const debts = [OWN, debt('overdraft', 0n, { pays: pays(1n) })];
    const bounds = [{ ...BOUND, most: { adult: 149_99n, child: 0n } }];
    expect(words({ entries, debts, adults: 2 }, { bounds }).slice(0, 3)).toEqual([
      'Child benefit: it comes with children, and none is told. Ask who lives in the household.',
      'Food: £300 a month is less than the guideline of £400. Ask whether the household goes without; the figure stands.',
      'Something is paid on debts on which nothing is owed: overdraft. Ask what is owed.',
    ]);
    expect(words({ adults: 2 }, { bounds: [{ ...BOUND, least: null, most: { adult: 149_99n, child: 0n } }] })[0]).toBe(
      'Food: £300 a month is more than the guideline of £299.98. Ask why; the figure stands.',
    );
  });
  test('a bound on one side, or on another line, asks nothing more', () => {
    expect(codes({}, { bounds: [{ ...BOUND, least: null, most: null }] })).toEqual(
      without.reasons.map(({ code }) => code),
    );
    expect(codes({}, { bounds: [{ ...BOUND, line: 'clothing' }] })).toEqual(without.reasons.map(({ code }) => code));
  });
});
