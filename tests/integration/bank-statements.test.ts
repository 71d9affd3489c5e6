/** Statements of banks become payments, reviews and returns: each movement once, whatever told it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { BankLineView, ShownBankLineView } from '../../domain/contracts/bank-line.ts';
import type { StoryView } from '../../domain/contracts/story-view.ts';
import type { StuckView, TaskView } from '../../domain/contracts/views.ts';
import { checkInvariants } from '../../engine/checks/check-invariants.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import type { Answer } from '../support/api.ts';
import { type ApiWorld, openApiWorld } from '../support/api-world.ts';
import { bookFile } from '../support/book-file.ts';

const ACCOUNT = '008-1234567890';
let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(Date.parse('2026-04-20T12:00:00+08:00'));
});
afterAll(() => world.close());

const MAPPING = {
  v: 1,
  date: { column: 'date', form: 'YYYY-MM-DD' },
  amount: { form: 'signed', column: 'amount' },
  currency: { column: 'currency' },
  bankAccount: { column: 'account' },
  bankReference: 'id',
  references: ['reference'],
  counterparty: 'payer',
  text: ['text'],
  returned: { column: 'kind', words: ['return'] },
};
interface Row {
  id: string;
  amount: string;
  payer?: string;
  reference?: string;
  text?: string;
  date?: string;
  currency?: string;
  account?: string;
  kind?: string;
}
const HEADER = ['date', 'amount', 'currency', 'account', 'id', 'reference', 'payer', 'text', 'kind'] as const;
const statement = (...rows: Row[]): string =>
  `${[HEADER.join(','), ...rows.map((row) => HEADER.map((column) => ({ date: '2026-04-17', currency: 'TWD', account: ACCOUNT, ...row })[column] ?? '').join(','))].join('\n')}\n`;
const path = (more = '') =>
  `/v1/bank-statements?creditor=harbour&mapping=${encodeURIComponent(JSON.stringify(MAPPING))}${more}`;
const take = (...rows: Row[]): Promise<Answer> => world.api.send(path(), statement(...rows));

let people = 0;
/** A new person with accounts that have one late due of 1,434.00 each. */
async function person(name: string, accounts = 1): Promise<string[]> {
  people += 1;
  const numbers = Array.from({ length: accounts }, (_, index) => `CARD-${people}${index + 1}`);
  const rows = numbers.map((account) => ({
    ...{ account, person: `P-${people}`, name, dues: '2026-03-01=1434.00' },
    ...{ email: `p${people}@example.com`, phone: `+1 212-555-01${10 + people}` },
  }));
  const answer = await world.api.send('/v1/imports', bookFile(rows));
  if (answer.json.added !== accounts) throw new Error(`the book was refused: ${answer.body}`);
  return numbers;
}
const story = async (number: string) =>
  (await world.api.get(`/v1/accounts/harbour/${number}`)).json as unknown as StoryView;
const owed = async (number: string) => (await story(number)).overdue.minor;
const waiting = async () => (await world.api.get('/v1/bank-lines')).json as unknown as BankLineView[];
const lineOf = async (id: string): Promise<number> => {
  const { no } = await world.database.db
    .selectFrom('bank_line')
    .select('no')
    .where('key', 'like', `%${id}%`)
    .executeTakeFirstOrThrow();
  return Number(no);
};
const shown = async (line: number) =>
  (await world.api.get(`/v1/bank-lines/${line}`)).json as unknown as ShownBankLineView;
const decide = (line: number, act: string, body: object) =>
  world.api.post(`/v1/bank-lines/${line}/${act}`, { as: 'Ann', ...body });

describe('money in', () => {
  test('is matched by reference, by name and amount, and only once', async () => {
    const [named = '', alike = ''] = [...(await person('Wu Li')), ...(await person('Ho Chi'))];
    const rows = [
      { id: 'B-1', amount: '1434.00', reference: named, payer: 'Acme' },
      { id: 'B-2', amount: '1434.00', payer: 'CHI HO' },
    ];
    const taken = { format: 'csv', lines: 2, matched: 2, review: 0, returned: 0, outgoing: 0, waiting: 0 };
    expect((await take(...rows)).json).toMatchObject({ ...taken, before: false, repeated: 0 });
    expect([await owed(named), await owed(alike)]).toEqual(['0', '0']);
    expect((await take(...rows)).json).toMatchObject({ ...taken, before: true });
    const again = await take(...rows, { id: 'B-3', amount: '-15.00', text: 'fee' });
    expect(again.json).toMatchObject({ lines: 3, repeated: 2, matched: 0, outgoing: 1 });
    const facts = await world.database.db.selectFrom('fact').select('id').where('kind', '=', 'payment').execute();
    expect(facts).toHaveLength(2);
  });

  test('in doubt waits in suspense: no demand up to its sum, until a person decides', async () => {
    const [first = '', second = ''] = await person('Gu Yan', 2);
    await take({ id: 'B-10', amount: '1000.00', payer: 'Gu Yan' });
    expect([await owed(first), await owed(second)]).toEqual(['43400', '43400']);
    const line = await lineOf('B-10');
    expect(await waiting()).toContainEqual(
      expect.objectContaining({ line, candidates: [`harbour/${first}`, `harbour/${second}`] }),
    );
    expect(await shown(line)).toMatchObject({
      ...{ counterparty: 'Gu Yan', state: 'review', why: expect.stringContaining('names no account') },
      about: [first, second].map((number) => ({ account: `harbour/${number}`, because: ['name of its person'] })),
    });
    const tasks = (await world.api.get('/v1/tasks?kind=review-bank-line')).json as unknown as TaskView[];
    expect(tasks.map(({ reason }) => reason)).toContain(
      `bank line ${line}: it names no account; the payer has the name of persons who owe`,
    );
    const twd = (minor: string) => ({ currency: 'TWD', minor });
    const parts = [
      { account: `harbour/${first}`, amount: twd('60000') },
      { account: `harbour/${second}`, amount: twd('40000') },
    ];
    expect(await decide(line, 'allocate', { parts })).toMatchObject({ status: 201, json: { state: 'allocated' } });
    expect([await owed(first), await owed(second)]).toEqual(['83400', '103400']);
    expect((await decide(line, 'allocate', { parts })).json.code).toBe('not-allowed-now');
    expect(await waiting()).not.toContainEqual(expect.objectContaining({ line }));
  });

  test('that may cover all that is late leaves the account waiting, not cured', async () => {
    const [number = '', other = ''] = await person('Xu Bo', 2);
    await take({ id: 'B-20', amount: '5000.00', payer: 'Xu Bo' });
    const { overdue, dpd, why } = await story(number);
    expect([overdue.minor, dpd, why[0]]).toEqual([
      '0',
      0,
      'NT$ 5,000 in suspense may be for the account: nothing is asked for until it is allocated',
    ]);
    expect(await decide(await lineOf('B-20'), 'set-aside', { reason: 'rent of a shop' })).toMatchObject({
      status: 201,
      json: { state: 'set-aside', reason: 'rent of a shop', decidedBy: 'Ann' },
    });
    expect([await owed(number), await owed(other)]).toEqual(['143400', '143400']);
  });

  test('that was given to the wrong account never counted there', async () => {
    const [wrong = '', right = ''] = [...(await person('Ma Jun')), ...(await person('Ma Jin'))];
    await take({ id: 'B-30', amount: '1434.00', reference: wrong });
    expect(await owed(wrong)).toBe('0');
    const line = await lineOf('B-30');
    expect(await decide(line, 'take-back', { reason: 'a slip in the reference' })).toMatchObject({
      json: { state: 'review', allocated: [] },
    });
    expect(await owed(wrong)).toBe('143400');
    await decide(line, 'allocate', { parts: [{ account: `harbour/${right}` }] });
    expect([await owed(wrong), await owed(right)]).toEqual(['143400', '0']);
    expect((await shown(line)).allocated).toEqual([
      { account: `harbour/${right}`, amount: { currency: 'TWD', minor: '143400' } },
    ]);
  });
});

describe('a booking that is told as a sum and in parts', () => {
  const camt = (entries: string) =>
    `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr><Stmt><Id>S</Id><Acct><Id><Othr><Id>${ACCOUNT}</Id></Othr></Id><Ccy>TWD</Ccy></Acct>${entries}</Stmt></BkToCstmrStmt></Document>`;
  const entry = (name: string, amount: string, details = '') =>
    `<Ntry><Amt Ccy="TWD">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-04-17</Dt></BookgDt><AcctSvcrRef>${name}</AcctSvcrRef>${details === '' ? '' : `<NtryDtls>${details}</NtryDtls>`}</Ntry>`;
  const part = (amount: string, number: string, name = '') =>
    `<TxDtls><Refs>${name === '' ? '' : `<AcctSvcrRef>${name}</AcctSvcrRef>`}<EndToEndId>${number}</EndToEndId></Refs><Amt Ccy="TWD">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls>`;
  const takeCamt = async (entries: string) =>
    (await world.api.send('/v1/bank-statements?creditor=harbour', camt(entries))).json;
  const halves = ([first = '', second = '']: string[], name: string) =>
    part('700.00', first, name && `${name}-1`) + part('734.00', second, name && `${name}-2`);

  test('the sum makes way for its parts; after the parts it says nothing new', async () => {
    const cards = await person('Cai Bao', 2);
    expect(await takeCamt(entry('SUM-1', '1434.00'))).toMatchObject({ lines: 1, review: 1 });
    expect(await takeCamt(entry('SUM-1', '1434.00', halves(cards, 'T')))).toMatchObject({
      lines: 2,
      matched: 2,
      review: 0,
    });
    expect(await Promise.all(cards.map(owed))).toEqual(['73400', '70000']);
    expect(await takeCamt(`${entry('SUM-1', '1434.00')}${entry('E-9', '1.00')}`)).toMatchObject({
      lines: 2,
      repeated: 1,
    });
  });
  test('a part that comes later than the others is kept, for a person to look at', async () => {
    const [first = '', second = ''] = await person('Bai Bao', 2);
    await takeCamt(entry('SUM-3', '1434.00'));
    const partOnly = (amount: string, number: string, name: string) =>
      entry('SUM-3', '1434.00', part(amount, number, name) + part('1.00', 'NOTPROVIDED', `${name}-fee`));
    await takeCamt(partOnly('1433.00', first, 'V-1'));
    expect(await takeCamt(partOnly('1433.00', second, 'V-2'))).toMatchObject({ lines: 2, repeated: 0, review: 2 });
    expect(await Promise.all([first, second].map(owed))).toEqual(['100', '100']);
  });
  test('other parts than before are doubted, whatever they match', async () => {
    const cards = await person('Dai Bao', 2);
    await takeCamt(entry('SUM-2', '1434.00', halves(cards, 'U')));
    const otherwise = halves(cards, '');
    expect(await takeCamt(entry('SUM-2', '1434.00', otherwise))).toMatchObject({ matched: 0, review: 2 });
    expect((await waiting()).at(-1)?.why).toBe('its booking was told in other parts before: it may be the same money');
    const facts = await world.database.db
      .selectFrom('fact')
      .innerJoin('account', 'account.id', 'fact.account_id')
      .select('fact.id')
      .where('fact.kind', '=', 'payment')
      .where('account.number', 'in', cards)
      .execute();
    expect(facts).toHaveLength(2);
  });
});

describe('money that comes back', () => {
  test('is the inverse of the line that brought it, told once', async () => {
    const [number = ''] = await person('Ye Hua');
    await take({ id: 'B-40', amount: '1434.00', reference: number });
    const back = { id: 'B-41', amount: '-1434.00', reference: number, kind: 'return', date: '2026-04-18' };
    expect((await take(back)).json).toMatchObject({ returned: 1, review: 0 });
    expect(await owed(number)).toBe('143400');
    expect((await shown(await lineOf('B-40'))).state).toBe('returned');
    await take(back, { id: 'B-42', amount: '-1.00' });
    expect(await owed(number)).toBe('143400');
  });
  test('comes back from suspense too', async () => {
    const [first = '', second = ''] = await person('Kong Er', 2);
    await take({ id: 'B-50', amount: '1000.00', payer: 'Kong Er', reference: 'E2E-77' });
    await take({ id: 'B-51', amount: '-1000.00', reference: 'E2E-77', kind: 'return' });
    expect([await owed(first), await owed(second)]).toEqual(['143400', '143400']);
    expect((await shown(await lineOf('B-50'))).state).toBe('returned');
  });
  test('told before the line that it takes back, waits for that line only', async () => {
    const [number = ''] = await person('Luo Mu');
    const back = { amount: '-1434.00', reference: number, kind: 'return', date: '2026-04-18' };
    await take({ id: 'B-56', ...back });
    const line = await lineOf('B-56');
    expect(await shown(line)).toMatchObject({ state: 'review', task: expect.any(Number) });
    await take({ id: 'B-55', amount: '1434.00', reference: number });
    expect(await owed(number)).toBe('143400');
    expect(await shown(line)).toMatchObject({ state: 'matched', why: null, task: null });
    expect((await shown(await lineOf('B-55'))).state).toBe('returned');
    await take({ id: 'B-57', amount: '10.00', reference: number });
    expect(await owed(number)).toBe('142400');
  });
  test('and that no line brought waits for a person', async () => {
    await take({ id: 'B-60', amount: '-77.00', reference: 'UNKNOWN-1', kind: 'return' });
    const line = await lineOf('B-60');
    expect(await shown(line)).toMatchObject({ state: 'review', why: 'it takes back money of which no line is known' });
    expect((await decide(line, 'allocate', { parts: [{ account: 'CARD-11' }] })).json.code).toBe('not-allowed-now');
    expect((await decide(line, 'set-aside', { reason: 'looked up' })).status).toBe(201);
  });
});

describe('refused, and nothing of it taken', () => {
  const count = async () => (await world.database.db.selectFrom('bank_line').select('id').execute()).length;
  test.each<[string, Row[], RegExp]>([
    [
      'another bank account',
      [{ id: 'X-1', amount: '1.00', account: '999' }],
      /row 2: the statement is of a bank account that is not/,
    ],
    [
      'a day that has not come',
      [{ id: 'X-2', amount: '1.00', date: '2026-04-21' }],
      /booked on 2026-04-21, a day that has not come/,
    ],
    [
      'three decimals',
      [
        { id: 'X-3', amount: '1.00' },
        { id: 'X-4', amount: '1.234' },
      ],
      /row 3/,
    ],
    ['an amount of 0', [{ id: 'X-5', amount: '0.00' }], /row 2/],
  ])('%s', async (_, rows, words) => {
    const before = await count();
    const answer = await take(...rows);
    expect([answer.status, answer.json.code]).toEqual([422, 'file-refused']);
    expect(answer.json.detail ?? answer.body).toMatch(words);
    expect(await count()).toBe(before);
  });
  test('a mapping with faults names the field', async () => {
    const mapping = encodeURIComponent(JSON.stringify({ ...MAPPING, date: { column: 'date', form: 'soon' } }));
    const answer = await world.api.send(`/v1/bank-statements?creditor=harbour&mapping=${mapping}`, statement());
    expect([answer.status, answer.json.code]).toEqual([422, 'file-refused']);
    expect(answer.body).toMatch(/date/);
  });
  test('parts that are not the line, an account of another creditor, no line at all', async () => {
    await take({ id: 'B-70', amount: '10.00', payer: 'Nobody Known' });
    const line = await lineOf('B-70');
    const [number = ''] = await person('Du Fu');
    const part = (minor: string) => ({ account: `harbour/${number}`, amount: { currency: 'TWD', minor } });
    for (const parts of [[part('999')], [part('500'), part('500')], [part('1000'), part('0')]])
      expect((await decide(line, 'allocate', { parts })).json.code).toBe('parts-differ');
    expect((await decide(line, 'allocate', { parts: [{ account: 'harbour/NONE' }] })).json.code).toBe(
      'unknown-account',
    );
    expect((await decide(999_999, 'set-aside', { reason: 'x' })).json.code).toBe('unknown-bank-line');
    expect((await decide(line, 'take-back', { reason: 'x' })).json.code).toBe('not-allowed-now');
    expect((await shown(line)).state).toBe('review');
  });
});

test('check compares every line with its parts', async () => {
  const { db } = world.database;
  const found = async () => {
    const { checked, violations } = await checkInvariants(db, RULEBOOK, world.now);
    return [checked['bank-lines-add-up'] > 0, violations.filter(({ invariant }) => invariant === 'bank-lines-add-up')];
  };
  expect(await found()).toEqual([true, []]);
  const [number = ''] = await person('Fan Li');
  await take({ id: 'B-80', amount: '1434.00', reference: number });
  const line = await lineOf('B-80');
  const { id } = await db.selectFrom('bank_line').select('id').where('no', '=', BigInt(line)).executeTakeFirstOrThrow();
  await db.updateTable('bank_allocation').set({ minor: 1n }).where('line_id', '=', id).execute();
  const evidence = `bank line ${line} is 143400, its parts are 0`;
  expect(await found()).toEqual([true, [expect.objectContaining({ evidence })]]);
});

test('lines that nobody matches show as stuck', async () => {
  const { db } = world.database;
  const stuck = async () => (await world.api.get('/v1/stuck?code=bank-lines-left')).json as unknown as StuckView[];
  const lines = await db.selectFrom('bank_line').select('id').limit(2).orderBy('no').execute();
  const ids = lines.map(({ id }) => id);
  await db.updateTable('bank_line').set({ state: 'new' }).where('id', 'in', ids).execute();
  expect(await stuck()).toEqual([]);
  await sql`update bank_line set recorded_at = recorded_at - interval '6 minutes' where state = 'new'`.execute(db);
  expect(await stuck()).toMatchObject([{ account: null, cause: '2 bank lines of harbour are not matched yet' }]);
  await db.updateTable('bank_line').set({ state: 'set-aside' }).where('id', 'in', ids).execute();
  expect(await stuck()).toEqual([]);
});
