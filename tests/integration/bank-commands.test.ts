/** `arrears bank`: a statement is taken, what is doubtful is listed, shown and decided, in words and as JSON. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type ApiWorld, openApiWorld } from '../support/api-world.ts';
import { arrears } from '../support/arrears.ts';
import { bookFile } from '../support/book-file.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(Date.parse('2026-11-30T12:00:00+08:00'));
  Object.assign(process.env, { PORT: new URL(world.api.root).port, ARREARS_HOME: 'none' });
  const rows = [
    { account: 'A-1042', person: 'P-1', name: 'Lin Mei' },
    { account: 'A-1043', person: 'P-2', name: 'Chen Mei', email: 'chen@example.com', phone: '+1 212-555-0144' },
    { account: 'A-1107', person: 'P-3', name: 'Gauri Gupta', email: 'gg@example.com', phone: '+1 212-555-0145' },
  ].map((row) => ({ ...row, dues: '2026-11-20=1434.00', as_of: '2026-11-28' }));
  const book = await world.api.send('/v1/imports', bookFile(rows));
  expect(book.json.added).toBe(3);
});
afterAll(() => {
  process.exitCode = 0;
  return world.close();
});

const CSV = ['bank', 'docs/examples/bank-statement.csv', '--mapping', 'docs/examples/bank-mapping.json'];

test('a CSV by its mapping, then the same as camt: each movement once', async () => {
  expect((await arrears(...CSV)).out).toBe(
    '4 lines: 2 matched, 1 to review, 1 outgoing.\nDecide about the doubtful: npx arrears bank list\n',
  );
  expect((await arrears(...CSV)).out).toMatch(
    /^This very file was taken before; nothing of it was taken twice\.\n4 lines: /,
  );
  expect((await arrears('bank', 'docs/examples/bank-statement.xml')).out).toBe(
    '2 lines: 0 matched, 0 to review, 2 told before.\n',
  );
});

test('the doubtful is listed without names, shown with them, decided once', async () => {
  const { out } = await arrears('bank', 'list', '--json');
  const [line] = JSON.parse(out);
  expect(line).toMatchObject({
    direction: 'out',
    amount: { minor: '200000' },
    why: 'it takes back money of which no line is known',
  });
  expect(out).not.toMatch(/Gupta/);
  const shown = await arrears('bank', 'show', String(line.line));
  expect(shown.out).toMatch(/went out on 2026-11-29, review\n[\s\S]*to +Gauri Gupta\n[\s\S]*return reason +AM04/);
  const aside = ['bank', 'set-aside', String(line.line), '--reason', 'of before the import'];
  expect(await arrears(...aside)).toMatchObject({ code: 2, err: expect.stringContaining('--as') });
  expect((await arrears(...aside, '--as', 'Ann')).out).toBe(`Bank line ${line.line} is set aside.\n`);
  expect(await arrears(...aside, '--as', 'Bo')).toMatchObject({
    code: 1,
    err: expect.stringContaining('does not wait'),
  });
  expect((await arrears('bank', 'list')).out).toBe('No bank line waits for a person.\n');
});

test('a wrong allocation is taken back and shared anew', async () => {
  const [line] = JSON.parse((await arrears('bank', 'list', '--state', 'matched', '--json')).out);
  const no = String(line.line);
  await arrears('bank', 'take-back', no, '--reason', 'two paid together', '--as', 'Ann');
  const parts = ['A-1042=1000', 'harbour/A-1043=434'];
  expect((await arrears('bank', 'allocate', no, ...parts, '--as', 'Ann')).out).toBe(
    `NT$ 1,000 of bank line ${no} is paid on harbour/A-1042.\nNT$ 434 of bank line ${no} is paid on harbour/A-1043.\n`,
  );
  expect((await arrears('explain', 'A-1042')).out).toMatch(/^harbour\/A-1042: .*\n/);
  expect(JSON.parse((await arrears('explain', 'A-1042', '--json')).out).overdue.minor).toBe('43400');
});

test.each([
  [['bank'], /No statement is named/],
  [['bank', 'book.example.csv'], /no mapping says how to read its columns/],
  [['bank', 'docs/examples/bank-statement.csv', '--mapping', 'package.json'], /The file was refused/],
  [['bank', 'package.json'], /file-refused|no mapping/],
  [['bank', 'show', 'seven'], /not the number of a bank line/],
  [['bank', 'show', '999'], /There is no bank line 999/],
  [['bank', 'allocate', '1', 'A-1042', 'A-1043', '--as', 'Ann'], /It is not said how much/],
])('%j says what is wrong', async (words, reason) => {
  const { err, code } = await arrears(...words);
  expect(err).toMatch(reason);
  expect(code).not.toBe(0);
});
