import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { AccountFact } from '../../domain/facts.ts';
import { areOutNames } from '../outbox/names.ts';
import { type CourtCaseFolder, writeCaseFolder, writeWithdrawal } from './folder.ts';
import { statementOf } from './statement.ts';

const at = (text: string) => Date.parse(`${text}T04:00:00Z`);
const stored = (id: string, on: string) => ({ id, occurredAt: at(on), version: 2n });
const FACTS: AccountFact[] = [
  { ...stored('f1', '2026-02-20'), kind: 'payment', body: { minor: 100_000n, via: 'lender' } },
  { ...stored('f2', '2026-02-25'), kind: 'reversal', body: { minor: 100_000n, of: 'R-1' } },
  {
    ...stored('f3', '2026-03-20'),
    kind: 'balance-update',
    body: { asOf: '2026-03-19', balance: 1n, adjustment: -20_000n, newDues: 0n },
  },
  { ...stored('f4', '2026-03-21'), kind: 'dispute-closed', body: { outcome: 'part', reduceBy: 10_000n } },
  { ...stored('f5', '2026-03-22'), kind: 'promise', body: { parts: [], by: 'debtor' } },
];
const CASE: CourtCaseFolder = {
  caseId: 'c1',
  creditor: 'harbour',
  creditorName: 'Harbour Bank',
  account: 'A-1042',
  currency: 'TWD',
  zone: 'Asia/Taipei',
  contractDate: '2019-05-01',
  on: '2026-06-20',
  balance: 4_000_000n,
  dues: [
    { on: '2026-03-15', minor: 138_000n },
    { on: '2026-02-15', minor: 143_400n },
    { on: '2026-07-15', minor: 1n },
  ],
  facts: FACTS,
  contacts: [
    { at: at('2026-03-05'), channel: 'call', purpose: 'demand', outcome: 'right party: refuses' },
    { at: at('2026-03-01'), channel: 'email', purpose: 'demand', outcome: 'delivered' },
  ],
  letters: [
    {
      at: at('2026-03-01'),
      channel: 'email',
      what: 'reminder / day 4',
      to: 'li.na@example.com',
      subject: '提醒',
      body: '您好',
    },
  ],
  checklist: [{ name: 'address', passed: true, words: 'the address is known' }],
  approvedBy: 'mei',
};
const asText = (content: Uint8Array) => Buffer.from(content).toString('utf8');

test('the running total is dues less money, oldest first', () => {
  const lines = statementOf(CASE.dues, FACTS, 'Asia/Taipei', CASE.on);
  expect(lines.map((line) => [line.on, line.what, line.total])).toEqual([
    ['2026-02-15', 'due', 143_400n],
    ['2026-02-20', 'payment', 43_400n],
    ['2026-02-25', 'reversal', 143_400n],
    ['2026-03-15', 'due', 281_400n],
    ['2026-03-19', 'adjustment', 261_400n],
    ['2026-03-21', 'reduction', 251_400n],
  ]);
});

test('the folder holds all its parts, the index last with the fingerprint of each', () => {
  const files = writeCaseFolder(CASE);
  expect(areOutNames(files)).toBe(true);
  expect(files.map((file) => file.name.replace('harbour/A-1042/2026-06-20/', ''))).toEqual([
    'statement.csv',
    'statement.txt',
    'contact-history.csv',
    'letters/001-2026-03-01-email-reminder-day-4.txt',
    'checklist.json',
    'checklist.txt',
    'index.json',
  ]);
  const index = JSON.parse(asText(files.at(-1)?.content ?? new Uint8Array())) as {
    files: { name: string; sha256: string }[];
  };
  for (const [place, listed] of index.files.entries()) {
    expect(listed.sha256).toBe(
      createHash('sha256')
        .update(files[place]?.content ?? '')
        .digest('hex'),
    );
  }
  expect(asText(files[1]?.content ?? new Uint8Array())).toContain('Due and unpaid on 2026-06-20: NT$ 2,514');
  expect(asText(files[2]?.content ?? new Uint8Array())).toMatch(
    /^at,channel,purpose,outcome\r\n2026-03-01 12:00,email/,
  );
});

test('a withdrawal is put into the folder it takes back', () => {
  const [file] = writeWithdrawal({
    caseId: 'c1',
    creditor: 'harbour',
    account: 'A-1042',
    on: '2026-06-25',
    madeOn: '2026-06-20',
    reason: 'paid',
  });
  expect(file?.name).toBe('harbour/A-1042/2026-06-20/withdrawn.json');
});
