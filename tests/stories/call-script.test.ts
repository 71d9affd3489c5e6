/** What a caller sees over HTTP, and that what the script offers can be recorded as it stands. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { buildApi } from '../../api/build.ts';
import { DAY_MS } from '../../domain/time.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { on } from '../support/story.ts';
import { StoryWorld } from '../support/story-world.ts';

interface Part {
  on: string;
  amount: { currency: string; minor: string };
}
interface Answer {
  state: string;
  who: { name: string; phones: string[] } | null;
  call: {
    script: { before: object[]; after: object[] };
    offers: { instalments: Part[]; deferral: Part[] };
    outcomes: Record<'contact' | 'result', { name: string }[]>;
  } | null;
  facts?: string[];
}

let world: StoryWorld;
let api: FastifyInstance;
let root: string;
beforeAll(async () => {
  world = await StoryWorld.open();
  const { db, database } = world;
  const now = async () => world.now;
  api = await buildApi({
    db,
    pool: database.pool,
    rulebook: RULEBOOK,
    now,
    nudge: async () => {},
    eventSecrets: new Map(),
    paymentSecrets: new Map(),
  });
  root = await api.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await api.close();
  await world.close();
});

async function ask(path: string, body?: object): Promise<{ status: number; json: Answer }> {
  const init = body
    ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    : {};
  const response = await fetch(root + path, init);
  return { status: response.status, json: (await response.json()) as Answer };
}

test('an open call shows script, offers and outcomes; an ended one does not', async () => {
  world.callersAway = true;
  await world.lender('harbour');
  await world.importRows([{ as_of: on(0), dues: `${on(0)}=1434.00`, language: 'zh-Hans', name: '林梅' }]);
  await world.runTo(world.now + 20 * DAY_MS);
  const [task] = await world.openTasks('call');
  const path = `/v1/tasks/${task}`;

  const { call, who } = (await ask(path)).json;
  if (call === null) throw new Error('no script');
  expect(who).toMatchObject({ name: '林梅', phones: ['+12125550143'] });
  expect(JSON.stringify(call.script.before)).toContain('林梅');
  expect(JSON.stringify(call.script.before)).not.toMatch(/NT\$|A-1/);
  expect(JSON.stringify(call.script.after)).toMatch(/NT\$ 1,434.*NT\$ 478/);
  expect(call.offers.instalments).toHaveLength(3);
  expect(call.offers.deferral).toEqual([{ on: expect.any(String), amount: { currency: 'TWD', minor: '143400' } }]);
  expect(call.outcomes.contact.map((item) => item.name)).toContain('third-party');
  expect(call.outcomes.result).toContainEqual({ name: 'offer-accepted', words: expect.any(String), needs: ['parts'] });

  const outcome = {
    contact: 'right-party',
    result: 'offer-accepted',
    offer: 'instalments',
    parts: call.offers.instalments,
  };
  const recorded = await ask(`${path}/outcome`, { as: 'ann', outcome });
  expect([recorded.status, recorded.json.facts?.length]).toEqual([201, 2]);
  const after = (await ask(path)).json;
  expect([after.state, after.call, after.who]).toEqual(['done', null, null]);
});
