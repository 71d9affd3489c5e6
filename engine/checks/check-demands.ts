/**
 * Checks that no demand contains what is disputed or in suspense. Of each account with a dispute about a part or money
 * in suspense, every permit that left meanwhile names what it asked for; that must be no more than what was late and
 * neither disputed nor in suspense, by the facts that the permit saw.
 */
import { type Kysely, sql } from 'kysely';
import { COLLECTING, LEFT } from '../../db/effect-sets.ts';
import { loadStandingFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import type { StandingFacts } from '../../domain/facts.ts';
import { standingOf } from '../../domain/standing.ts';
import type { Instant } from '../../domain/time.ts';

/** A demand that contains what is disputed or in suspense. */
interface DisputedDemand {
  /** `creditor/number` */
  account: string;
  lane: string;
  evidence: string;
}
interface Demand {
  account_id: string;
  account: string;
  lane: string;
  effect: string;
  demanded: string;
  facts_version: bigint;
  given_at: Instant;
}

/** Checks every demand about an account with a dispute about a part, or money in suspense. */
export async function checkDemands(db: Kysely<Database>): Promise<{ checked: number; demands: DisputedDemand[] }> {
  const { rows } = await sql<Demand>`
    select p.account_id, c.code || '/' || a.number as account, e.channel as lane, e.id as effect,
      p.proof->>'demanded' as demanded, p.facts_version,
      (extract(epoch from p.given_at) * 1000)::float8 as given_at
    from permit p
    join effect e on e.id = p.effect_id
    join account a on a.id = p.account_id
    join creditor c on c.id = a.creditor_id
    where p.verdict = 'allow'
      and p.ended in ${LEFT}
      and e.purpose in ${COLLECTING}
      and p.proof->>'demanded' is not null
      and exists (
        select
        from fact f
        where f.account_id = p.account_id
          and f.kind in ('dispute', 'suspense')
          and f.body ?| array['dues', 'minor']
          and f.no < p.no)
    order by p.no`.execute(db);
  const accounts = await loadStandingFacts(db, [...new Set(rows.map((row) => row.account_id))]);
  const demands = rows.flatMap((row) => {
    const account = accounts.get(row.account_id);
    return account === undefined ? [] : excessOf(row, account);
  });
  return { checked: rows.length, demands };
}

function excessOf({ account, lane, effect, demanded, ...permit }: Demand, facts: StandingFacts): DisputedDemand[] {
  const seen = facts.facts.filter(({ version }) => version <= permit.facts_version);
  const { disputed, suspense, late, undisputed, chargedOff } = standingOf({ ...facts, facts: seen }, permit.given_at);
  if (disputed === null && suspense === 0n) return [];
  const due = late.reduce((sum, { minor }) => sum + minor, 0n);
  const most = chargedOff ? undisputed : due;
  if (BigInt(demanded) <= most) return [];
  return [{ account, lane, evidence: `effect ${effect} asked for ${demanded}, undisputed were ${most}` }];
}
