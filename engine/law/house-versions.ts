/** Versions of the lender's own rules: one person proposes them, a second one publishes them for a date to come. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import { type Act, isSamePerson } from '../../domain/act.ts';
import { ownRulesOf, type RuleFile, RuleShape } from '../../domain/contracts/rule-file.ts';
import type { HouseVersionView } from '../../domain/contracts/views.ts';
import { type PublishedRules, versionsThatHold } from '../../domain/law/own-rules.ts';
import { Problem } from '../../domain/problems.ts';
import type { LawfulRulebook } from '../../domain/rules.ts';
import { type CalendarDate, type Instant, localDate } from '../../domain/time.ts';
import { digestOf } from './digest.ts';
import { recordPacks } from './record-packs.ts';

/** Where a date begins first and where it begins last. */
const FIRST_ZONE = 'Pacific/Kiritimati';
const LAST_ZONE = 'Etc/GMT+12';
/** Key of the advisory lock of who publishes; the same in all processes. */
const PUBLISH_LOCK = 7_303_000;

/** Whether the date has begun somewhere. */
const hasBegun = (date: CalendarDate, now: Instant): boolean => localDate(now, FIRST_ZONE) >= date;

/** Whether the date has begun for everybody, wherever they live. */
export const hasBegunEverywhere = (date: CalendarDate, now: Instant): boolean => localDate(now, LAST_ZONE) >= date;

/** The versions published up to a revision, in the order of publication. */
export async function readPublished(db: Kysely<Database>, revision: number): Promise<PublishedRules[]> {
  if (revision === 0) return [];
  const rows = await db
    .selectFrom('house_rules')
    .select(['content', 'holds_from'])
    .where('revision', '<=', revision)
    .orderBy('revision')
    .execute();
  return rows.map(({ content, holds_from }) => ({ ...ownRulesOf(RuleShape.parse(content)), holdsFrom: holds_from }));
}

/**
 * Proposes rules that are to hold from a date on. Throws `not-allowed-now` when the date has begun somewhere, or the
 * version is taken.
 */
export async function proposeVersion(
  db: Kysely<Database>,
  base: LawfulRulebook['base'],
  { file, holdsFrom }: { file: RuleFile; holdsFrom: CalendarDate },
  { now, actor }: Act,
): Promise<{ version: string; digest: string }> {
  const { version } = file;
  refuseBegun(holdsFrom, now);
  const digest = digestOf(ownRulesOf(file).pack);
  const taken = notAllowed(`version ${version} is taken`, 'Give the file a version of its own.');
  return inTransaction(db, async (trx) => {
    if (version === base.pack.version || (await hasJudged(trx, version))) throw taken;
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('house_rules')
      .values({
        version,
        digest,
        content: JSON.stringify(file),
        holds_from: holdsFrom,
        made_by: actor.name,
        made_at: new Date(now),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 0n) throw taken;
    return { version, digest };
  });
}

/** Whether own rules judged under this version. */
async function hasJudged(trx: Transaction<Database>, version: string): Promise<boolean> {
  const rows = await trx
    .selectFrom('law_pack')
    .select('version')
    .where('name', '=', 'house')
    .where('version', '=', version)
    .execute();
  return rows.length > 0;
}

/**
 * Publishes a proposed version. Throws `unknown-version`, `own-approval` when the actor proposed it, `not-allowed-now`
 * when it is published or its date has begun, `pack-changed` when a file judged under the version meanwhile.
 */
export async function approveVersion(db: Kysely<Database>, version: string, { now, actor }: Act): Promise<void> {
  await inTransaction(db, async (trx) => {
    await sql`select pg_advisory_xact_lock(${PUBLISH_LOCK})`.execute(trx);
    const row = await trx
      .selectFrom('house_rules')
      .select(['made_by', 'holds_from', 'revision', 'content'])
      .where('version', '=', version)
      .executeTakeFirst();
    if (!row) throw new Problem('unknown-version', { version });
    if (row.revision !== null)
      throw notAllowed(`version ${version} is published`, 'npx arrears law versions shows since when it holds.');
    if (isSamePerson(row.made_by, actor.name)) throw new Problem('own-approval', { name: actor.name });
    refuseBegun(row.holds_from, now);
    await recordPacks(trx, [ownRulesOf(RuleShape.parse(row.content)).pack]);
    await trx
      .updateTable('house_rules')
      .set({
        approved_by: actor.name,
        published_at: new Date(now),
        revision: sql<number>`(select coalesce(max(revision), 0) + 1 from house_rules)`,
      })
      .where('version', '=', version)
      .execute();
  });
}

/** A day that has begun somewhere keeps the rules by which it was begun. */
function refuseBegun(holdsFrom: CalendarDate, now: Instant): void {
  if (!hasBegun(holdsFrom, now)) return;
  throw notAllowed(`${holdsFrom} has begun somewhere`, 'Publish for a later date; the file may stay as it is.');
}

const notAllowed = (reason: string, remedy: string) => new Problem('not-allowed-now', { reason, remedy });

/** The rules before the first published version, then every version in the order of its proposal. */
export async function listVersions(
  db: Kysely<Database>,
  { base }: LawfulRulebook,
  now: Instant,
): Promise<HouseVersionView[]> {
  const rows = await db.selectFrom('house_rules').selectAll().orderBy('made_at').orderBy('version').execute();
  const published = rows
    .filter(({ revision }) => revision !== null)
    .sort((a, b) => (a.revision as number) - (b.revision as number))
    .map(({ version, holds_from }) => ({ version, holdsFrom: holds_from }));
  const holding = versionsThatHold(published);
  const begun = holding.filter(({ holdsFrom }) => hasBegun(holdsFrom, now));
  const last = begun.at(-1)?.version;
  const iso = (at: Instant | null) => (at === null ? null : new Date(at).toISOString());
  return [
    {
      version: base.pack.version,
      state: last === undefined ? 'holds' : 'ended',
      holdsFrom: null,
      digest: digestOf(base.pack),
      rules: base.pack.rules.length,
      madeBy: null,
      madeAt: null,
      approvedBy: null,
      publishedAt: null,
    },
    ...rows.map(({ version, holds_from, digest, content, made_by, made_at, approved_by, published_at, revision }) => ({
      version,
      state: stateOf({ version, revision, holdsFrom: holds_from }, { holding, begun, last }, now),
      holdsFrom: holds_from,
      digest,
      rules: RuleShape.parse(content).rules.length,
      madeBy: made_by,
      madeAt: iso(made_at),
      approvedBy: approved_by,
      publishedAt: iso(published_at),
    })),
  ];
}

interface Holding {
  holding: readonly { version: string }[];
  begun: readonly { version: string }[];
  last: string | undefined;
}
function stateOf(
  { version, revision, holdsFrom }: { version: string; revision: number | null; holdsFrom: CalendarDate },
  { holding, begun, last }: Holding,
  now: Instant,
): HouseVersionView['state'] {
  const isAmong = (versions: Holding['holding']) => versions.some((known) => known.version === version);
  if (revision === null) return hasBegun(holdsFrom, now) ? 'lapsed' : 'proposed';
  if (!isAmong(holding)) return 'replaced';
  if (version === last) return 'holds';
  return isAmong(begun) ? 'ended' : 'waits';
}
