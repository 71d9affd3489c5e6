/** Lists effects with their business keys. No personal values. */
import { type Kysely, sql } from 'kysely';
import type { Channel } from '../../domain/channels.ts';
import type { EffectRow } from '../../domain/contracts/answer.ts';
import type { EffectState } from '../../domain/effects.ts';
import type { Database } from '../schema.ts';

/** Which effects to list; what is left out does not filter. */
interface EffectFilter {
  state?: EffectState | undefined;
  channel?: Channel | undefined;
  /** `creditor/number`. */
  account?: string | undefined;
  /** Id of the last effect of the previous page. */
  after?: string | undefined;
  limit: number;
}
/** Effects by id, a page at a time. */
export async function listEffects(db: Kysely<Database>, filter: EffectFilter): Promise<EffectRow[]> {
  const where = [
    filter.state === undefined ? null : sql`e.state = ${filter.state}`,
    filter.channel === undefined ? null : sql`e.channel = ${filter.channel}`,
    filter.account === undefined ? null : sql`c.code || '/' || a.number = ${filter.account}`,
    filter.after === undefined ? null : sql`e.id > ${filter.after}::uuid`,
  ].filter((item) => item !== null);
  const { rows } = await sql<EffectRow>`
    select e.id as effect, c.code || '/' || a.number as account, e.episode, e.stage, e.step, e.occurrence, e.channel,
      e.state, e.attempt, e.due_at as "dueAt", e.sent_at as "sentAt", e.reason
    from effect e
    join account a on a.id = e.account_id
    join creditor c on c.id = e.creditor_id
    where ${where.length === 0 ? sql`true` : sql.join(where, sql` and `)}
    order by e.id
    limit ${filter.limit}`.execute(db);
  return rows;
}
