/** Requests over HTTP that are not taken: tests/fixtures/bad-input/http.ts, row by row, each as bytes over a socket. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  ACCOUNT,
  ADDRESSES,
  AMOUNTS,
  type BadRequest,
  DATES,
  FACTS,
  JSON_BODIES,
  MEDIA_TYPES,
  PROTOCOL,
  paid,
  RAW,
  TAKEN,
  TEXTS,
} from '../../fixtures/bad-input/http.ts';
import { type ApiWorld, openApiWorld } from '../../support/api-world.ts';
import { expectRefusal, expectSilent, Untouched } from '../../support/bad-input.ts';
import { type RawAnswer, sendRaw } from '../../support/raw-http.ts';

const NOW = Date.parse('2026-04-20T12:00:00+08:00');
/** Short enough for a test, long enough for a good request on a busy machine. */
const TIMEOUTS = { headersMs: 700, requestMs: 900, lookMs: 50 };

let world: ApiWorld;
let untouched: Untouched;
beforeAll(async () => {
  world = await openApiWorld(NOW, { patience: TIMEOUTS });
  expect((await world.account()).name).toBe(ACCOUNT);
  untouched = new Untouched(world.database);
  await untouched.remember();
});
afterEach(async () => {
  world.api.nudged.length = 0;
  await untouched.settle();
});
afterAll(() => world.close());

type Request = Omit<BadRequest, 'status' | 'code'>;
function send({
  method = 'POST',
  target = FACTS,
  headers = [['content-type', 'application/json']],
  ...rest
}: Request): Promise<RawAnswer> {
  const { body = method === 'POST' || method === 'PATCH' || method === 'PUT' ? paid() : '' } = rest;
  const bytes = Buffer.from(body as string);
  const length = bytes.length > 0 || method === 'POST' ? [`content-length: ${bytes.length}`] : [];
  const lines = [
    `${method} ${target} HTTP/1.1`,
    'host: localhost',
    'connection: close',
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...length,
  ];
  return sendRaw(world.api.root, [`${lines.join('\r\n')}\r\n\r\n`, bytes]);
}

async function expectNothing(from: number): Promise<void> {
  expectSilent(world.api.log.slice(from).join(''));
  expect(world.api.nudged).toEqual([]);
  await untouched.check();
}

describe.each([
  ['media types', MEDIA_TYPES],
  ['bodies', JSON_BODIES],
  ['amounts', AMOUNTS],
  ['dates', DATES],
  ['texts', TEXTS],
  ['addresses', ADDRESSES],
  ['protocol', PROTOCOL],
])('%s', (_, rows) => {
  test.each(rows.map((row): [string, BadRequest] => [row.name, row]))('%s', async (_name, row) => {
    const from = world.api.log.length;
    const answer = await send(row);
    expectRefusal(answer, row);
    expect(answer.head).toMatch(/content-type: application\/problem\+json/i);
    expectSilent(answer.head);
    await expectNothing(from);
  });
});

describe('bytes', () => {
  test.each(RAW.map((row): [string, (typeof RAW)[number]] => [row.name, row]))(
    '%s',
    async (_name, { pieces, pauseMs = 0, status }) => {
      const from = world.api.log.length;
      const answer = await sendRaw(world.api.root, pieces, { pauseMs });
      if (status === 0) expect(answer).toMatchObject({ status: 0, body: '', closed: true });
      else expectRefusal(answer, { status, code: 'invalid-request' });
      await expectNothing(from);
    },
  );
});

test('HEAD answers as GET does, without a body', async () => {
  const answer = await send({ name: 'HEAD', method: 'HEAD', target: `/v1/accounts/${ACCOUNT}` });
  expect([answer.status, answer.body]).toEqual([200, '']);
  await untouched.check();
});

test('what is only odd is taken', async () => {
  for (const row of TAKEN) expect([row.name, (await send(row)).status]).toEqual([row.name, 201]);
});

test('100 at once under one key are one', async () => {
  const headers = [
    ['content-type', 'application/json'],
    ['idempotency-key', 'hundred'],
  ] as const;
  const count = async () => (await world.database.db.selectFrom('fact').select('id').execute()).length;
  const before = await count();
  const answers = await Promise.all(Array.from({ length: 100 }, () => send({ name: 'one', headers })));
  expect(await count()).toBe(before + 1);
  for (const { status } of answers) expect([201, 409]).toContain(status);
  expect(new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body)).size).toBe(1);
});
