/** The second safety net: personal data is not logged even if code passes it to the logger. */
import { expect, test } from '@jest/globals';
import { limitLog, openLogger } from './logger.ts';

const CANARY = 'lin.mei@example.com';
function written(write: (logger: ReturnType<typeof openLogger>) => void): Record<string, unknown> {
  const lines: string[] = [];
  write(openLogger('info', { process: 'test' }, { write: (text) => void lines.push(text) }));
  const line = lines.join('');
  expect(line).not.toContain(CANARY);
  return JSON.parse(line) as Record<string, unknown>;
}

test.each(['name', 'email', 'phone', 'address', 'to', 'to_value', 'to_key', 'value', 'value_key', 'body', 'subject'])(
  'a field %s is left out, also one level down',
  (field) => {
    expect(written((logger) => logger.info({ [field]: CANARY }, 'words'))).toMatchObject({
      process: 'test',
      [field]: '[personal]',
      msg: 'words',
    });
    expect(written((logger) => logger.info({ row: { [field]: CANARY } }, 'words'))).toMatchObject({
      row: { [field]: '[personal]' },
    });
  },
);

test('an error keeps code, table, constraint and frames; what it quotes and its details are left out', () => {
  const error = Object.assign(new Error(`duplicate key: "${CANARY}"`), {
    code: '23505',
    table: 'contact_point',
    constraint: 'contact_point_key',
    detail: `Key (value)=(${CANARY}) already exists.`,
    where: CANARY,
  });
  const { err } = written((logger) => logger.error({ err: error }, 'words')) as { err: Record<string, string> };
  expect(err).toEqual({
    type: 'Error',
    message: 'duplicate key: "..."',
    code: '23505',
    table: 'contact_point',
    constraint: 'contact_point_key',
    stack: expect.stringMatching(/^ {4}at .*logger\.test/),
  });
});

test('what was thrown and is no error shows its kind only', () => {
  expect(written((logger) => logger.error({ err: CANARY }, 'words'))['err']).toEqual({ type: 'string' });
});

test('an outage is logged at once, then once in a while with the number left out; each kind by itself', () => {
  const lines: object[] = [];
  const warn = limitLog((fields, words) => void lines.push({ ...fields, words }), 10_000);
  for (let no = 0; no < 3; no += 1) warn('queue', { reason: `bad value "${CANARY}"` }, 'trouble');
  warn('sweep', { reason: 'gone' }, 'trouble');
  expect(lines).toEqual([
    { reason: 'bad value "..."', words: 'trouble' },
    { reason: 'gone', words: 'trouble' },
  ]);
  const soon = limitLog((fields) => void lines.push(fields), 0);
  soon('queue', {}, 'trouble');
  soon('queue', {}, 'trouble');
  expect(lines.slice(2)).toEqual([{}, {}]);
});
