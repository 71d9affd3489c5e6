/**
 * Consequences of a sent effect, as its step declared them when it was planned: placements are opened and recalled,
 * folders are made.
 */
import { sql, type Transaction } from 'kysely';
import { rowsOf } from '../../db/rows.ts';
import type { Database } from '../../db/schema.ts';
import { bySystem } from '../../domain/act.ts';
import type { AccountStrategy } from '../../domain/facts.ts';
import { groupBy } from '../../domain/group.ts';
import type { Rulebook } from '../../domain/rules.ts';
import type { WhenSent } from '../../domain/stage.ts';
import { addDays, type Instant, localDate } from '../../domain/time.ts';
import { recordFacts } from '../facts/record-facts.ts';
import type { Settled } from './settle.ts';

type Sent = Omit<Settled, 'result' | 'surprising'>;
interface SentContext {
  rulebook: Rulebook;
  /** Business time. */
  now: Instant;
}
type Follow = (trx: Transaction<Database>, effects: readonly Sent[], context: SentContext) => Promise<void>;

const FOLLOW: Readonly<Record<WhenSent, Follow>> = {
  'open-placement': openPlacements,
  'recall-placement': recallPlacements,
  'mark-folder-made': markFoldersMade,
  'acknowledge-complaint': acknowledgeComplaints,
};

/** Applies the consequences of sent effects. They stand even if the ladder has lost the step meanwhile. */
export async function applySent(
  trx: Transaction<Database>,
  effects: readonly Sent[],
  context: SentContext,
): Promise<void> {
  const byDeed = groupBy(effects, (effect) => effect.when_sent);
  for (const [deed, together] of byDeed) if (deed !== null) await FOLLOW[deed](trx, together, context);
}

/** A placement has the id of its handover effect, which the file named. */
async function openPlacements(
  trx: Transaction<Database>,
  effects: readonly Sent[],
  context: SentContext,
): Promise<void> {
  const { now, rulebook } = context;
  const strategies = await readStrategies(trx, accountsOf(effects));
  const rows = effects.map((effect) => ({
    id: effect.id,
    creditor_id: effect.creditor_id,
    account_id: effect.account_id,
    person_id: effect.person_id,
    agency: effect.recipient ?? '',
    term_ends_on: addDays(
      localDate(now, effect.zone),
      rulebook.termsOf(strategies.get(effect.account_id) ?? null).placementDays,
    ),
  }));
  await sql`
    insert into placement (
      id, creditor_id, account_id, person_id, effect_id, agency, state, handed_over_at, term_ends_on)
    select id, creditor_id, account_id, person_id, id, agency, 'handed-over', ${new Date(now)}, term_ends_on
    from ${rowsOf(rows, {
      id: 'uuid',
      creditor_id: 'uuid',
      account_id: 'uuid',
      person_id: 'uuid',
      agency: 'text',
      term_ends_on: 'date',
    })}
    on conflict do nothing`.execute(trx);
}

/** The strategies of the accounts that follow one. */
async function readStrategies(
  trx: Transaction<Database>,
  accountIds: readonly string[],
): Promise<Map<string, AccountStrategy>> {
  const rows = await trx
    .selectFrom('account')
    .select(['id', 'strategy', 'segment', 'segment_since', 'withheld'])
    .where('id', 'in', accountIds)
    .execute();
  return new Map(
    rows.flatMap(({ id, strategy, segment, segment_since: since, withheld }) =>
      strategy === null ? [] : [[id, { id: strategy, segment, since, withheld }] as const],
    ),
  );
}

async function recallPlacements(
  trx: Transaction<Database>,
  effects: readonly Sent[],
  { now }: SentContext,
): Promise<void> {
  await trx
    .updateTable('placement')
    .set({ state: 'recalled', recalled_at: new Date(now) })
    .where('account_id', 'in', accountsOf(effects))
    .where('state', 'in', ['handed-over', 'accepted'])
    .execute();
}

async function markFoldersMade(trx: Transaction<Database>, effects: readonly Sent[]): Promise<void> {
  await trx
    .updateTable('court_case')
    .set({ state: 'folder-made' })
    .where('account_id', 'in', accountsOf(effects))
    .where('state', '=', 'open')
    .execute();
}

/** The receipt of complaints was confirmed by a message: their clocks need nothing more of it. */
async function acknowledgeComplaints(
  trx: Transaction<Database>,
  effects: readonly Sent[],
  { now }: SentContext,
): Promise<void> {
  const { rows } = await sql<{ id: string; personId: string }>`
    select f.id, f.person_id as "personId"
    from effect e
    join fact f on f.person_id = e.person_id
    where e.id = any(${effects.map(({ id }) => id)}::uuid[])
      and f.kind = 'complaint'
      and f.body->'letters'->>'account' = e.account_id::text
      and (f.body->'letters'->>'no')::int = e.occurrence
      and not exists (
        select
        from fact told
        where told.person_id = f.person_id
          and told.kind in ('complaint-acknowledged', 'complaint-closed')
          and told.body->>'of' = f.id::text)
    order by f.no`.execute(trx);
  const act = bySystem(SELF, now);
  for (const { id: of, personId } of rows) {
    const fact = { kind: 'complaint-acknowledged', body: { of, by: SELF }, personId, source: SELF } as const;
    await recordFacts(trx, [{ ...fact, externalId: of, occurredAt: now }], act);
  }
}
/** Who answers for what the engine itself says. */
const SELF = 'arrears';

const accountsOf = (effects: readonly Sent[]): string[] => [...new Set(effects.map((effect) => effect.account_id))];
