/** Accounts of a book imported over HTTP, for tests of the API. Nothing has been evaluated yet. */
import { loadStandingFacts } from '../../db/load-facts.ts';
import { type Standing, standingOf } from '../../domain/standing.ts';
import type { Instant } from '../../domain/time.ts';
import { type ApiGround, openApi, type TestApi } from './api.ts';
import { bookFile } from './book-file.ts';
import { addCreditor } from './creditor.ts';
import { createDatabase, type TestDatabase } from './database.ts';
import { type Owner, ownerOf } from './engine-rows.ts';

export interface KnownAccount extends Owner {
  /** `harbour/number` */
  name: string;
  /** `harbour/person:number` */
  person: string;
}
export interface ApiWorld {
  api: TestApi;
  database: TestDatabase;
  /** Business time, set by the tests. */
  now: Instant;
  /** A new account with one due of 1,434.00. Its person has an e-mail address and a phone. */
  account(): Promise<KnownAccount>;
  standing(accountId: string): Promise<Standing>;
  close(): Promise<void>;
}

export async function openApiWorld(now: Instant, more: Pick<ApiGround, 'patience'> = {}): Promise<ApiWorld> {
  const database = await createDatabase();
  await addCreditor(database.db, 'harbour');
  const world: Pick<ApiWorld, 'now'> = { now };
  const api = await openApi({ ...database, ...more, now: async () => world.now });
  let count = 0;
  return Object.assign(world, {
    api,
    database,
    async account() {
      count += 1;
      const [number, person] = [`A-${count}`, `P-${count}`];
      const cells = {
        account: number,
        person,
        email: `lin.mei${count}@example.com`,
        phone: `+1 212-555-0${110 + count}`,
        dues: '2026-03-01=1434.00',
      };
      const answer = await api.send('/v1/imports', bookFile([cells]));
      if (answer.status !== 200 || answer.json.added !== 1) throw new Error(`the book was refused: ${answer.body}`);
      const owner = await ownerOf(database.db, `harbour/${number}`);
      api.nudged.length = 0;
      return { ...owner, name: `harbour/${number}`, person: `harbour/person:${person}` };
    },
    async standing(accountId: string) {
      const facts = (await loadStandingFacts(database.db, [accountId])).get(accountId);
      if (!facts) throw new Error('no such account');
      return standingOf(facts, world.now);
    },
    async close() {
      await api.close();
      await database.close();
    },
  });
}
