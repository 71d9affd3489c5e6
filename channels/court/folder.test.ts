import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { Entry } from '../../domain/money/entries.ts';
import type { Position } from '../../domain/money/position.ts';
import { areOutNames } from '../outbox/names.ts';
import { type CourtCaseFolder, writeCaseFolder, writeWithdrawal } from './folder.ts';
import { statementOf } from './statement.ts';

const at = (text: string) => Date.parse(`${text}T04:00:00Z`);
const entry = (kind: Entry['kind'], on: string, minor: bigint): Entry => ({ kind, id: null, at: at(on), on, minor });
const POSITION: Position = {
  open: [
    { on: '2026-02-15', minor: 113_400n },
    { on: '2026-03-15', minor: 138_000n },
    { on: '2026-07-15', minor: 1n },
  ],
  dues: [
    { on: '2026-02-15', minor: 143_400n },
    { on: '2026-03-15', minor: 138_000n },
    { on: '2026-07-15', minor: 1n },
  ],
  balance: 4_000_000n,
  entries: [
    entry('payment', '2026-02-20', 100_000n),
    entry('reversal', '2026-02-25', -100_000n),
    entry('book', '2026-03-19', 20_000n),
    entry('reduction', '2026-03-21', 10_000n),
  ],
  surplus: 0n,
  uncovered: [],
  unsplit: 0n,
  behind: [],
  contested: [],
  changesOn: null,
  asOf: '2026-03-19',
  stated: 4_000_000n,
  counted: [],
};
const CASE: CourtCaseFolder = {
  caseId: 'c1',
  creditor: 'harbour',
  creditorName: 'Harbour Bank',
  account: 'A-1042',
  currency: 'TWD',
  zone: 'Asia/Taipei',
  contractDate: '2019-05-01',
  on: '2026-06-20',
  position: POSITION,
  lastPayment: { on: '2026-03-19', minor: 20_000n },
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
  const lines = statementOf(POSITION, CASE.on);
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
  expect(asText(files[1]?.content ?? new Uint8Array())).toContain(
    [
      'Due and unpaid on 2026-06-20: NT$ 2,514',
      '  of the due of 2026-02-15: NT$ 1,134',
      '  of the due of 2026-03-15: NT$ 1,380',
      'Last payment known: NT$ 200 on 2026-03-19',
      'Balance of the contract on 2026-06-20: NT$ 40,000',
    ].join('\n'),
  );
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
