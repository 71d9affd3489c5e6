/**
 * Ids of map rows in the real tables. Accounts, persons and addresses have theirs from the start; effects and messages
 * get theirs with the acts.
 */
import { type Kysely, sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Database } from '../../../db/schema.ts';
import { keyOf } from '../../../domain/effect-key.ts';
import type { EffectRow } from '../../../simulation/maps/book.ts';

export class Names {
  private readonly ids = new Map<string, string>();
  private readonly effects = new Map<EffectRow, string>();
  /** Real message and lease, by the claim's token in the maps. */
  readonly leases = new Map<number, { dispatchId: string; token: string; key: string }>();
  /** Real key of a message, by its key in the maps. */
  readonly keys = new Map<string, string>();

  constructor(private readonly db: Kysely<Database>) {}

  /** Id of an account, person, creditor or contact point; a new id for a new name. */
  of(name: string): string {
    const known = this.ids.get(name) ?? uuidv7();
    this.ids.set(name, known);
    return known;
  }

  know(name: string, id: string): void {
    this.ids.set(name, id);
  }

  async effect(row: EffectRow): Promise<string> {
    const known = this.effects.get(row);
    if (known !== undefined) return known;
    const { episode, stage, step, occurrence } = row;
    const found = await this.db
      .selectFrom('effect')
      .select('id')
      .where((eb) => eb.and({ account_id: this.of(row.accountId), episode, stage, step, occurrence }))
      .executeTakeFirst();
    if (found === undefined) throw new Error(`${row.account.number} has no effect ${keyOf(row)}`);
    this.effects.set(row, found.id);
    return found.id;
  }

  /** Id of the fact that its source gave this id. */
  async fact(external: string | null): Promise<string> {
    const fact = this.db.selectFrom('fact').select('id').where('external_id', '=', external);
    return (await fact.executeTakeFirstOrThrow()).id;
  }

  /** Id of an instruction; one that a plan gave is known by the fact that proposed the plan. */
  async instruction(name: string, externalOf: (plan: string) => string | null): Promise<string> {
    const [, plan, order] = /^plan\/([^/]+)\/(.+)$/.exec(name) ?? [];
    if (plan === undefined) return this.of(name);
    const key = `plan/${await this.fact(externalOf(plan))}/${order}`;
    const row = this.db.selectFrom('book_instruction').select('id').where('key', '=', key);
    return (await row.executeTakeFirstOrThrow()).id;
  }

  /** Id of the complaint that a person made at a moment. */
  async complaint(person: string, at: number): Promise<string> {
    const { rows } = await sql<{ id: string }>`
      select id
      from fact
      where person_id = ${this.of(person)}::uuid
        and kind = 'complaint'
        and occurred_at = ${new Date(at)}`.execute(this.db);
    if (rows[0] === undefined) throw new Error('there is no such complaint');
    return rows[0].id;
  }

  /** Number of the open task that asks about an effect's message. */
  async unknownTask(effectId: string): Promise<bigint> {
    const { rows } = await sql<{ no: string }>`
      select t.no
      from task t join effect o on o.id = t.effect_id
      where t.kind = 'settle-unknown' and t.state = 'open'
        and o.dispatch_id = (select dispatch_id from effect where id = ${effectId}::uuid)`.execute(this.db);
    return taskNo(rows);
  }
  async taskOf(effectId: string): Promise<bigint> {
    const { rows } = await sql<{
      no: string;
    }>`select no from task where effect_id = ${effectId}::uuid and state = 'open'`.execute(this.db);
    return taskNo(rows);
  }
}

function taskNo(rows: readonly { no: string }[]): bigint {
  if (rows[0] === undefined) throw new Error('the task is not open');
  return BigInt(rows[0].no);
}
