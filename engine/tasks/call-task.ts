/** Who is to be called for a task, for whom, and the facts of its account: what the caller's script is made of. */
import { type Kysely, sql } from 'kysely';
import { loadFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import type { CreditorTerms } from '../../domain/contracts/creditor.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import type { Language, Recipient } from '../../domain/letter.ts';
import type { Instant } from '../../domain/time.ts';

interface Row {
  account_id: string;
  name: string;
  language: Language;
  creditor: string;
  terms: CreditorTerms;
}

/** Null when the task is no open call. */
export async function readCall(
  db: Kysely<Database>,
  no: bigint,
  now: Instant,
): Promise<{ to: Recipient; facts: AccountFacts } | null> {
  const { rows } = await sql<Row>`
    select t.account_id, p.name, p.language, c.name as creditor, c.terms
    from task t join effect e on e.id = t.effect_id join person p on p.id = coalesce(t.person_id, e.person_id) join creditor c on c.id = t.creditor_id
    where t.no = ${no} and t.kind = 'call' and t.state = 'open'`.execute(db);
  const row = rows[0];
  const facts = row && (await loadFacts(db, [row.account_id], now)).get(row.account_id);
  if (!row || !facts) return null;
  return { to: { name: row.name, language: row.language, creditor: { name: row.creditor, terms: row.terms } }, facts };
}
