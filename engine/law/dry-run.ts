/** What other rules would change for the open accounts. Reads only; each part of the accounts is one call. */
import { type Kysely, sql } from 'kysely';
import { loadFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import type { DryRunView } from '../../domain/contracts/views.ts';
import { decideToEnd } from '../../domain/decide-to-end.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import { type OwnRules, versionOn } from '../../domain/law/own-rules.ts';
import { changesBetween, type RuleChange } from '../../domain/rule-change.ts';
import { contactDays, type LawfulRulebook, type Rulebook } from '../../domain/rules.ts';
import { type CalendarDate, type Instant, localDate } from '../../domain/time.ts';

/** Accounts read at once, and accounts of one call. */
const BATCH = 500;
const PART = 2000;
/** Accounts that are named. */
export const MOST_EXAMPLES = 20;

/** The rules to try. Facts and moment stay those of now, so that the rules alone make a difference. */
export interface Trial {
  /** Rules in place of the lender's own; those published when left out. */
  own?: OwnRules | undefined;
  /** The day whose rules are tried. */
  on: CalendarDate;
  /** The account after which the part begins. */
  after?: string | undefined;
}

export async function dryRun(
  db: Kysely<Database>,
  rulebook: LawfulRulebook,
  trial: Trial,
  now: Instant,
): Promise<DryRunView> {
  const today = localDate(now, 'UTC');
  const books = { before: rulebook.asOn(today), after: rulebook.asOn(trial.on, trial.own) };
  const counts = new Map<string, RuleChange & { accounts: number }>();
  const seen = { accounts: 0, different: 0, failed: 0, examples: [] as string[] };
  let last = trial.after ?? null;
  while (seen.accounts < PART) {
    const ids = await openAccounts(db, last);
    const facts = await loadFacts(db, ids, now, longerMemory(books));
    for (const account of facts.values()) {
      const changes = changesFor(account, books, now);
      if (changes === null) seen.failed += 1;
      else if (changes.length > 0) {
        seen.different += 1;
        if (seen.examples.length < MOST_EXAMPLES) seen.examples.push(`${account.creditor.code}/${account.number}`);
        for (const change of changes) addTo(counts, change);
      }
    }
    seen.accounts += ids.length;
    last = ids.length < BATCH ? null : (ids.at(-1) ?? null);
    if (last === null) break;
  }
  const version = (own: OwnRules['pack'], on: CalendarDate) => `${own.name}@${versionOn(own, on)}`;
  return {
    inForce: version(rulebook.own, today),
    tried: version(trial.own?.pack ?? rulebook.own, trial.on),
    ...seen,
    changes: [...counts.values()],
    next: last,
  };
}

interface Books {
  before: Rulebook;
  after: Rulebook;
}

/** The changes of an account; null when nothing can be decided about it. */
function changesFor(facts: AccountFacts, { before, after }: Books, now: Instant): RuleChange[] | null {
  try {
    const old = decideToEnd(before.rulesFor(facts), facts, now);
    return changesBetween(old, decideToEnd(after.rulesFor(facts), facts, now), facts.person.zone);
  } catch {
    return null;
  }
}

function addTo(counts: Map<string, RuleChange & { accounts: number }>, change: RuleChange): void {
  const key = `${change.rule} ${change.kind}`;
  const known = counts.get(key) ?? { ...change, accounts: 0 };
  counts.set(key, { ...known, accounts: known.accounts + 1 });
}

/** Reads contacts as far back as either set of rules does. */
function longerMemory({ before, after }: Books): Rulebook {
  return {
    ...before,
    rulesFor: (account) => {
      const [old, fresh] = [before.rulesFor(account), after.rulesFor(account)];
      return contactDays(old) >= contactDays(fresh) ? old : fresh;
    },
  };
}

async function openAccounts(db: Kysely<Database>, after: string | null): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id
    from account
    where closed_at is null
      and (${after}::uuid is null or id > ${after}::uuid)
    order by id
    limit ${BATCH}`.execute(db);
  return rows.map(({ id }) => id);
}
