/** The income and expense sheets of a person, with what each came to. */
import { type Kysely, sql } from 'kysely';
import { factFromJson } from '../../db/fact-json.ts';
import type { Database } from '../../db/schema.ts';
import { type SheetView, sheetViews } from '../../domain/contracts/sheet-view.ts';
import { inOrder } from '../../domain/fact-order.ts';
import type { PersonFact } from '../../domain/facts.ts';
import { sheetsOf } from './income-sheets.ts';

/** The newest first. */
export async function readSheets(db: Kysely<Database>, personId: string): Promise<SheetView[]> {
  const { rows } = await sql<object>`
    select f.id, f.kind, f.body, (extract(epoch from f.occurred_at) * 1000)::float8 as at, '0' as version, f.source,
      f.external_id as reference
    from fact f
    where f.person_id = ${personId}::uuid
      and f.kind in ('sheet-recorded', 'hardship-ended')
    order by f.occurred_at, f.id`.execute(db);
  const facts = rows.map(factFromJson).sort(inOrder) as PersonFact[];
  return sheetViews(facts, await sheetsOf(db, personId));
}
