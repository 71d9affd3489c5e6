import { expect, test } from '@jest/globals';
import { answerDue } from './answer-clocks.ts';
import { CN } from './CN/pack.ts';
import { IN } from './IN/pack.ts';
import type { Pack } from './rule.ts';
import { TW } from './TW/pack.ts';
import { UK } from './UK/pack.ts';
import { US } from './US/pack.ts';

test.each([
  ['CN', CN, 'dispute', { on: '2026-03-22', rule: 'CN-CRED-04-REPLY', unverified: false }],
  ['US', US, 'dispute', { on: '2026-03-31', rule: 'US-FURN-05', unverified: false }],
  ['TW', TW, 'dispute', null],
  ['CN', CN, 'complaint', { on: '2026-03-17', rule: 'CN-COMPL-01', unverified: true }],
  ['UK', UK, 'complaint', { on: '2026-04-27', rule: 'UK-COMPL-01', unverified: false }],
  ['IN', IN, 'complaint', { on: '2026-04-01', rule: 'IN-COMPL-01', unverified: true }],
  ['TW', TW, 'complaint', { on: '2026-04-01', rule: 'TW-COMPL-01', unverified: true }],
  ['US', US, 'complaint', null],
  ['UK', UK, 'acknowledgement', { on: '2026-03-07', rule: 'UK-COMPL-02', unverified: true }],
  ['CN', CN, 'acknowledgement', null],
  ['US', US, 'acknowledgement', null],
] as const)('%s: what was received on 2026-03-02', (_, pack, of, due) =>
  expect(answerDue([pack], of, '2026-03-02')).toEqual(due),
);

test.each([
  ['complaint', { on: '2026-05-01', rule: 'US-COMPL-01', unverified: false }],
  ['acknowledgement', { on: '2026-03-17', rule: 'US-COMPL-02', unverified: false }],
] as const)('US: a clock for what an authority passed on: %s', (of, due) => {
  expect(answerDue([US], of, '2026-03-02', 'authority')).toEqual(due);
  expect(answerDue([TW, US], 'complaint', '2026-03-02')?.rule).toBe('TW-COMPL-01');
});

test('of several laws the earliest day counts, whichever comes first', () => {
  for (const packs of [
    [CN, US],
    [US, CN],
  ])
    expect(answerDue(packs, 'dispute', '2026-03-02')?.rule).toBe('CN-CRED-04-REPLY');
});

test('a clock counts from the day on which its rule holds', () => {
  const rules = CN.rules.map((rule) => (rule.id === 'CN-CRED-04-REPLY' ? { ...rule, from: '2026-03-03' } : rule));
  const later: Pack = { ...CN, rules };
  expect(answerDue([later], 'dispute', '2026-03-02')).toBeNull();
  expect(answerDue([later], 'dispute', '2026-03-03')?.on).toBe('2026-03-23');
});
