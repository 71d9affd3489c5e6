/** Tasks for people: the row that callers and staff see. The effect that opens it has reached the outside then. */
import { sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Database } from '../../db/schema.ts';
import { HOUR_MS, type Instant } from '../../domain/time.ts';
import type { Judged } from './gather-due.ts';

/** Hours after which an open task shows as stuck, by kind. */
const HOURS: Readonly<Record<string, number>> = { call: 12 };
const HOURS_ELSE = 5 * 24;

/** Opens a task for each effect of the claim that is one, and ends its permit. */
export async function openTasks(trx: Transaction<Database>, judged: readonly Judged[], now: Instant): Promise<void> {
  const rows = judged
    .filter((judged) => judged.effect.task !== null && judged.state === 'sent')
    .map(({ effect }) => ({
      id: uuidv7(),
      effect_id: effect.id,
      kind: effect.task,
      due_at: new Date(now + (HOURS[effect.task ?? ''] ?? HOURS_ELSE) * HOUR_MS).toISOString(),
    }));
  if (rows.length === 0) return;
  await sql`
    with r as (select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, effect_id uuid, kind text, due_at timestamptz)),
    sent as (
      update effect e set state = 'sent', sent_at = ${new Date(now)}, settled_at = ${new Date(now)} from r where e.id = r.effect_id
      returning e.id, e.creditor_id, e.account_id, e.person_id)
    insert into task (id, creditor_id, account_id, person_id, effect_id, kind, opened_at, due_at)
    select r.id, s.creditor_id, s.account_id, s.person_id, s.id, r.kind, ${new Date(now)} , r.due_at from r join sent s on s.id = r.effect_id
    on conflict (effect_id) do nothing`.execute(trx);
}
