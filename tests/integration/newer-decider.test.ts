/** Deciders of different releases on one database. */
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { RULES } from '../../stages/rules.ts';
import { useTestEngine } from '../support/fixtures.ts';

const engine = useTestEngine('each test');

test('while a newer decider works, an older one neither evaluates nor claims', async () => {
  const [id = ''] = await engine.book([{}]);
  await engine.look([id]);
  const { id: effect } = await engine.effect();
  const newer = uuidv7();
  await sql`insert into worker (id, decider) values (${newer}::uuid, ${RULES.version + 1})`.execute(engine.db);
  await expect(engine.look([id])).rejects.toMatchObject({ code: 'schema-too-new' });
  await expect(engine.claim([effect])).rejects.toMatchObject({ code: 'schema-too-new' });
  expect(await engine.effect()).toMatchObject({ state: 'planned', attempt: 0 });
  await sql`delete from worker where id = ${newer}::uuid`.execute(engine.db);
  await engine.look([id]);
  expect(await engine.claim([effect])).toHaveLength(1);
});
