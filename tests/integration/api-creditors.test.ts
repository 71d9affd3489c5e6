/** Creditors over HTTP: added and changed while the API runs, and what is refused of them. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadFacts } from '../../db/load-facts.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { CREDITORS } from '../fixtures/bad-input/configuration.ts';
import { type ApiWorld, openApiWorld } from '../support/api-world.ts';
import { expectRefusal, expectSilent, Untouched } from '../support/bad-input.ts';
import { bookFile } from '../support/book-file.ts';
import { TEST_CREDITOR } from '../support/creditor.ts';
import { ownerOf } from '../support/engine-rows.ts';

const NOW = Date.parse('2026-03-02T12:00:00+08:00');
let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(NOW);
});
afterAll(() => world.close());

const add = (...creditors: unknown[]) => world.api.post('/v1/creditors', creditors);
const SECOND = { ...TEST_CREDITOR, code: 'second', name: 'Second Bank', currency: 'HUF' };

describe('a creditor that is added', () => {
  test('is known to the next import and list, with cycles for its files', async () => {
    const book = bookFile([{ creditor: 'second', account: 'S-1', currency: 'HUF' }]);
    expect((await world.api.send('/v1/imports', book)).json.refusals[0].code).toBe('unknown-creditor');
    const answer = await add(SECOND);
    expect([answer.status, answer.json]).toEqual([200, [{ creditor: 'second', change: 'added' }]]);
    expect((await world.api.send('/v1/imports', book)).json).toMatchObject({ added: 1, refused: 0 });
    const listed = (await world.api.get('/v1/creditors')).json;
    expect(listed.map(({ creditor }: { creditor: string }) => creditor)).toEqual(['harbour', 'second']);
    const cycles = await world.database.db
      .selectFrom('cycle')
      .innerJoin('creditor', 'creditor.id', 'cycle.creditor_id')
      .select(['kind', 'recipient'])
      .where('code', '=', 'second')
      .orderBy('kind')
      .execute();
    expect(cycles).toEqual([
      { kind: 'agency-day', recipient: 'north' },
      { kind: 'bureau-month', recipient: 'example-bureau' },
    ]);
  });

  test('again: unchanged; with other terms: changed, and the next evaluation and claim read them', async () => {
    await add(SECOND);
    const { accountId } = await ownerOf(world.database.db, 'second/S-1');
    const floorOf = async () =>
      (await loadFacts(world.database.db, [accountId], NOW, RULEBOOK)).get(accountId)?.creditor.placementFloor;
    expect((await add(SECOND)).json).toEqual([{ creditor: 'second', change: 'unchanged' }]);
    expect(await floorOf()).toBe(100_000n);
    const floors = { ...SECOND.terms.floors, placement: '250000' };
    const answer = await add({ ...SECOND, terms: { ...SECOND.terms, floors } }, { ...SECOND, code: 'third' });
    expect(answer.json).toEqual([
      { creditor: 'second', change: 'changed' },
      { creditor: 'third', change: 'added' },
    ]);
    expect(await floorOf()).toBe(250_000n);
  });

  test('two requests at once add it once', async () => {
    const fresh = { ...SECOND, code: 'fourth' };
    const answers = await Promise.all([add(fresh), add(fresh), add(fresh)]);
    const changes = answers.map(({ json }) => json[0].change).sort();
    expect(changes).toEqual(['added', 'unchanged', 'unchanged']);
  });
});

describe('what is refused', () => {
  test.each([...CREDITORS])('%s', async (_, content) => {
    const untouched = new Untouched(world.database, ['idempotency']);
    await add({ ...TEST_CREDITOR });
    await untouched.remember();
    const from = world.api.log.length;
    const answer = await world.api.send('/v1/creditors', content, { 'content-type': 'application/json' });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.json).toMatchObject({ code: 'invalid-request', remedy: expect.any(String) });
    expectSilent(answer.body + world.api.log.slice(from).join(''));
    await untouched.check();
  });

  test('another zone or currency names the creditor', async () => {
    const answer = await add({ ...TEST_CREDITOR, zone: 'Europe/Berlin' });
    expectRefusal(answer, { status: 422, code: 'invalid-request' });
    expect(answer.json.detail).toContain('harbour: zone and currency of a known creditor cannot change');
  });
});
