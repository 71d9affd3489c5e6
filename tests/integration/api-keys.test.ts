/** Idempotency-Key: a request that is made again changes nothing and gets the answer of the first. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ApiWorld, type KnownAccount, openApiWorld } from '../support/api-world.ts';
import { bookFile } from '../support/book-file.ts';

const NOW = Date.parse('2026-04-20T12:00:00+08:00');
let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(NOW);
});
afterAll(() => world.close());

const paid = (minor: string) => ({ fact: 'payment', data: { amount: { currency: 'TWD', minor } } });
const factsPath = ({ name }: KnownAccount) => `/v1/accounts/${name}/facts`;
const post = (owner: KnownAccount, key: string, body: object = paid('1000')) =>
  world.api.post(factsPath(owner), body, { 'idempotency-key': key });
const countOf = async ({ accountId }: KnownAccount) =>
  (await world.database.db.selectFrom('fact').select('id').where('account_id', '=', accountId).execute()).length;

describe('Idempotency-Key', () => {
  test('the same request again gets the first answer and records nothing', async () => {
    const owner = await world.account();
    const first = await post(owner, 'key-1');
    const again = await post(owner, 'key-1');
    expect([first.status, first.headers.get('idempotent-replay')]).toEqual([201, null]);
    expect([again.status, again.headers.get('idempotent-replay')]).toEqual([201, 'true']);
    expect(again.json).toEqual(first.json);
    expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
    expect(await countOf(owner)).toBe(1);
  });

  test('without a key each request is one of its own', async () => {
    const owner = await world.account();
    for (let no = 0; no < 2; no += 1) await world.api.post(factsPath(owner), paid('1000'));
    expect(await countOf(owner)).toBe(2);
  });

  test('another body or another account under the same key is refused', async () => {
    const [owner, other] = [await world.account(), await world.account()];
    await post(owner, 'key-2');
    const answers = [await post(owner, 'key-2', paid('2000')), await post(other, 'key-2')];
    for (const answer of answers) expect([answer.status, answer.json.code]).toEqual([422, 'key-reused']);
    expect([await countOf(owner), await countOf(other)]).toEqual([1, 0]);
  });

  test('the key belongs to its route', async () => {
    const owner = await world.account();
    await post(owner, 'key-3');
    const answer = await world.api.post(`/v1/accounts/${owner.name}/retry`, undefined, { 'idempotency-key': 'key-3' });
    expect(answer.status).toBe(200);
  });

  test('ten at once record once: the others wait, or get the answer', async () => {
    const owner = await world.account();
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(owner, 'key-4')));
    expect(await countOf(owner)).toBe(1);
    const [first] = answers.filter((answer) => answer.status === 201);
    for (const answer of answers) {
      if (answer.status === 201) expect(answer.json).toEqual(first?.json);
      else {
        expect([answer.status, answer.json.code, answer.json.retry]).toEqual([409, 'still-running', true]);
        expect(answer.headers.get('retry-after')).toBe('1');
      }
    }
    expect((await post(owner, 'key-4')).json).toEqual(first?.json);
  });

  test('a refused request frees its key', async () => {
    const owner = await world.account();
    expect((await post(owner, 'key-5', paid('0'))).status).toBe(422);
    expect((await post(owner, 'key-5', paid('500'))).status).toBe(201);
  });

  test('a request whose process is gone may be made again after a minute', async () => {
    const owner = await world.account();
    await post(owner, 'key-6');
    const running = (seconds: number) =>
      world.database.db
        .updateTable('idempotency')
        .set({ status: 0, at: new Date(Date.now() - seconds * 1000) })
        .where('key', '=', 'key-6')
        .execute();
    await running(50);
    expect((await post(owner, 'key-6')).json.code).toBe('still-running');
    await running(70);
    expect((await post(owner, 'key-6', paid('9'))).json.code).toBe('key-reused');
    expect((await post(owner, 'key-6')).status).toBe(201);
    expect(await countOf(owner)).toBe(2);
  });

  test('files are keyed by their bytes', async () => {
    const key = { 'idempotency-key': 'key-7' };
    const first = await world.api.send('/v1/imports', bookFile([{ account: 'K-1', person: 'K-1' }]), key);
    const again = await world.api.send('/v1/imports', bookFile([{ account: 'K-1', person: 'K-1' }]), key);
    expect(first.json).toMatchObject({ added: 1 });
    expect(again.json).toEqual(first.json);
    expect((await world.api.send('/v1/imports', bookFile([{ account: 'K-2', person: 'K-2' }]), key)).json.code).toBe(
      'key-reused',
    );
  });

  test('a key is 1 to 255 characters', async () => {
    const owner = await world.account();
    expect((await post(owner, 'x'.repeat(255))).status).toBe(201);
    expect((await post(owner, 'x'.repeat(256))).json.code).toBe('invalid-request');
  });
});
