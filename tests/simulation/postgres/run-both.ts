/** Runs one seed over both stores: first the maps, then the same acts over the real tables. */
import type { Kysely } from 'kysely';
import type { Database } from '../../../db/schema.ts';
import { runSeed, type SeedResult } from '../run-seed.ts';
import type { RecordedAct } from '../store.ts';
import { beginningOf, writeBeginning, writeCreditors } from './book.ts';
import { differences } from './compare.ts';
import { Names } from './names.ts';
import { doAct } from './replay.ts';

export interface BothResult extends SeedResult {
  acts: number;
  /** Rows that differ, or the first act that went differently. */
  differences: string[];
}

/** `db` must be an empty database. */
export async function runBoth(
  db: Kysely<Database>,
  seed: number,
  size: { accounts?: number; months?: number } = {},
): Promise<BothResult> {
  const names = new Names(db);
  await writeCreditors(db, names);
  let beginning: ReturnType<typeof beginningOf> | undefined;
  const acts: RecordedAct[] = [];
  const result = runSeed(seed, {
    ...size,
    began: (book) => {
      beginning = beginningOf(book, names);
    },
    journal: (act) => void acts.push(act),
  });
  if (beginning !== undefined) await writeBeginning(db, beginning);
  for (const [no, act] of acts.entries()) {
    const failed = await doAct(db, names, act).then(
      () => null,
      (error: unknown) => String(error),
    );
    if (failed !== null)
      return {
        ...result,
        acts: no,
        differences: [`act ${no}, ${act.of} at ${new Date(act.at).toISOString()}: ${failed}`],
      };
  }
  return { ...result, acts: acts.length, differences: await differences(result.book, db) };
}
