import { describe, expect, test } from '@jest/globals';
import { FACTORS, fits, type Known, plainAnswer, questionsFor } from './identity.ts';

const NOTHING: Known = Object.fromEntries(FACTORS.map((factor) => [factor, []])) as unknown as Known;
const LIN: Known = {
  ...NOTHING,
  'account-number': ['1042'],
  'last-payment': ['1434.5', '20'],
  address: ['1harbourrdtaipei'],
  phone: ['886225550100'],
};

test.each([
  ['account-number', ' A-001042 ', '1042'],
  ['last-payment', '1434.50', '1434.5'],
  ['last-payment', '1434.00', '1434'],
  ['last-payment', '20', '20'],
  ['address', '1, Harbour Rd., Taipei', '1harbourrdtaipei'],
  ['address', '臺北市 港路 １ 號', '臺北市港路1號'],
  ['email', ' Lin.Mei@Example.com', 'lin.mei@example.com'],
  ['phone', '+886 2 2555 0100', '886225550100'],
  ['due-day', '05', '5'],
] as const)('%s %p is read as %p', (factor, text, plain) => expect(plainAnswer(factor, text)).toBe(plain));

describe('questions', () => {
  test('never what the caller was found by, only what somebody can answer', () => {
    expect(questionsFor([LIN], 'number')).toEqual(['account-number', 'last-payment', 'address']);
    expect(questionsFor([LIN], 'reference')).toEqual(['last-payment', 'address', 'phone']);
  });
  test('the strongest where nobody is known, or too little is', () => {
    const strongest = ['account-number', 'last-payment', 'address', 'email'];
    expect(questionsFor([], 'number')).toEqual(strongest);
    expect(questionsFor([{ ...NOTHING, address: ['x'] }], 'name')).toEqual(strongest);
  });
});

describe('answers fit', () => {
  const asked = ['account-number', 'last-payment', 'address'] as const;
  test('two that are right', () => {
    expect(fits(LIN, asked, { 'account-number': '1042', 'last-payment': '20.00' })).toBe(true);
    expect(
      fits(LIN, asked, { 'account-number': '1042', 'last-payment': '1434.50', address: '1 Harbour Rd Taipei' }),
    ).toBe(true);
  });
  test('not with a wrong one, not with one alone, not with what was not asked, not with nothing', () => {
    expect(fits(LIN, asked, { 'account-number': '1042', 'last-payment': '20', address: 'elsewhere' })).toBe(false);
    expect(fits(LIN, asked, { 'account-number': '1042' })).toBe(false);
    expect(fits(LIN, asked, { 'account-number': '1042', phone: '+886225550100' })).toBe(false);
    expect(fits({ ...NOTHING, email: [''] }, ['email', 'phone'], { email: ' ', phone: '' })).toBe(false);
    expect(fits(NOTHING, asked, { 'account-number': '', 'last-payment': '' })).toBe(false);
  });
});
