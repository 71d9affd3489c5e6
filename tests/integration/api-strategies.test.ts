/** Versions of strategies over HTTP: published by two people, shown, retired, chosen for new accounts, refused. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ApiWorld, openApiWorld } from '../support/api-world.ts';
import { expectRefusal } from '../support/bad-input.ts';
import { strategyText } from '../support/strategies.ts';

const NOW = Date.parse('2026-03-02T12:00:00+08:00');
const AT = new Date(NOW).toISOString();
let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(NOW);
});
afterAll(() => world.close());

const PATH = '/v1/strategies';
const propose = (text: string, as = 'Ann') => world.api.post(PATH, { text, as });
const answer = (id: string, what: 'approve' | 'retire', as = 'Bob') => world.api.post(`${PATH}/${id}/${what}`, { as });
const choose = (strategy: string | null, creditor = 'harbour') =>
  world.api.post(`/v1/creditors/${creditor}/strategy`, { strategy, as: 'Dana' });

describe('a version', () => {
  const text = strategyText('gentle', 1);

  test('is proposed, published by a second person, shown, chosen and retired', async () => {
    const proposed = await propose(text);
    expect([proposed.status, proposed.json]).toEqual([
      201,
      {
        ...{ id: 'gentle@1', name: 'gentle', version: '1', state: 'proposed', segments: 1, ladders: 1, accounts: 0 },
        ...{ digest: expect.stringMatching(/^[0-9a-f]{64}$/), unreadable: false, text, faults: [] },
        ...{ madeBy: 'Ann', madeAt: AT, approvedBy: null, publishedAt: null, retiredBy: null, retiredAt: null },
      },
    ]);
    expectRefusal(await answer('gentle@1', 'approve', 'ann'), { status: 403, code: 'own-approval' });
    expectRefusal(await choose('gentle'), { status: 409, code: 'not-allowed-now' });
    const approved = await answer('gentle@1', 'approve');
    expect([approved.status, approved.json]).toMatchObject([201, { state: 'published', approvedBy: 'Bob' }]);
    expect((await world.api.get(`${PATH}/gentle@1`)).json).toEqual(approved.json);
    const { text: _, faults: __, ...listed } = approved.json;
    expect((await world.api.get(PATH)).json).toEqual([listed]);

    const chosen = await choose('gentle');
    const use = { creditor: 'harbour', strategy: 'gentle', newest: 'gentle@1', madeBy: 'Dana', madeAt: AT };
    expect([chosen.status, chosen.json]).toEqual([201, use]);
    expect((await world.api.get(`${PATH}/uses`)).json).toEqual([use]);

    expect((await answer('gentle@1', 'retire')).json).toMatchObject({ state: 'retired', retiredBy: 'Bob' });
    expect((await world.api.get(`${PATH}/uses`)).json).toEqual([{ ...use, newest: null }]);
    expect((await choose(null)).json).toMatchObject({ strategy: null, newest: null });
  });

  test('with a faulty text: each fault has its line and column', async () => {
    const refused = await propose(strategyText('gentle', 2, ['opens: 91', 'opens: 12']));
    const [line, column] = [25, 24];
    expectRefusal(refused, { status: 422, code: 'strategy-refused', at: `/${line}/${column}` });
    expect(refused.json.detail).toContain(`${line}:${column}  agency opens on day 12, sooner than the code allows.`);
    expect(refused.json.faults[0].words).toContain('Give at least 31');
  });

  test('that is taken', async () => expectRefusal(await propose(text), { status: 409, code: 'not-allowed-now' }));
});

describe('what is refused', () => {
  test.each<[string, () => ReturnType<typeof propose>, number, 'unknown-strategy' | 'unknown-creditor']>([
    ['an unknown version, shown', () => world.api.get(`${PATH}/gentle@77`), 404, 'unknown-strategy'],
    ['an unknown version, approved', () => answer('gentle@77', 'approve'), 404, 'unknown-strategy'],
    ['an unknown version, retired', () => answer('gentle@77', 'retire'), 404, 'unknown-strategy'],
    ['an unknown strategy, chosen', () => choose('harsh'), 404, 'unknown-strategy'],
    ['an unknown creditor', () => choose(null, 'nobody'), 422, 'unknown-creditor'],
  ])('%s', async (_, ask, status, code) => expectRefusal(await ask(), { status, code }));

  test.each<[string, () => ReturnType<typeof propose>, string]>([
    ['no name', () => propose(strategyText('gentle', 3), ' '), '/as'],
    ['no text', () => world.api.post(PATH, { as: 'Ann' }), '/text'],
    ['an id without a version', () => answer('gentle', 'approve'), '/id'],
    ['a version as the name', () => choose('gentle@1'), '/strategy'],
    ['a field too many', () => world.api.post(PATH, { text: '', as: 'Ann', from: 'x' }), '/from'],
  ])('%s', async (_, ask, at) => expectRefusal(await ask(), { status: 422, code: 'invalid-request', at }));
});
