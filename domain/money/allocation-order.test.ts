import { expect, test } from '@jest/globals';
import { productsOf } from '../products.ts';
import { type AllocatedBy, allocationOrder } from './allocation-order.ts';

const OWN = ['fees', 'costs', 'interest', 'principal'] as const;
const lender = (more: Partial<AllocatedBy>): AllocatedBy => ({
  zone: 'Asia/Shanghai',
  country: null,
  products: productsOf({}),
  ...more,
});
const first = (creditor: AllocatedBy, product = 'card', daysLate = 10) => {
  const { order, by } = allocationOrder(creditor, product, daysLate);
  return `${by}: ${order.join(' ')}`;
};

test('in China costs come first, then interest; a card that is 91 days late is paid principal first', () => {
  expect(first(lender({}))).toBe('law: costs interest fees principal');
  expect(first(lender({}), 'card', 90)).toBe('law: costs interest fees principal');
  expect(first(lender({}), 'card', 91)).toBe('law: principal interest fees costs');
  expect(first(lender({}), 'instalment-loan', 91)).toBe('law: costs interest fees principal');
});
test('the country of the creditor comes before its zone', () =>
  expect(first(lender({ country: 'TW' }))).toBe('law: costs interest principal fees'));
test('a contract comes before the law, for its product alone', () => {
  const gold = { code: 'gold', kind: 'card', graceDays: 0, tolerance: '0', paymentOrder: OWN } as const;
  const creditor = lender({ products: [gold, ...productsOf({})], paymentOrder: OWN });
  expect(first(creditor, 'gold', 100)).toBe('contract: fees costs interest principal');
  expect(first(creditor)).toBe('law: costs interest fees principal');
});
test('where no law says anything the lender does, else the shipped order holds', () => {
  expect(first(lender({ country: 'UK', paymentOrder: OWN }))).toBe('lender: fees costs interest principal');
  expect(first(lender({ country: 'UK' }))).toBe('lender: costs fees interest principal');
});
test('every law names its source', () => {
  for (const country of ['CN', 'TW'])
    expect(allocationOrder(lender({ country }), 'card', 0)).toMatchObject({
      by: 'law',
      source: expect.stringMatching(/Art\. \d+/),
    });
});
