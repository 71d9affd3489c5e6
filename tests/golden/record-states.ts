/**
 * Takes states from a running demo: while it lives, a few accounts a second are read as a look would read them, their ids replaced.
 *   npx arrears demo --exit &   then   npx tsx tests/golden/record-states.ts DATABASE_URL [number]
 * Then `npx tsx tests/golden/answer.ts` writes the golden answers anew.
 */
import { sql } from 'kysely';
import { businessNow } from '../../db/clock.ts';
import { openDatabase } from '../../db/database.ts';
import { loadFacts } from '../../db/load-facts.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import { openPool } from '../../platform/pool.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { type GoldenState, writeStates } from './states.ts';

const [url = '', number = '1000'] = process.argv.slice(2);
const A_TIME = 8;
const PAUSE_MS = 1500;

/** Ids say nothing to `decide` but which is which. */
function withoutIds(facts: AccountFacts): AccountFacts {
  const known = new Map<string, string>();
  const text = JSON.stringify(facts, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
  const short = text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
    if (!known.has(id)) known.set(id, `id${known.size}`);
    return known.get(id) as string;
  });
  return JSON.parse(short, (_, value: unknown) =>
    typeof value === 'string' && /^-?\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value,
  ) as AccountFacts;
}

const db = openDatabase(openPool(url, { size: 1, name: 'golden' }));
const states: GoldenState[] = [];

async function readSome(): Promise<GoldenState[]> {
  const now = await businessNow(db);
  const { rows } = await sql<{
    id: string;
  }>`select id from account where evaluated_at is not null order by random() limit ${A_TIME}`.execute(db);
  const facts = await loadFacts(
    db,
    rows.map((row) => row.id),
    now,
    RULEBOOK,
  );
  return [...facts.values()].map((account) => ({ now, facts: withoutIds(account) }));
}

while (states.length < Number(number)) {
  // The demo has ended: what was read is kept.
  const some = await readSome().catch(() => null);
  if (some === null) break;
  states.push(...some);
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}
await db.destroy();
writeStates(states.slice(0, Number(number)));
process.stderr.write(`${states.length} states\n`);
