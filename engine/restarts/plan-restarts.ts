/**
 * What waits for a review of its restart, and what of it a bulk restart could take. Reads only; one call is one part.
 */
import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { BulkCheck } from '../../domain/bulk-restart.ts';
import type { RestartPlanView } from '../../domain/contracts/restart.ts';
import type { Rulebook } from '../../domain/rules.ts';
import type { Instant } from '../../domain/time.ts';
import { askedAccounts } from './judge-restarts.ts';

/** Accounts that are named of each kind. */
export const MOST_EXAMPLES = 5;

export async function planRestarts(
  db: Kysely<Database>,
  rulebook: Rulebook,
  from: { creditor: string | undefined; after: bigint },
  now: Instant,
): Promise<RestartPlanView> {
  const { accounts, next } = await askedAccounts(db, rulebook, from, now);
  const open = accounts.filter(({ covered }) => !covered);
  const ready = open.filter(({ faults }) => faults.length === 0);
  const failing = new Map<BulkCheck, string[]>();
  for (const { name, faults } of open)
    for (const check of new Set(faults.map((fault) => fault.check)))
      failing.set(check, [...(failing.get(check) ?? []), name]);
  return {
    waiting: accounts.length,
    covered: accounts.length - open.length,
    ready: ready.length,
    examples: ready.slice(0, MOST_EXAMPLES).map(({ name }) => name),
    failing: [...failing].map(([check, names]) => ({
      check,
      accounts: names.length,
      examples: names.slice(0, MOST_EXAMPLES),
    })),
    next: next === null ? null : Number(next),
  };
}
