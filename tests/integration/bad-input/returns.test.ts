/** Files of agencies and bureaus that are not taken, over HTTP: the samples and tests/fixtures/bad-input/returns.ts, row by row. */
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { DAY_MS } from '../../../domain/time.ts';
import { CANARY } from '../../fixtures/bad-input/canary.ts';
import {
  AGENCY,
  ANSWERS,
  type BadReturn,
  BUREAU,
  type Placements,
  RETURNS,
  returnFile,
  SENT,
} from '../../fixtures/bad-input/returns.ts';
import { type ApiWorld, openApiWorld } from '../../support/api-world.ts';
import { expectRefusal, expectSilent, Untouched } from '../../support/bad-input.ts';
import { bookFile } from '../../support/book-file.ts';
import { addCreditor } from '../../support/creditor.ts';
import { addPlacement, ownerOf } from '../../support/engine-rows.ts';

const NOW = Date.parse('2026-04-20T12:00:00+08:00');

let world: ApiWorld;
let untouched: Untouched;
let placements: Placements;
beforeAll(async () => {
  world = await openApiWorld(NOW);
  const db = world.database.db;
  const place = async () => addPlacement(db, await world.account(), NOW - 20 * DAY_MS, 'accepted');
  const [own, elsewhere] = [await place(), await place()];
  await sql`update placement set agency = 'south' where id = ${elsewhere}::uuid`.execute(db);
  await addCreditor(db, 'other');
  await world.api.send('/v1/imports', bookFile([{ creditor: 'other' }]));
  const foreign = await addPlacement(db, await ownerOf(db, 'other/A-1'), NOW - 20 * DAY_MS, 'accepted');
  placements = { own, elsewhere, foreign, nobody: '01978c3e-5f00-7000-8000-00000000a001' };
  const manifest = JSON.stringify({
    v: 1,
    count: SENT.count,
    files: [{ name: 'x.jsonl', bytes: 1, sha256: SENT.sha256[0] }],
  });
  await sql`
    insert into dispatch (id, creditor_id, channel, recipient, key, kind, business_date, result, manifest, created_at)
    select gen_random_uuid(), id, 'bureau', 'example-bureau', 'bureau-key', 'month', '2026-03-31', 'sent', ${manifest}::jsonb, now()
    from creditor where code = 'harbour'`.execute(db);
  // A refusal is kept on purpose: `stuck` shows it.
  untouched = new Untouched(world.database, ['intake_file']);
  await untouched.remember();
});
afterEach(async () => {
  world.api.nudged.length = 0;
  await untouched.settle();
});
afterAll(() => world.close());

const sendReturn = (content: string | Buffer, query = '', agency = 'north') =>
  world.api.send(`/v1/agency-returns/${agency}?creditor=harbour${query}`, content);
const sendAnswer = (content: string | Buffer) =>
  world.api.send('/v1/bureau-answers/example-bureau?creditor=harbour', content);
const sample = (channel: string, name: string): Buffer => readFileSync(`channels/${channel}/samples/${name}`);

/** Refused whole, the first fault at `at`, seen by `stuck`, nothing else written, nothing personal said. */
async function expectRefused(sending: ReturnType<typeof sendReturn>, at: string): Promise<void> {
  const from = world.api.log.length;
  const answer = await sending;
  expectRefusal(answer, { status: 422, code: 'file-refused', at });
  expect(answer.json.faults[0].pointer).toBe(at);
  expectSilent(world.api.log.slice(from).join(''));
  expect(world.api.nudged).toEqual([]);
  await untouched.check();
}
/** `code row column` as a pointer. */
const pointerOf = (fault = '') => `/${fault.split(' ').slice(1).join('/')}`;
const whole = ([, faults]: [string, string[]]) => !faults[0]?.startsWith('empty-file');

describe("an agency's return", () => {
  test.each(Object.entries(AGENCY).filter(whole))('%s', async (name, faults) =>
    expectRefused(sendReturn(sample('agency', name)), pointerOf(faults[0])),
  );
  test.each(RETURNS.map((row): [string, BadReturn] => [row.name, row]))('%s', async (_, { make, at }) =>
    expectRefused(sendReturn(make(placements)), at),
  );
  test('an empty one', async () => expectRefusal(await sendReturn(''), { status: 422, code: 'invalid-request' }));
  test('one of more than 64 MiB', async () => {
    expectRefusal(await sendReturn(Buffer.alloc(64 * 1024 * 1024 + 1, 'x')), { status: 413, code: 'invalid-request' });
  });
  test('of an agency that is a path, or of nobody', async () => {
    expectRefusal(await sendReturn(returnFile([]), '', '..%2f..%2fnorth'), {
      status: 422,
      code: 'invalid-request',
      at: '/agency',
    });
    expectRefusal(await sendReturn(returnFile([]), '', 'west'), { status: 422, code: 'file-refused' });
    await untouched.check();
  });
  test('stuck shows what was refused, and nothing personal', async () => {
    const { body, json } = await world.api.get('/v1/stuck?code=file-refused');
    expect(json.length).toBeGreaterThan(20);
    expectSilent(body);
  });
});

describe("a bureau's answer", () => {
  test.each(Object.entries(BUREAU))('%s', async (name, faults) =>
    expectRefused(sendAnswer(sample('bureau', name)), pointerOf(faults[0])),
  );
  test.each(ANSWERS.map((row): [string, (typeof ANSWERS)[number]] => [row.name, row]))(
    '%s',
    async (_, { content, at }) => expectRefused(sendAnswer(content), at),
  );
});

describe('what looks odd and is taken once', () => {
  const rows = () => [
    { placement: placements.own, event: 'promise', minor: '10000', currency: 'TWD', on: '2026-05-02' },
    { placement: placements.own, event: 'payment', minor: '50000', currency: 'TWD', to: 'agency', detail: CANARY.word },
    { placement: placements.own, event: 'dispute', detail: 'amount' },
  ];
  const kinds = async () =>
    (await world.database.db.selectFrom('fact').select('kind').orderBy('id').execute()).map(({ kind }) => kind);

  test('a file whose name is a path: the name is not kept', async () => {
    expect((await sendReturn(returnFile(rows().slice(1, 2)), '&file=..%2f..%2fetc%2fpasswd')).json).toMatchObject({
      recorded: 1,
    });
    const { rows: files } = await sql<{ name: string }>`
      select counts->>'name' as name from intake_file where state = 'taken' and kind = 'agency-return'`.execute(
      world.database.db,
    );
    expect(files).toEqual([{ name: '' }]);
  });

  test('the same file again, and the same rows in other bytes under another name', async () => {
    const file = returnFile(rows().slice(1, 2));
    expect((await sendReturn(file, '&file=again.csv')).json).toMatchObject({ before: true, recorded: 0 });
    expect((await sendReturn(file.replaceAll('\n', '\r\n'), '&file=other.csv')).json).toMatchObject({
      before: false,
      recorded: 0,
      repeated: 1,
    });
    await untouched.check();
  });

  test('a part first, then the whole; the later file before the earlier one', async () => {
    const before = await kinds();
    await expectRefused(sendReturn(returnFile(rows()).slice(0, 200)), '/3');
    expect((await sendReturn(returnFile(rows()))).json).toMatchObject({ recorded: 2, repeated: 1 });
    expect((await sendReturn(returnFile(rows().slice(0, 2)))).json).toMatchObject({ recorded: 0, repeated: 2 });
    expect(await kinds()).toEqual([...before, 'promise', 'dispute']);
    expectSilent(JSON.stringify(await world.database.db.selectFrom('fact').select('kind').execute()));
  });
});
