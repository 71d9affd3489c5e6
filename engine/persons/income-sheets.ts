/** Income and expense sheets of persons. No other file reads or writes their figures. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Database } from '../../db/schema.ts';
import type { SheetTeller } from '../../domain/care/affordability/sheet-facts.ts';
import type { IncomeExpense } from '../../domain/contracts/income-expense.ts';
import type { CalendarDate, Instant } from '../../domain/time.ts';

/** The version of the stored form. */
const FORM = 1;

/** A sheet as it arrives. */
interface NewSheet {
  creditorId: string;
  personId: string;
  on: CalendarDate;
  toldBy: SheetTeller;
  /** Who recorded it: a name, or the source. */
  by: string;
  at: Instant;
  sheet: IncomeExpense;
}

/** Stores a sheet beside the earlier ones. Returns its id. */
export async function storeSheet(trx: Transaction<Database>, told: NewSheet): Promise<string> {
  const { creditorId, personId, on, toldBy, by, at, sheet } = told;
  const id = uuidv7();
  const lines = sheet.lines.map(({ line, amount, per }) => ({ line, amount, per }));
  await sql`
    insert into income_sheet (id, creditor_id, person_id, filled_on, told_by, recorded_by, at, v, body)
    values (${id}::uuid, ${creditorId}::uuid, ${personId}::uuid, ${on}::date, ${toldBy}, ${by}, ${new Date(at)}, ${FORM},
      ${JSON.stringify({ ...sheet, lines })}::jsonb)`.execute(trx);
  return id;
}

/** The sheets of a person, by id. */
export async function sheetsOf(db: Kysely<Database>, personId: string): Promise<Map<string, IncomeExpense>> {
  const { rows } = await sql<{ id: string; sheet: IncomeExpense }>`
    select s.id, s.body as sheet
    from income_sheet s
    where s.person_id = ${personId}::uuid
    order by s.id`.execute(db);
  return new Map(rows.map(({ id, sheet }) => [id, sheet]));
}
