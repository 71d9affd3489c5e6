/** What is found in a text, and what names and addresses do not hide or feign. */
import { describe, expect, test } from '@jest/globals';
import { sampleCard } from '../../../stages/sample-letter.ts';
import { detectedIn, differenceFrom } from './detect.ts';
import { FEATURES, type Feature, mentionsWhen } from './features.ts';
import { withoutValues } from './values.ts';

const letter = sampleCard('en', 40);
const chinese = sampleCard('zh-Hans', 40);

describe('features', () => {
  test.each<[Feature, string, string]>([
    ['amount', 'Please pay NT$ 2,868.', 'Please pay soon.'],
    ['identity', 'We are Harbour Bank.', 'We are a bank.'],
    ['name', 'Dear Mei Lin,', 'Dear customer,'],
    ['creditor-contact', 'Call +886 2 5550 0100.', 'Call us.'],
    ['opt-out', 'Answer with STOP.', 'Tell us when to stop.'],
    ['debt', 'Nothing has been paid.', 'We would like to talk to you.'],
    ['overdue', 'It is unpaid.', 'It has been paid.'],
    ['lawsuit', 'We may ask a court to order it.', 'This letter is not from a court.'],
    ['how-to-dispute', 'If something is wrong, tell us.', 'Tell us.'],
    ['plan-asked', 'Tell us what you can manage.', 'Minimum payment and instalment loan.'],
  ])('%s', (feature, withIt, without) => {
    expect(detectedIn(withIt, letter)).toContain(feature);
    expect(detectedIn(without, letter)).not.toContain(feature);
  });
  test.each<[Feature, string, string]>([
    ['lawsuit', '我们可能起诉。', '并非法院文书。'],
    ['overdue', '款项未付。', '如您尚未付款。'],
    ['plan-asked', '分期支付', '分期贷款'],
    ['how-to-dispute', '如有不符，请告诉我们。', '请告诉我们。'],
    ['debt', '还款提醒', '请致电我们。'],
  ])('%s in Chinese', (feature, withIt, without) => {
    expect(detectedIn(withIt, chinese)).toContain(feature);
    expect(detectedIn(without, chinese)).not.toContain(feature);
  });
});

describe('what a step declares', () => {
  test('must be there', () => expect(differenceFrom(['opt-out', 'name'], 'Mei Lin', letter)).toMatch(/lacks.*opt-out/));
  test('must be all', () => expect(differenceFrom([], 'Answer STOP', letter)).toMatch(/does not declare: opt-out/));
  test('about a barred debt, without an arrangement', () => {
    expect(differenceFrom(['plan-asked'], 'Hello', { ...letter, barred: true })).toBeNull();
    expect(differenceFrom(['plan-asked'], 'Tell us what you can manage', { ...letter, barred: true })).not.toBeNull();
  });
  test('what no machine finds is the word of the step', () =>
    expect(differenceFrom(['payment-deadline'], 'Hello', letter)).toBeNull());
  test('a name mentions nothing', () => {
    const sued = { ...letter, personName: 'Sue Unpaid' };
    expect(differenceFrom(['name'], 'Dear Sue Unpaid,', sued)).toBeNull();
    expect(differenceFrom(['name'], 'Dear Sue Unpaid, we sue.', sued)).toMatch(/lawsuit/);
  });
});

describe('differences', () => {
  test('are all named, in the order of the features', () => {
    expect(differenceFrom(['opt-out', 'name', 'identity'], 'Hello', letter)).toBe(
      'lacks what it declares: name, identity, opt-out',
    );
    expect(differenceFrom([], 'Answer STOP. It is unpaid.', letter)).toBe(
      'mentions what it does not declare: opt-out, debt, overdue',
    );
    expect(differenceFrom(['opt-out', 'debt', 'overdue'], 'Answer STOP. It is unpaid.', letter)).toBeNull();
  });
  test('an amount of nothing is no amount', () => {
    const [first] = letter.accounts;
    if (first === undefined) throw new Error('the sample has an account');
    const paid = { ...letter, accounts: [{ ...first, balanceDue: false, overdue: 0n }] };
    expect(detectedIn('Please pay NT$ 0.', paid)).not.toContain('amount');
  });
  test('of several amounts one is enough', () => {
    const [first] = letter.accounts;
    if (first === undefined) throw new Error('the sample has an account');
    const two = { ...letter, accounts: [{ ...first, currency: 'USD' as const }, first] };
    expect(detectedIn('Please pay NT$ 2,868.', two)).toContain('amount');
  });
  test('a long name of a creditor may be cut', () => {
    const long = { ...letter, creditor: { ...letter.creditor, name: 'Harbour Int Bank of Taipei' } };
    expect(detectedIn('We are Harbour Int.', long)).toContain('identity');
    expect(detectedIn('We are Harbour.', long)).not.toContain('identity');
  });
});

describe('the names of features', () => {
  test('have a name each', () => {
    expect(new Set(FEATURES).size).toBe(FEATURES.length);
    expect(FEATURES.filter((feature) => !/^[a-z0-9-]{4,}$/.test(feature))).toEqual([]);
  });
  test('less those that a barred debt does not ask for', () => {
    const mentions: Feature[] = ['debt', 'plan-asked', 'acknowledgement-asked', 'lawsuit'];
    expect(mentionsWhen({ barred: true, collector: false }, mentions)).toEqual(['debt', 'lawsuit']);
    expect(mentionsWhen({ barred: false, collector: false }, mentions)).toBe(mentions);
  });
});

describe('a text of a collector', () => {
  test('mentions the debt and that it is collected, each once', () => {
    const of = (mentions: Feature[]) => mentionsWhen({ barred: false, collector: true }, mentions);
    expect(of(['opt-out'])).toEqual(['opt-out', 'debt', 'collection-disclosure']);
    expect(of(['debt', 'opt-out'])).toEqual(['debt', 'opt-out', 'collection-disclosure']);
    expect(mentionsWhen({ barred: true, collector: true }, ['plan-asked'])).toEqual(['debt', 'collection-disclosure']);
  });
});

describe('a text without values', () => {
  const named = (personName: string, text: string, name = 'Harbour Bank') =>
    withoutValues(text, { ...letter, personName, creditor: { ...letter.creditor, name } });
  test('has one gap for a value within a longer one, each time', () => {
    expect(named('Bank', 'Harbour Bank and Bank of Harbour Bank')).toBe('… and … of …');
    expect(named('Harbour Bank of Taipei', 'Harbour Bank of Taipei', 'Bank')).toBe('…');
  });
  test('takes a value of signs or Chinese wherever it stands', () => {
    expect(named('林梅', 'A林梅B')).toBe('A…B');
    expect(named('(Lin)', 'x(Lin)x')).toBe('x…x');
    expect(named('Lin', 'xLin Linx Lin')).toBe('xLin Linx …');
  });
  test('needs no agency and no bureau', () => {
    expect(withoutValues('Dear Mei Lin', { ...letter, agency: null, bureau: null })).toBe('Dear …');
  });
  test('keeps what is no whole word, and values of one letter', () => {
    const short = { ...letter, personName: 'An', creditor: { ...letter.creditor, name: 'A' } };
    expect(withoutValues('Dear An, A bank answers Anna.', short)).toBe('Dear …, A bank answers Anna.');
  });
  test('takes the names of agency and bureau, the numbers and references of the accounts', () => {
    const [first] = letter.accounts;
    if (first === undefined) throw new Error('the sample has an account');
    const agency = { name: 'North Recovery', phone: '+886 2 5550 0200', complaints: 'ombud@north.example' };
    const named = {
      ...{ ...letter, agency: { ...letter.agency, ...agency } as typeof letter.agency },
      ...{ bureau: { ...letter.bureau, name: 'Example Bureau' } as typeof letter.bureau },
      accounts: [{ ...first, number: 'A-77', paymentReference: 'REF-9' }],
    };
    const { name, phone, complaints } = agency;
    expect(withoutValues(`${name} ${phone} ${complaints} Example Bureau A-77 REF-9 xA-77 A-771`, named)).toBe(
      '… … … … … … xA-77 A-771',
    );
    expect(withoutValues('Example Bureau', { ...letter, bureau: null })).toBe('Example Bureau');
  });
  test('takes the longest value first, and marks of patterns as they are', () => {
    const odd = { ...letter, personName: 'Mei (Lin)', creditor: { ...letter.creditor, name: 'Mei' } };
    expect(withoutValues('Mei (Lin) of Mei', odd)).toBe('… of …');
    expect(withoutValues('林梅，您好', chinese)).toBe('…，您好');
  });
});
