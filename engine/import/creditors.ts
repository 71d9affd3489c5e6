/** Loads creditors from a JSON file (domain/contracts/creditor.ts) before anything else names them. */
import { readFileSync } from 'node:fs';
import { type Kysely, sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import { CreditorFile, type CreditorTerms } from '../../domain/contracts/creditor.ts';
import { faultsOf, showFaults } from '../../domain/contracts/event.ts';
import { JsonFault, parseStrictBytes } from '../../domain/contracts/strict-json.ts';
import type { CreditorView } from '../../domain/contracts/views.ts';
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
function parseCreditors(bytes: Uint8Array): CreditorFile {
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

/**
 * Adds creditors by code, or updates their name and terms. Throws `configuration-invalid` when the zone or currency of
 * a known creditor differs: stored dates and amounts depend on them.
 */
export async function upsertCreditors(db: Kysely<Database>, creditors: CreditorFile): Promise<void> {
  for (const { code, name, zone, currency, terms } of creditors) {
    const { rows } = await sql<{ id: string; zone: string; currency: string }>`
      insert into creditor (id, code, name, zone, currency, terms)
      values (${uuidv7()}::uuid, ${code}, ${name}, ${zone}, ${currency}, ${JSON.stringify(terms)}::jsonb)
      on conflict (code) do update set name = excluded.name, terms = excluded.terms
      returning id, zone, currency`.execute(db);
    const [row] = rows;
    if (row) await openCycles(db, row.id, terms);
    if (row && (row.zone !== zone || row.currency !== currency)) {
      throw new Problem('configuration-invalid', {
        count: 1,
        faults: `${code}: zone and currency of a known creditor cannot change`,
      });
    }
  }
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
  await inTransaction(db, (trx) => upsertCreditors(trx, creditors));
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
