/** What a test that evaluates and sends by itself asks of the invariants. */
import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { Rulebook } from '../../domain/rules.ts';
import type { Instant } from '../../domain/time.ts';
import { checkInvariants, type Violation } from '../../engine/checks/check-invariants.ts';

/** Counts wall seconds since an account or an effect was due: here no worker takes it, and a slow test is no fault. */
const isLateOnly = ({ invariant, evidence }: Violation): boolean =>
  invariant === 'workflow-for-each-due-account' || evidence.endsWith('is neither sent nor held');

/** The violations, whatever time has passed on the wall. */
export async function violationsOf(db: Kysely<Database>, rulebook: Rulebook, now: Instant): Promise<Violation[]> {
  const { violations } = await checkInvariants(db, rulebook, now);
  return violations.filter((violation) => !isLateOnly(violation));
}
