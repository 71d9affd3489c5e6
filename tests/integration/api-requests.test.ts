/** What every route keeps to: problem details, no 5xx for what is sent, nothing personal repeated, a document that says it all. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Answer, event, openApi } from '../support/api.ts';
import { type ApiWorld, type KnownAccount, openApiWorld } from '../support/api-world.ts';
import { bookFile } from '../support/book-file.ts';
import { createDatabase } from '../support/database.ts';
import { expectProblem } from '../support/expect-problem.ts';
import fc from '../support/property.ts';

const NOW = Date.parse('2026-04-20T12:00:00+08:00');
/** Every path that a file of api/routes/ names. */
const PATHS = readdirSync('api/routes').flatMap((file) =>
  [...readFileSync(`api/routes/${file}`, 'utf8').matchAll(/'(\/(?:v1\/|healthz|readyz)[^']*)'/g)].map(([, path = '']) =>
    path.replace(/:(\w+)/g, '{$1}'),
  ),
);

let world: ApiWorld;
let owner: KnownAccount;
beforeAll(async () => {
  world = await openApiWorld(NOW);
  owner = await world.account();
});
afterAll(() => world.close());

describe('problems', () => {
  test.each<[string, () => Promise<Answer>, number, string]>([
    ['an unknown address', () => world.api.get('/v1/nothing'), 404, 'not-found'],
    ['an unknown account', () => world.api.get('/v1/accounts/harbour/NONE'), 404, 'unknown-account'],
    ['an unknown task', () => world.api.get('/v1/tasks/999999'), 404, 'unknown-task'],
    ['a number that is none', () => world.api.get('/v1/tasks/x'), 422, 'invalid-request'],
    ['NUL in a path', () => world.api.get('/v1/accounts/harbour/A%00'), 422, 'invalid-request'],
    ['NUL in a query', () => world.api.get('/v1/accounts?creditor=%00'), 422, 'invalid-request'],
    ['a path that is not UTF-8', () => world.api.get('/v1/accounts/harbour/%ff'), 400, 'invalid-request'],
    ['a page of nothing', () => world.api.get('/v1/accounts?limit=0'), 422, 'invalid-request'],
    ['too large a page', () => world.api.get('/v1/accounts?limit=1000000'), 422, 'invalid-request'],
    ['an unknown filter', () => world.api.get('/v1/accounts?colour=red'), 422, 'invalid-request'],
    ['a filter given twice', () => world.api.get('/v1/accounts?stage=sms&stage=call'), 422, 'invalid-request'],
    ['an effect that is none', () => world.api.post('/v1/effects/x/retry'), 422, 'invalid-request'],
    [
      'an unknown effect',
      () => world.api.post('/v1/effects/01978c3e-5f00-7000-8000-00000000a001/retry'),
      404,
      'unknown-effect',
    ],
    ['an unknown lane', () => world.api.post('/v1/lanes/pigeon/open'), 422, 'invalid-request'],
    [
      'JSON that is cut',
      () => world.api.send('/v1/clock', '{"runTo":', { 'content-type': 'application/json' }),
      400,
      'invalid-request',
    ],
    ['no body', () => world.api.post('/v1/clock'), 422, 'invalid-request'],
    [
      'another media type',
      () => world.api.send('/v1/clock', '<x/>', { 'content-type': 'text/xml' }),
      415,
      'invalid-request',
    ],
    ['5 MB', () => world.api.post('/v1/clock', { runTo: 'x'.repeat(5 * 1024 * 1024) }), 413, 'invalid-request'],
    [
      'the wall clock',
      () => world.api.post('/v1/clock', { runTo: '2026-05-01T00:00:00Z' }),
      409,
      'clock-not-simulated',
    ],
    ['a method that is none', async () => world.api.post('/v1/summary'), 404, 'not-found'],
  ])('%s', async (_, ask, status, code) => {
    const answer = await ask();
    expect([answer.status, answer.json?.code]).toEqual([status, code]);
    expectProblem(answer);
  });
});

/** Any JSON, and JSON that has the right names with anything behind them. */
const NAMES = [
  'as',
  'fact',
  'data',
  'reason',
  'verdict',
  'outcome',
  'contact',
  'result',
  'parts',
  'runTo',
  'speed',
  'amount',
  'currency',
  'minor',
  'on',
];
const garbage = fc.oneof(
  fc.jsonValue(),
  fc.dictionary(
    fc.constantFrom(...NAMES),
    fc.oneof(fc.jsonValue(), fc.constantFrom('x\u0000y', '\ud800', 'payment', 'sent', 'right-party', '', -1, 1e308)),
  ),
  fc.record({
    fact: fc.constantFrom(
      'payment',
      'promise',
      'balance-update',
      'wrong-number',
      'hold',
      'ladder-answer',
      'charge-off',
    ),
    as: fc.constantFrom('ann', 'a\u0000b', '\ud800'),
    data: fc.dictionary(
      fc.constantFrom(
        'amount',
        'parts',
        'asOf',
        'balance',
        'dues',
        'channel',
        'value',
        'until',
        'on',
        'reference',
        'answer',
        'reason',
      ),
      fc.oneof(
        fc.jsonValue(),
        fc.record({
          currency: fc.constantFrom('TWD', 'XXX'),
          minor: fc.constantFrom('1', '-1', '999999999999999', '1e9', '01'),
        }),
        fc.array(
          fc.record({
            on: fc.constantFrom('2026-05-01', '1900-01-01', '2199-12-31'),
            amount: fc.constant({ currency: 'TWD', minor: '999999999999999' }),
          }),
          { maxLength: 3 },
        ),
        fc.constantFrom('2026-04-20', '1900-01-01', '2199-12-31', 'sms', 'x\u0000'),
      ),
    ),
  }),
);

describe('no body breaks a route', () => {
  const paths = () => [
    `/v1/accounts/${owner.name}/facts`,
    `/v1/accounts/${owner.name}/retry`,
    '/v1/tasks/1/outcome',
    '/v1/tasks/1/approve',
    '/v1/tasks/1/refuse',
    '/v1/effects/01978c3e-5f00-7000-8000-00000000a001/settle',
    '/v1/lanes/sms/close',
    '/v1/clock',
  ];
  test.each([0, 1, 2, 3, 4, 5, 6, 7])('JSON route %#', async (index) => {
    const path = paths()[index] ?? '';
    await fc.assert(
      fc.asyncProperty(garbage, async (body) => {
        const answer = await world.api.post(path, body);
        expect(answer.status).toBeLessThan(500);
        if (answer.status >= 400) expectProblem(answer);
      }),
      { numRuns: 60 },
    );
  });

  test('events', async () => {
    const subjects = [owner.name, owner.person, 'harbour/x\u0000', '', '../..', '\ud800', 'a'.repeat(160)];
    const any = fc.record({
      kind: fc.constantFrom('payment', 'promise', 'bounced', 'delivered', 'stop', 'address-added', '__proto__'),
      subject: fc.constantFrom(...subjects),
      data: garbage,
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(any, garbage), fc.boolean(), async (item, batch) => {
        const value =
          typeof item === 'object' && item !== null && 'kind' in item
            ? event(String(item.kind), String(item.subject), item.data)
            : { source: 'bank', ...(item as object) };
        const answer = await world.api.sendEvent(batch ? [value, value] : value);
        expect(answer.status).toBeLessThan(500);
        expect(answer.body).not.toContain('"status":5');
      }),
      { numRuns: 150 },
    );
  });

  test.each([
    '/v1/imports',
    '/v1/agency-returns/north?creditor=harbour',
    '/v1/bureau-answers/example-bureau?creditor=harbour',
  ])('%s', async (path) => {
    const lines = fc.array(
      fc.oneof(
        fc.string(),
        fc.constantFrom(
          '#end,0,,,,,,,',
          'placement,event,at,minor,currency,to,channel,on,detail',
          bookFile([{}]).trim(),
        ),
      ),
    );
    const files = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      lines.map((some) => Buffer.from(`${some.join('\n')}\n`)),
    );
    await fc.assert(
      fc.asyncProperty(files, async (bytes) => {
        const answer = await world.api.send(path, bytes);
        expect(answer.status).toBeLessThan(500);
        if (answer.status >= 400) expectProblem(answer);
      }),
      { numRuns: 60 },
    );
  });
});

describe('nothing personal comes back', () => {
  const CANARY = 'Zhenzhu Canary';
  const EMAIL = 'canary@example.com';
  const PHONE = '+886 912 345 678';
  const values = [CANARY, EMAIL, PHONE, PHONE.replaceAll(' ', '')];
  const asked: [string, () => Promise<Answer>][] = [
    ...values.flatMap((value): [string, () => Promise<Answer>][] => [
      [
        'a reason',
        () =>
          world.api.post(`/v1/accounts/${owner.name}/facts`, {
            fact: 'hold',
            as: 'ann',
            data: { until: value, reason: value, [value]: value },
          }),
      ],
      ['a kind', () => world.api.post(`/v1/accounts/${owner.name}/facts`, { fact: value, data: {}, [value]: 1 })],
      ['an event', () => world.api.sendEvent(event('stop', owner.person, { channel: value, [value]: value }))],
      ['a contact point', () => world.api.sendEvent(event('wrong-number', owner.person, { channel: 'email', value }))],
      ['a key', () => world.api.sendEvent(event('delivered', undefined, { message: value }))],
      [
        'an envelope',
        () => world.api.sendEvent({ ...event('stop', owner.person, {}), time: value, data: value, specversion: value }),
      ],
      ['cut JSON', () => world.api.sendEvent(null, { raw: `{"source":"bank","data":"${value}` })],
      [
        'cut JSON of a fact',
        () =>
          world.api.send(`/v1/accounts/${owner.name}/facts`, `{"fact":"${value}`, {
            'content-type': 'application/json',
          }),
      ],
      [
        'an outcome',
        () => world.api.post('/v1/tasks/1/outcome', { as: 'ann', outcome: { done: value, contact: value } }),
      ],
      [
        'a return',
        () => world.api.send('/v1/agency-returns/north?creditor=harbour', `placement,event\n${value},${value}\n`),
      ],
      [
        'an answer',
        () =>
          world.api.send('/v1/bureau-answers/example-bureau?creditor=harbour', `account,month\n${value},${value}\n`),
      ],
      [
        'a book',
        () =>
          world.api.send(
            '/v1/imports',
            bookFile([{ name: value, email: value, phone: value, address: value, balance: value, account: value }]),
          ),
      ],
      ['a header of a book', () => world.api.send('/v1/imports', `${value},account\n${value}\n`)],
      ['a query', () => world.api.get(`/v1/accounts?limit=${encodeURIComponent(value)}`)],
    ]),
  ];
  test.each(asked)('%s', async (_, ask) => {
    const answer = await ask();
    for (const value of values) expect(answer.body).not.toContain(value);
    const written = world.api.log.join('');
    for (const value of values) expect(written).not.toContain(value);
  });

  test('an error that nobody foresaw shows a reference; the log has it without the values', async () => {
    const { db } = world.database;
    const broken = new Proxy(db, {
      get: (target, name) =>
        name === 'transaction'
          ? () => {
              throw Object.assign(new Error(`invalid input syntax for type uuid: "${CANARY}"`), {
                code: '22P02',
                detail: `Key (value)=(${EMAIL})`,
              });
            }
          : Reflect.get(target, name),
    });
    const api = await openApi({ ...world.database, db: broken, now: async () => NOW });
    const answer = await api.sendEvent(event('stop', owner.person, { channel: 'sms' }));
    await api.close();
    expect([answer.status, answer.json.code, answer.json.retry]).toEqual([500, 'unexpected', true]);
    expectProblem(answer);
    const reference = /\(([0-9a-f-]{36})\)/.exec(answer.json.detail)?.[1] ?? 'none';
    const line = api.log.find((name) => name.includes(reference)) ?? '';
    expect(JSON.parse(line)).toMatchObject({
      err: { code: '22P02', message: 'invalid input syntax for type uuid: "..."' },
    });
    expect(JSON.parse(line).err.stack).toMatch(/^ {4}at /);
    for (const value of values) expect(answer.body + line).not.toContain(value);
  });
});

describe('what it says of itself', () => {
  test('/openapi.json is OpenAPI 3.1 and names every route', async () => {
    const { json } = await world.api.get('/openapi.json');
    expect(json.openapi).toMatch(/^3\.1\.\d+$/);
    expect(json.info).toMatchObject({ title: 'Arrears', version: '0.1.0' });
    expect(PATHS.length).toBeGreaterThan(20);
    expect(Object.keys(json.paths).sort()).toEqual([...new Set(PATHS)].sort());
  });

  test('each operation has a summary, answers, its parameters, and references that resolve', async () => {
    const { json } = await world.api.get('/openapi.json');
    for (const [path, methods] of Object.entries<Record<string, Record<string, unknown>>>(json.paths)) {
      for (const operation of Object.values(methods)) {
        expect(operation).toMatchObject({ summary: expect.any(String), responses: expect.any(Object) });
        const inPath = ((operation['parameters'] ?? []) as { in: string; name: string; required?: boolean }[]).filter(
          (parameter) => parameter.in === 'path',
        );
        expect(inPath.map((parameter) => `{${parameter.name}}`).sort()).toEqual((path.match(/\{\w+\}/g) ?? []).sort());
        expect(inPath.every((parameter) => parameter.required)).toBe(true);
        const { default: refused } = operation['responses'] as {
          default: { content: Record<string, { schema: { required: string[] } }> };
        };
        expect(refused.content['application/problem+json']?.schema.required).toEqual(
          expect.arrayContaining(['type', 'detail', 'code', 'remedy']),
        );
        expect(
          Object.keys(operation['responses'] as object).every((status) => /^(default|2\d\d|503)$/.test(status)),
        ).toBe(true);
      }
    }
    for (const [, reference = ''] of JSON.stringify(json).matchAll(/"\$ref":"([^"]+)"/g)) {
      const found = reference
        .slice(2)
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], json);
      expect(found).toBeDefined();
    }
  });

  test('what takes a body says which', async () => {
    const { paths } = (await world.api.get('/openapi.json')).json;
    const typesOf = (path: string) => Object.keys(paths[path].post.requestBody.content);
    expect(typesOf('/v1/imports')).toContain('text/csv');
    expect(paths['/v1/imports'].post.requestBody.content['text/csv'].schema).toMatchObject({
      type: 'string',
      format: 'binary',
    });
    expect(typesOf('/v1/events')).toContain('application/cloudevents+json');
    expect(typesOf('/v1/tasks/{no}/outcome')).toEqual(['application/json']);
  });

  test('/healthz and /readyz: Temporal away is said, Postgres away is not ready', async () => {
    const database = await createDatabase(2);
    const api = await openApi({ ...database, now: async () => NOW, temporal: () => Promise.reject(new Error('gone')) });
    expect(await api.get('/healthz')).toMatchObject({ status: 200, json: { ok: true } });
    expect(await api.get('/readyz')).toMatchObject({
      status: 200,
      json: { ready: true, database: 'ok', temporal: 'does not answer' },
    });
    await database.close();
    expect(await api.get('/readyz')).toMatchObject({
      status: 503,
      json: { ready: false, database: 'does not answer' },
    });
    expect((await api.get('/healthz')).status).toBe(200);
    await api.close();
  });
});
