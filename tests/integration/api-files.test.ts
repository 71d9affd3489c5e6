/** Files over HTTP: agency returns, bureau answers, the book; and the business clock. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { RETURN_COLUMNS } from '../../channels/agency/parser.ts';
import { simulateClock } from '../../db/clock.ts';
import { DAY_MS } from '../../domain/time.ts';
import { type ApiWorld, type KnownAccount, openApiWorld } from '../support/api-world.ts';
import { bookFile } from '../support/book-file.ts';
import { addBureauEntry, addPlacement } from '../support/engine-rows.ts';

const NOW = Date.parse('2026-04-20T12:00:00+08:00');
let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(NOW);
});
afterAll(() => world.close());

const db = () => world.database.db;
type Row = Partial<Record<(typeof RETURN_COLUMNS)[number], string>>;
function returnFile(rows: readonly Row[], end: Row = {}): string {
  const sum = rows.reduce((all, row) => all + BigInt(row.minor ?? '0'), 0n);
  const last = { placement: '#end', event: String(rows.length), minor: String(sum), currency: 'TWD', ...end };
  const lines = [...rows.map((row) => ({ at: '2026-04-18T14:00:00+08:00', ...row })), last].map((row: Row) =>
    RETURN_COLUMNS.map((column) => row[column] ?? '').join(','),
  );
  return `${[RETURN_COLUMNS.join(','), ...lines].join('\n')}\n`;
}
const sendReturn = (content: string, agency = 'north', query = 'creditor=harbour&file=return.csv') =>
  world.api.send(`/v1/agency-returns/${agency}?${query}`, content);
const placed = async (state = 'accepted'): Promise<{ owner: KnownAccount; placement: string }> => {
  const owner = await world.account();
  return { owner, placement: await addPlacement(db(), owner, NOW - 20 * DAY_MS, state) };
};
const factsOf = async ({ accountId, personId }: KnownAccount) =>
  (
    await db()
      .selectFrom('fact')
      .select('kind')
      .where((eb) => eb.or([eb('account_id', '=', accountId), eb('person_id', '=', personId)]))
      .orderBy('id')
      .execute()
  ).map((fact) => fact.kind);

describe('agency returns', () => {
  test('a good file is taken, accounts are nudged, the same file again changes nothing', async () => {
    const { owner, placement } = await placed();
    const file = returnFile([
      { placement, event: 'payment', minor: '50000', currency: 'TWD', to: 'agency', detail: 'R-1' },
      { placement, event: 'stop', channel: 'sms' },
    ]);
    const answer = await sendReturn(file);
    expect([answer.status, answer.json]).toEqual([
      200,
      expect.objectContaining({ before: false, rows: 2, recorded: 2, listed: [] }),
    ]);
    expect(world.api.nudged).toEqual([owner.accountId]);
    world.api.nudged.length = 0;
    expect((await sendReturn(file)).json).toMatchObject({ before: true, recorded: 0 });
    expect(world.api.nudged).toEqual([]);
    expect(await factsOf(owner)).toEqual(['payment', 'stop']);
    expect((await world.standing(owner.accountId)).overdue).toBe(93_400n);
  });

  test.each<[string, (placement: string) => string, RegExp]>([
    [
      'a wrong count',
      (placement) => returnFile([{ placement, event: 'stop', channel: 'sms' }], { event: '2' }),
      /count|number of rows/i,
    ],
    [
      'a wrong sum',
      (placement) =>
        returnFile([{ placement, event: 'payment', minor: '50000', currency: 'TWD', to: 'agency', detail: 'R' }], {
          minor: '50001',
        }),
      /sum/i,
    ],
    [
      'an unknown placement below a good row',
      (placement) =>
        returnFile([
          { placement, event: 'stop', channel: 'sms' },
          { placement: '01978c3e-5f00-7000-8000-00000000a001', event: 'hardship' },
        ]),
      /row 3/,
    ],
    [
      'another currency',
      (placement) =>
        returnFile([{ placement, event: 'payment', minor: '1', currency: 'USD', to: 'agency', detail: 'R' }], {
          currency: 'USD',
        }),
      /USD/,
    ],
    [
      'a moment to come',
      (placement) => returnFile([{ placement, event: 'hardship', at: '2026-04-21T00:00:00+08:00' }]),
      /future/,
    ],
    ['no closing row', (placement) => returnFile([{ placement, event: 'hardship' }]).replace(/#end.*\n/, ''), /#end/],
  ])('%s refuses the whole file, and stuck shows it', async (_, make, reason) => {
    const { owner, placement } = await placed();
    const answer = await sendReturn(make(placement), 'north', `creditor=harbour&file=${owner.name.slice(8)}.csv`);
    expect([answer.status, answer.json.code]).toEqual([422, 'file-refused']);
    expect(answer.json.detail).toMatch(reason);
    expect(answer.json.remedy).toMatch(/\S/);
    expect(await factsOf(owner)).toEqual([]);
    const stuck = (await world.api.get('/v1/stuck?code=file-refused')).json as { file: string; cause: string }[];
    expect(stuck.some((stuck) => stuck.cause.match(reason))).toBe(true);
  });

  test('what comes for a placement that was recalled meanwhile: money is taken, a promise is listed', async () => {
    const { owner, placement } = await placed('recalled');
    const answer = await sendReturn(
      returnFile([
        { placement, event: 'payment', minor: '50000', currency: 'TWD', to: 'agency', detail: 'R-2' },
        { placement, event: 'promise', minor: '10000', currency: 'TWD', on: '2026-05-02' },
        { placement, event: 'recall-acknowledged' },
      ]),
    );
    expect(answer.json).toMatchObject({ recorded: 2, listed: [{ row: 3, event: 'promise', placement }] });
    expect(await factsOf(owner)).toEqual(['payment', 'recall-acknowledged']);
  });

  test('an agency, a creditor or a body that is none', async () => {
    const file = returnFile([]);
    expect((await sendReturn(file, 'south')).json.code).toBe('file-refused');
    expect((await sendReturn(file, 'north', 'creditor=nobody')).json.code).toBe('unknown-creditor');
    expect((await sendReturn(file, 'north', 'file=x.csv')).json.code).toBe('invalid-request');
    expect((await sendReturn('')).json.code).toBe('invalid-request');
    expect(
      (await world.api.send('/v1/agency-returns/north?creditor=harbour', '{}', { 'content-type': 'application/json' }))
        .status,
    ).toBe(415);
    expect((await world.api.send('/v1/agency-returns/%2e%2e%2fnorth?creditor=harbour', file)).status).toBe(422);
  });
});

describe('bureau answers', () => {
  const SHA = 'c'.repeat(64);
  test('an answer acknowledges and rejects the records of the file it names', async () => {
    const [first, other] = [await world.account(), await world.account()];
    const { rows } = await sql<{ id: string }>`
      insert into dispatch (id, creditor_id, channel, recipient, key, kind, business_date, result, manifest, created_at)
      values (gen_random_uuid(), ${first.creditorId}, 'bureau', 'example-bureau', 'bureau-key', 'month', '2026-03-31', 'sent',
        ${JSON.stringify({ v: 1, count: 2, files: [{ name: 'x.jsonl', bytes: 1, sha256: SHA }] })}::jsonb, now()) returning id`.execute(
      db(),
    );
    for (const owner of [first, other]) await addBureauEntry(db(), owner, '2026-03', NOW - DAY_MS, rows[0]?.id);
    const number = other.name.slice('harbour/'.length);
    const answer = `account,month,reason,received,file_sha256\n${number},2026-03,unknown person,,\n#end,2026-03,1,2,${SHA}\n`;
    const send = (content: string) =>
      world.api.send('/v1/bureau-answers/example-bureau?creditor=harbour&file=answer.csv', content);
    const wrong = await send(answer.replace(',1,2,', ',1,3,'));
    expect([wrong.status, wrong.json.code]).toEqual([422, 'file-refused']);
    expect([await factsOf(first), await factsOf(other)]).toEqual([[], []]);
    expect((await send(answer)).json).toMatchObject({ before: false, acknowledged: 1, rejected: 1, month: '2026-03' });
    expect([await factsOf(first), await factsOf(other)]).toEqual([['bureau-acknowledged'], ['bureau-rejected']]);
    expect((await send(answer)).json).toMatchObject({ before: true });
  });
});

describe('the book', () => {
  const send = (content: string | Buffer, query = '') => world.api.send(`/v1/imports${query}`, content);
  test('good rows are kept, bad ones named by row, column, reason and remedy', async () => {
    const file = bookFile([
      { account: 'B-1', person: 'B-1' },
      { account: 'B-2', person: 'B-2', balance: '1,434.00' },
      { account: 'B-3', person: 'B-3', dues: '2026-02-30=10.00' },
    ]);
    const { status, json } = await send(file);
    expect([status, json]).toEqual([200, expect.objectContaining({ rows: 3, added: 1, refused: 2 })]);
    expect(json.reasons).toHaveLength(2);
    expect(json.refusals).toEqual([
      expect.objectContaining({ row: 3, column: 'balance', sentence: expect.any(String), remedy: expect.any(String) }),
      expect.objectContaining({ row: 4, column: 'dues' }),
    ]);
  });

  test('strict takes all or nothing; a dry run takes nothing', async () => {
    const rows = [
      { account: 'S-1', person: 'S-1' },
      { account: 'S-2', person: 'S-2', currency: 'XXX' },
    ];
    expect((await send(bookFile(rows), '?strict=true')).json).toMatchObject({ added: 0, refused: 1 });
    expect((await send(bookFile(rows.slice(0, 1)), '?dryRun=true')).json).toMatchObject({ added: 1 });
    expect((await world.api.get('/v1/accounts/harbour/S-1')).status).toBe(404);
  });

  test.each<[string, string | Buffer]>([
    ['a missing column', bookFile([{}]).replace(',balance', '')],
    ['a doubled column', bookFile([{}]).replace(',balance', ',account')],
    ['an xlsx', Buffer.from('504b0304140006000800', 'hex')],
    ['UTF-16', Buffer.from(bookFile([{}]), 'utf16le')],
  ])('%s is refused as a file', async (_, content) => {
    const answer = await send(content);
    expect([answer.status, answer.json.code]).toEqual([422, 'file-refused']);
    expect(answer.json.faults[0].pointer).toMatch(/^\//);
  });
});

test('a simulated clock runs ahead over HTTP, never backwards', async () => {
  await simulateClock(db(), NOW, 86_400);
  expect((await world.api.get('/v1/clock')).json).toMatchObject({
    mode: 'simulated',
    now: '2026-04-20T04:00:00.000Z',
    runTo: null,
    settled: expect.any(Boolean),
  });
  const run = (runTo: string, more: object = {}) => world.api.post('/v1/clock', { runTo, ...more });
  expect((await run('2026-05-01T00:00:00Z', { speed: 1000 })).json).toMatchObject({
    runTo: '2026-05-01T00:00:00.000Z',
    speed: 1000,
  });
  expect((await run('2020-01-01T00:00:00Z')).json.runTo).toBe('2026-04-20T04:00:00.000Z');
  for (const body of [
    { runTo: 'tomorrow' },
    { runTo: '2026-05-01T00:00:00' },
    {},
    { runTo: '2026-05-01T00:00:00Z', speed: 0 },
  ])
    expect((await world.api.post('/v1/clock', body)).status).toBe(422);
});
