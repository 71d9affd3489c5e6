/**
 * Judges sends again, by the law of their time on what was known then: what the claim forgot, or read wrongly, shows
 * here. Permits are read by ranges of their numbers, which have an index, never the whole table.
 */
import { type Kysely, sql } from 'kysely';
import { LEFT } from '../../db/effect-sets.ts';
import type { Database } from '../../db/schema.ts';
import { judgeAgain } from '../../domain/judge-again.ts';
import type { Finding } from '../../domain/law/judge.ts';
import { contactDays, type Rulebook } from '../../domain/rules.ts';
import type { Instant } from '../../domain/time.ts';
import { knownThen, type LeftPermit, readKnown } from './known-then.ts';

/** Numbers of permits and facts that are looked at together. */
const RANGE = 2_000n;
const MAX_BREACHES = 1_000;

/** A send against which a rule of its time stands. */
export interface Breach {
  readonly account: string;
  readonly lane: string;
  readonly evidence: string;
}
/** What was judged, and what could not be, by the reason. */
export interface SendsJudged {
  checked: number;
  breaches: Breach[];
  notProvable: Map<string, number>;
}

interface StoredPermit extends LeftPermit {
  readonly account: string;
}

/** Judges what was permitted with a number in the range, its start excluded. */
export async function judgeSendsBetween(
  db: Kysely<Database>,
  rulebook: Rulebook,
  after: bigint,
  upTo: bigint,
): Promise<SendsJudged> {
  const all = nothingJudged();
  for (let end = upTo; end > after; end -= RANGE) {
    const start = end - RANGE > after ? end - RANGE : after;
    await judgePermits(db, rulebook, await readPermits(db, start, end), all);
  }
  return all;
}

/** Judges what was permitted since a moment of business time, the newest first; stops at 1,000 breaches. */
export async function judgeSendsSince(
  db: Kysely<Database>,
  rulebook: Rulebook,
  newest: bigint,
  since: Instant,
): Promise<SendsJudged> {
  const all = nothingJudged();
  for (let end = newest; end > 0n && all.breaches.length < MAX_BREACHES; end -= RANGE) {
    const permits = await readPermits(db, end - RANGE, end);
    const wanted = permits.filter(({ givenAt }) => givenAt >= since);
    if (permits.length > 0 && wanted.length === 0) break;
    await judgePermits(db, rulebook, wanted, all);
  }
  return all;
}

const nothingJudged = (): SendsJudged => ({ checked: 0, breaches: [], notProvable: new Map() });

async function readPermits(db: Kysely<Database>, after: bigint, upTo: bigint): Promise<StoredPermit[]> {
  const { rows } = await sql<StoredPermit>`
    select
      p.id, p.no, p.account_id as "accountId", e.person_id as "personId", p.effect_id as "effectId",
      c.code || '/' || a.number as account, p.given_at as "givenAt", p.local_date as "localDate", p.law, p.proof,
      e.stage, e.step, e.channel, e.purpose
    from permit p
    join effect e on e.id = p.effect_id
    join account a on a.id = p.account_id
    join creditor c on c.id = a.creditor_id
    where p.no > ${after}
      and p.no <= ${upTo}
      and p.verdict = 'allow'
      and p.ended in ${LEFT}
      and e.state in ${LEFT}
    order by p.no desc`.execute(db);
  return rows;
}

async function judgePermits(
  db: Kysely<Database>,
  rulebook: Rulebook,
  permits: readonly StoredPermit[],
  all: SendsJudged,
): Promise<void> {
  if (permits.length === 0) return;
  const known = await readKnown(db, permits, Math.max(0, ...rulebook.all.map(contactDays)));
  for (const permit of permits) {
    const facts = knownThen(permit, known);
    if (facts === null) continue;
    const judged = judgeAgain(rulebook, permit, facts);
    if (judged.kind === 'not-provable') all.notProvable.set(judged.why, (all.notProvable.get(judged.why) ?? 0) + 1);
    else all.checked += 1;
    for (const finding of judged.kind === 'judged' ? judged.findings : []) all.breaches.push(breachOf(permit, finding));
  }
}

function breachOf({ id, account, channel, effectId, givenAt }: StoredPermit, finding: Finding): Breach {
  const { rule, severity, words } = finding;
  const at = new Date(givenAt).toISOString();
  const evidence = `effect ${effectId} left at ${at} against ${rule} (${severity}): ${words}; permit ${id}`;
  return { account, lane: channel, evidence };
}
