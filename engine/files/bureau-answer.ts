/** Turns a bureau's answer to our file into facts: each record of that file is acknowledged or rejected. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { type BureauReject, parseBureauAnswer } from '../../channels/bureau/parser.ts';
import { returnFault } from '../../channels/faults.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import { bySystem } from '../../domain/act.ts';
import type { FactInput } from '../facts/fact-input.ts';
import { recordFacts } from '../facts/record-facts.ts';
import {
  codeWord,
  findCreditor,
  findProcessed,
  type InboundFile,
  type Intake,
  intakeOf,
  type Refusal,
  refusalOf,
  refuseFile,
  storeProcessed,
} from './intake-file.ts';

/** The outcome of a bureau's answer. */
export interface BureauAnswerSummary {
  /** The same bytes were taken before, and nothing was done now. */
  before: boolean;
  sha256: string;
  /** `YYYY-MM` of the answered file. */
  month: string;
  acknowledged: number;
  rejected: number;
  /** Accounts to nudge. */
  nudge: string[];
}
interface SentFile {
  id: string;
  count: number;
}
interface Entry {
  account_id: string;
  number: string;
  month: string;
}

/** The dispatch of our file with this fingerprint, and how many records the file held. */
async function findSent(db: Kysely<Database>, intake: Intake, fileSha256: string): Promise<SentFile | null> {
  const { rows } = await sql<SentFile>`
    select id, coalesce((manifest->>'count')::int, 0) as count
    from dispatch
    where creditor_id = ${intake.creditorId}::uuid
      and channel = 'bureau'
      and recipient = ${intake.sender}
      and manifest::text like ${`%"${fileSha256}"%`}
    order by created_at, id
    limit 1`.execute(db);
  return rows[0] ?? null;
}

async function entriesOf(trx: Transaction<Database>, dispatchId: string): Promise<Entry[]> {
  const { rows } = await sql<Entry>`
    select b.account_id, a.number, b.month
    from bureau_entry b
    join effect e on e.id = b.effect_id
    join account a on a.id = b.account_id
    where e.dispatch_id = ${dispatchId}::uuid
    order by b.account_id`.execute(trx);
  return rows;
}

/** A fact for each record. Its id derives from our file, so that a second answer records nothing twice. */
function factsFor(
  entries: readonly Entry[],
  rejects: ReadonlyMap<string, BureauReject>,
  intake: Intake,
  fileSha256: string,
): FactInput[] {
  return entries.map((entry): FactInput => {
    const reject = rejects.get(`${entry.number} ${entry.month}`);
    const common = { accountId: entry.account_id, source: `bureau:${intake.sender}`, occurredAt: intake.now };
    if (!reject)
      return {
        ...common,
        kind: 'bureau-acknowledged',
        body: { month: entry.month },
        externalId: `${fileSha256}:${entry.month}:taken`,
      };
    const body = { month: entry.month, reason: codeWord(reject.reason) };
    return { ...common, kind: 'bureau-rejected', body, externalId: `${fileSha256}:${entry.month}:rejected` };
  });
}

async function ingestRows(
  trx: Transaction<Database>,
  intake: Intake,
  sent: SentFile,
  answer: { month: string; rejects: readonly BureauReject[]; fileSha256: string },
): Promise<BureauAnswerSummary | Refusal> {
  const entries = await entriesOf(trx, sent.id);
  const known = new Set(entries.map((entry) => `${entry.number} ${entry.month}`));
  const stranger = answer.rejects.find((reject) => !known.has(`${reject.account} ${reject.month}`));
  if (stranger) {
    const reason = 'the record is not in the file that is answered';
    const remedy = 'Ask the bureau which file it answers; nothing of this answer was taken.';
    return {
      reason: `row ${stranger.row}: ${reason}`,
      remedy,
      faults: [{ row: stranger.row, column: 'account', reason, remedy }],
    };
  }
  const rejects = new Map(answer.rejects.map((reject) => [`${reject.account} ${reject.month}`, reject]));
  const recorded = await recordFacts(
    trx,
    factsFor(entries, rejects, intake, answer.fileSha256),
    bySystem(intake.sender, intake.now),
  );
  const counts = { month: answer.month, acknowledged: entries.length - rejects.size, rejected: rejects.size };
  await storeProcessed(trx, intake, counts);
  return {
    ...counts,
    before: false,
    sha256: intake.sha256,
    nudge: [...new Set(recorded.flatMap((fact) => fact.nudge))],
  };
}

/**
 * Ingests an answer of a bureau. The same bytes again are a no-op. The caller nudges the accounts. Throws
 * `unknown-creditor`, or `file-refused` when the creditor has no such bureau, the file cannot be read, or its counts or
 * records do not fit our file that it answers.
 */
export async function ingestBureauAnswer(
  db: Kysely<Database>,
  file: InboundFile & { bureau: string },
): Promise<BureauAnswerSummary> {
  const creditor = await findCreditor(db, file.creditor);
  const first = parseBureauAnswer(file.bytes);
  const intake = intakeOf(creditor, 'bureau-answer', first.sha256, file.bureau, file);
  if (creditor.terms.bureau?.code !== file.bureau) {
    return refuseFile(db, intake, {
      reason: "the bureau is not this creditor's",
      remedy: "Use the code of the creditor's bureau.",
    });
  }
  const processed = await findProcessed(db, intake);
  if (processed) {
    const { month } = processed.counts;
    return { before: true, sha256: first.sha256, month: String(month ?? ''), acknowledged: 0, rejected: 0, nudge: [] };
  }
  if (!first.taken) return refuseFile(db, intake, refusalOf(first.faults));
  const sent = await findSent(db, intake, first.fileSha256);
  if (!sent)
    return refuseFile(db, intake, refusalOf([returnFault('other-file', first.rejects.length + 2, 'file_sha256')]));
  const answer = parseBureauAnswer(file.bytes, { count: sent.count, sha256: [first.fileSha256] });
  if (!answer.taken) return refuseFile(db, intake, refusalOf(answer.faults));
  const result = await inTransaction(db, (trx) => ingestRows(trx, intake, sent, answer));
  return 'remedy' in result ? refuseFile(db, intake, result) : result;
}
