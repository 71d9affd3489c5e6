/** Creditors: loaded from a JSON file (domain/contracts/creditor.ts) at the start, added and changed while all runs. */
import { readFileSync } from 'node:fs';
import { type Kysely, sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { markScoresOfCreditor } from '../../db/mark-scores.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import { CreditorFile, type CreditorTerms } from '../../domain/contracts/creditor.ts';
import { faultsOf, showFaults } from '../../domain/contracts/event.ts';
import { JsonFault, parseStrictBytes } from '../../domain/contracts/strict-json.ts';
import type { CreditorChangeView, CreditorView } from '../../domain/contracts/views.ts';
import { isCurrency } from '../../domain/money.ts';
import { Problem } from '../../domain/problems.ts';
import { isZone } from '../../domain/time.ts';

/** Faults that the schema of the file does not catch. */
function termFaults(creditors: CreditorFile): string[] {
  return creditors.flatMap(({ code, zone, currency, terms }, index) => [
    ...(creditors.findIndex((creditor) => creditor.code === code) < index ? [`${code}: appears twice`] : []),
    ...(isZone(zone) ? [] : [`${code}.zone must be an IANA time zone`]),
    ...(isCurrency(currency) ? [] : [`${code}.currency is not known`]),
    ...(new Set(terms.agencies.map((agency) => agency.code)).size < terms.agencies.length
      ? [`${code}.terms.agencies: a code appears twice`]
      : []),
    ...(new Set(terms.products?.map((product) => product.code)).size < (terms.products?.length ?? 0)
      ? [`${code}.terms.products: a code appears twice`]
      : []),
  ]);
}

/** Parses a creditors file. Throws `configuration-invalid` with all faults; none quotes a value of the file. */
export function parseCreditors(bytes: Uint8Array): CreditorFile {
  const parsed = CreditorFile.safeParse(readJson(bytes));
  const faults = parsed.success
    ? termFaults(parsed.data)
    : faultsOf(parsed.error).map((contractFault) => showFaults([contractFault]));
  if (!parsed.success || faults.length > 0) throw invalid(faults);
  return parsed.data;
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return parseStrictBytes(bytes);
  } catch (error) {
    throw error instanceof JsonFault ? invalid([`the creditors file ${error.message}`]) : error;
  }
}

const invalid = (faults: readonly string[]) =>
  new Problem('configuration-invalid', { count: faults.length, faults: faults.join('; ') });

/** Makes the problem of what was given: a configuration or a request. */
type Refuse = (faults: readonly string[]) => Problem;

/**
 * Adds creditors by code, or changes their name and terms. Joins the transaction that `db` may be. Throws
 * `configuration-invalid` when the zone or currency of a known creditor differs: stored dates and amounts depend on
 * them.
 */
export async function upsertCreditors(
  db: Kysely<Database>,
  creditors: CreditorFile,
  refuse: Refuse = invalid,
): Promise<CreditorChangeView[]> {
  const changes: CreditorChangeView[] = [];
  for (const creditor of creditors) {
    const change = await upsertCreditor(db, creditor);
    if (change === 'fixed') throw refuse([`${creditor.code}: zone and currency of a known creditor cannot change`]);
    changes.push({ creditor: creditor.code, change });
  }
  return changes;
}

async function upsertCreditor(
  db: Kysely<Database>,
  { code, name, zone, currency, terms }: CreditorFile[number],
): Promise<CreditorChangeView['change'] | 'fixed'> {
  const given = JSON.stringify(terms);
  const { rows: added } = await sql<{ id: string }>`
    insert into creditor (id, code, name, zone, currency, terms)
    values (${uuidv7()}::uuid, ${code}, ${name}, ${zone}, ${currency}, ${given}::jsonb)
    on conflict (code) do nothing
    returning id`.execute(db);
  if (added[0]) {
    await openCycles(db, added[0].id, terms);
    return 'added';
  }
  const { rows } = await sql<{ id: string; same: boolean; fixed: boolean }>`
    select id, name = ${name} and terms = ${given}::jsonb as same, zone <> ${zone} or currency <> ${currency} as fixed
    from creditor
    where code = ${code}
    for no key update`.execute(db);
  const [known] = rows;
  if (!known || known.fixed) return 'fixed';
  await openCycles(db, known.id, terms);
  if (known.same) return 'unchanged';
  await sql`update creditor set name = ${name}, terms = ${given}::jsonb where id = ${known.id}::uuid`.execute(db);
  return 'changed';
}

/**
 * Adds or changes creditors while everything runs, all or none. Workers and API read creditors anew in each evaluation,
 * claim and import. Throws `invalid-request`.
 */
export async function addCreditors(db: Kysely<Database>, creditors: CreditorFile): Promise<CreditorChangeView[]> {
  const refuse: Refuse = (faults) => new Problem('invalid-request', { faults: faults.join('; ') });
  const faults = termFaults(creditors);
  if (faults.length > 0) throw refuse(faults);
  const changes = await inTransaction(db, (trx) => upsertCreditors(trx, creditors, refuse));
  await rescoreChanged(db, changes);
  return changes;
}

/** After the commit, in batches: the sweep scores the accounts again. */
async function rescoreChanged(db: Kysely<Database>, changes: readonly CreditorChangeView[]): Promise<void> {
  for (const { creditor, change } of changes) if (change === 'changed') await markScoresOfCreditor(db, creditor);
}

/** Opens a cycle for each organisation that receives files. Its first evaluation is due at once. */
async function openCycles(db: Kysely<Database>, creditorId: string, terms: CreditorTerms): Promise<void> {
  const cycles = [
    ...terms.agencies.map(({ code }) => ({ kind: 'agency-day' as const, recipient: code })),
    ...(terms.bureau ? [{ kind: 'bureau-month' as const, recipient: terms.bureau.code }] : []),
  ];
  if (cycles.length === 0) return;
  await db
    .insertInto('cycle')
    .values(
      cycles.map((cycle) => ({ id: uuidv7(), creditor_id: creditorId, next_evaluation_at: new Date(0), ...cycle })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Loads a creditors file into the database. Returns the codes. Throws `configuration-invalid`. */
export async function loadCreditorsFile(db: Kysely<Database>, path: string): Promise<string[]> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    throw new Problem('configuration-invalid', {
      count: 1,
      faults: 'ARREARS_CREDITORS names a file that cannot be read',
    });
  }
  const creditors = parseCreditors(bytes);
  await rescoreChanged(db, await inTransaction(db, (trx) => upsertCreditors(trx, creditors)));
  return creditors.map((creditor) => creditor.code);
}

/** All creditors, by code. */
export async function listCreditors(db: Kysely<Database>): Promise<CreditorView[]> {
  const rows = await db
    .selectFrom('creditor')
    .select(['code', 'name', 'zone', 'currency', 'terms'])
    .orderBy('code')
    .execute();
  return rows.map(({ code, terms, ...rest }) => {
    const agencies = terms.agencies.map((agency) => agency.code);
    return { creditor: code, ...rest, agencies, bureau: terms.bureau?.code ?? null };
  });
}
