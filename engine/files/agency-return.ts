/** Turns an agency's return file into facts, in one transaction. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { type AgencyReturnRow, parseAgencyReturn } from '../../channels/agency/parser.ts';
import { loadStandingFacts } from '../../db/load-facts.ts';
import { lockAccounts } from '../../db/lock.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import { bySystem } from '../../domain/act.ts';
import { momentFault } from '../../domain/fact-dates.ts';
import { MAX_BROKEN_PROMISES, standingOf } from '../../domain/standing.ts';
import { type Instant, localDate } from '../../domain/time.ts';
import { isUuid } from '../../domain/uuid.ts';
import type { FactInput } from '../facts/fact-input.ts';
import { type RecordedFact, recordFacts } from '../facts/record-facts.ts';
import { storePoint } from '../persons/contact-points.ts';
import { type ListedRow, type PlacementNow, toFact } from './agency-events.ts';
import {
  agencyIntake,
  findProcessed,
  type InboundFile,
  type Intake,
  keepListed,
  type Refusal,
  refusalOf,
  refuseFile,
  storeProcessed,
} from './intake-file.ts';

/** The answer to a return file. */
export interface AgencyReturnSummary {
  /** The same bytes were taken before, and nothing was done now. */
  before: boolean;
  sha256: string;
  rows: number;
  /** Facts that were new. */
  recorded: number;
  /** Facts that were recorded before. */
  repeated: number;
  /** Rows that no longer change anything, such as a promise for a recalled placement. */
  listed: ListedRow[];
  /** Accounts to nudge. */
  nudge: string[];
}

/** Finds the placements that the file names, by id, and locks their persons and accounts. */
async function lockPlacements(
  trx: Transaction<Database>,
  creditorId: string,
  rows: readonly AgencyReturnRow[],
): Promise<Map<string, PlacementNow>> {
  const ids = [...new Set(rows.map((row) => row.placement.toLowerCase()))].filter(isUuid);
  const find = () =>
    sql<PlacementNow>`
      select p.id, p.account_id, p.person_id, p.agency, p.state, p.handed_over_at, a.currency, c.zone
      from placement p
      join account a on a.id = p.account_id
      join creditor c on c.id = p.creditor_id
      where p.creditor_id = ${creditorId}::uuid
        and p.id = any(${ids}::uuid[])`.execute(trx);
  const before = await find();
  await lockAccounts(
    trx,
    before.rows.map((row) => row.account_id),
  );
  const { rows: now } = await find();
  return new Map(now.map((row) => [row.id, row]));
}

/** The fault of a well-formed row that does not fit its placement; null when it fits. */
function refusalReason(
  row: AgencyReturnRow,
  placement: PlacementNow | undefined,
  agency: string,
  now: Instant,
): RowFault | null {
  if (!placement || placement.agency !== agency) {
    return {
      column: 'placement',
      reason: 'the placement is not one of this agency',
      remedy: 'Ask the agency for a file that names only placements it was given; nothing of this one was taken.',
    };
  }
  const moment = { column: 'at', remedy: 'Ask the agency to correct the moment and send the file again.' };
  const fault = momentFault(row.at, now);
  if (fault !== null) return { ...moment, reason: `the moment ${fault}` };
  const handedOver = localDate(placement.handed_over_at, placement.zone);
  if (localDate(row.at, placement.zone) < handedOver)
    return { ...moment, reason: 'the moment lies before the placement' };
  if (!('currency' in row) || row.currency === placement.currency) return null;
  return {
    column: 'currency',
    reason: `the amount is in ${row.currency}, the account in ${placement.currency}`,
    remedy: 'Send the amount in the currency of the account.',
  };
}

interface RowFault {
  column: string;
  reason: string;
  remedy: string;
}
/** The refusal of a well-formed file, by its first row that does not fit; null when all rows fit. */
function refusalFor(
  rows: readonly AgencyReturnRow[],
  placements: ReadonlyMap<string, PlacementNow>,
  agency: string,
  now: Instant,
): Refusal | null {
  for (const row of rows) {
    const fault = refusalReason(row, placements.get(row.placement.toLowerCase()), agency, now);
    if (fault)
      return { reason: `row ${row.row}: ${fault.reason}`, remedy: fault.remedy, faults: [{ row: row.row, ...fault }] };
  }
  return null;
}

interface RowFacts {
  facts: FactInput[];
  listed: ListedRow[];
}

async function readRows(
  trx: Transaction<Database>,
  intake: Intake,
  rows: readonly AgencyReturnRow[],
  placements: ReadonlyMap<string, PlacementNow>,
): Promise<RowFacts> {
  const result: RowFacts = { facts: [], listed: [] };
  const known = await loadStandingFacts(
    trx,
    [...placements.values()].map((placement) => placement.account_id),
  );
  for (const row of rows) {
    const placement = placements.get(row.placement.toLowerCase());
    if (!placement) continue;
    const account = known.get(placement.account_id);
    const spent = account !== undefined && standingOf(account, intake.now).brokenPromises >= MAX_BROKEN_PROMISES;
    const meaning =
      row.event === 'promise' && spent
        ? { listed: 'two promises were broken: a person must record another' }
        : toFact({ ...row, at: Math.min(row.at, intake.now) }, placement, uuidv7);
    if ('listed' in meaning) {
      result.listed.push({ row: row.row, event: row.event, placement: placement.id, reason: meaning.listed });
      continue;
    }
    const { fact, point } = meaning;
    if (point && fact.kind === 'address-added') {
      const owner = { creditorId: intake.creditorId, personId: placement.person_id };
      fact.body.point = await storePoint(trx, {
        ...owner,
        ...point,
        source: 'agency',
        at: fact.occurredAt,
        revive: false,
      });
    }
    result.facts.push(fact);
  }
  return result;
}

async function ingestRows(
  trx: Transaction<Database>,
  intake: Intake,
  rows: readonly AgencyReturnRow[],
): Promise<AgencyReturnSummary | Refusal> {
  const placements = await lockPlacements(trx, intake.creditorId, rows);
  const refusal = refusalFor(rows, placements, intake.sender, intake.now);
  if (refusal) return refusal;
  const { facts, listed } = await readRows(trx, intake, rows, placements);
  const recorded: RecordedFact[] = await recordFacts(trx, facts, bySystem(intake.sender, intake.now));
  await keepListed(trx, intake, listed);
  const repeated = recorded.filter((fact) => fact.duplicate).length;
  const counts = { rows: rows.length, recorded: recorded.length - repeated, repeated, listed: listed.length };
  await storeProcessed(trx, intake, counts);
  return {
    ...counts,
    before: false,
    sha256: intake.sha256,
    listed,
    nudge: [...new Set(recorded.flatMap((fact) => fact.nudge))],
  };
}

/**
 * Ingests a return file, all of it or nothing. The same bytes again are a no-op. The caller nudges the accounts. Throws
 * `unknown-creditor`, or `file-refused` when the creditor has no such agency, the file cannot be read, its count or sum
 * is wrong, or a row does not fit its placement; `stuck` then shows the file.
 */
export async function ingestAgencyReturn(
  db: Kysely<Database>,
  file: InboundFile & { agency: string },
): Promise<AgencyReturnSummary> {
  const parsed = parseAgencyReturn(file.bytes);
  const intake = await agencyIntake(db, 'agency-return', parsed.sha256, file);
  const processed = await findProcessed(db, intake);
  if (processed)
    return {
      before: true,
      sha256: parsed.sha256,
      rows: Number(processed.counts['rows'] ?? 0),
      recorded: 0,
      repeated: 0,
      listed: [],
      nudge: [],
    };
  if (!parsed.taken) return refuseFile(db, intake, refusalOf(parsed.faults));
  const { rows } = parsed;
  const result = await inTransaction(db, (trx) => ingestRows(trx, intake, rows));
  return 'remedy' in result ? refuseFile(db, intake, result) : result;
}
