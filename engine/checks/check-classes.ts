/**
 * Checks the classes of every open account that does not wait to be scored: what is stored must be what its stored
 * score, its facts and its last classes give today.
 */
import { type Kysely, sql } from 'kysely';
import { loadStandingFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import { inSnapshot } from '../../db/transaction.ts';
import { classesOf } from '../../domain/strategy/classes.ts';
import type { Instant } from '../../domain/time.ts';
import { readHeardElsewhere } from '../score/read-behaviour.ts';
import { readHeld, scoredClasses } from '../score/stored-score.ts';

const BATCH = 500;
const MAX_ROWS = 1000;

interface Stored {
  id: string;
  account: string;
  ability: string;
  willingness: string;
  score: unknown;
  held: unknown;
}
/** An account whose classes are not what they should be. */
interface Unequal {
  /** `creditor/number` */
  account: string;
  evidence: string;
}

/** Checks all of them. `now` is business time. Stops after the batch that exceeds 1,000 findings. */
export async function checkClasses(
  db: Kysely<Database>,
  now: Instant,
): Promise<{ checked: number; unequal: Unequal[] }> {
  const unequal: Unequal[] = [];
  let checked = 0;
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows, accounts, heard } = await inSnapshot(db, (snapshot) => readBatch(snapshot, after, now));
    const last = rows.at(-1);
    if (last === undefined || unequal.length > MAX_ROWS) return { checked, unequal };
    for (const row of rows) {
      const account = accounts.get(row.id);
      if (account === undefined) continue;
      checked += 1;
      const behaviour = { account, heardElsewhereOn: heard.get(row.id) ?? null };
      const told = classesOf(scoredClasses(row.score), behaviour, now, readHeld(row.held));
      if (told.ability === row.ability && told.willingness === row.willingness) continue;
      unequal.push({
        account: row.account,
        evidence: `stored are ability ${row.ability} and willingness ${row.willingness}, by score and facts they are ${told.ability} and ${told.willingness}`,
      });
    }
    after = last.id;
  }
}

/** From one moment: a fact told meanwhile makes no account wrong. */
async function readBatch(db: Kysely<Database>, after: string, now: Instant) {
  const rows = await readStored(db, after, now);
  const ids = rows.map(({ id }) => id);
  return { rows, accounts: await loadStandingFacts(db, ids), heard: await readHeardElsewhere(db, ids, now) };
}

async function readStored(db: Kysely<Database>, after: string, now: Instant): Promise<Stored[]> {
  const { rows } = await sql<Stored>`
    select a.id, c.code || '/' || a.number as account, s.ability, s.willingness, s.score, s.held
    from account_score s
    join account a on a.id = s.account_id
    join creditor c on c.id = a.creditor_id
    where s.account_id > ${after}::uuid
      and a.closed_at is null
      and s.scored_at is not null
      and s.changed_at is null
      and (s.again_at is null or s.again_at > ${new Date(now)})
    order by s.account_id
    limit ${BATCH}`.execute(db);
  return rows;
}
