/** Takes the files that persons send with a dispute or a complaint: all of a file, or nothing. */
import { createHash } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { EVIDENCE_FAULTS, type EvidenceFault } from '../../channels/evidence/faults.ts';
import { cleanName } from '../../channels/evidence/file-name.ts';
import { type EvidenceKind, readEvidence } from '../../channels/evidence/read-evidence.ts';
import { loadComplainants } from '../../db/load-complaints.ts';
import { loadStandingFacts } from '../../db/load-facts.ts';
import { lockPersons } from '../../db/lock.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import { type Act, personOf } from '../../domain/act.ts';
import { complaintsOf } from '../../domain/complaints.ts';
import { disputesOf } from '../../domain/disputes.ts';
import type { EvidenceBounds } from '../../domain/evidence.ts';
import { Problem } from '../../domain/problems.ts';
import { findAccount, type Subject } from '../facts/find-subject.ts';
import { recordFacts } from '../facts/record-facts.ts';
import { filesOf, type ListedFile, listFiles, readFile, storeFile } from './evidence-files.ts';

/** What a file came with: a dispute of the account, or a complaint of its person, by the id or the source's id. */
export type EvidenceOf = { dispute: string } | { complaint: string };

/** A file as it arrives. */
interface SentFile {
  account: string;
  of: EvidenceOf;
  /** As its sender calls it. */
  name: string;
  bytes: Buffer;
}

/** A file that was taken, or had been before. */
interface AcceptedFile {
  id: string;
  kind: EvidenceKind;
  sha256: string;
  /** Id of the dispute or the complaint. */
  of: string;
  /** The dispute or the complaint had this very file. */
  duplicate: boolean;
  nudge: string[];
}

/** The Problem that refuses a file. */
export function fileRefused(fault: EvidenceFault): Problem {
  const { sentence, remedy } = EVIDENCE_FAULTS[fault];
  return new Problem('file-refused', { reason: sentence.replace(/\.$/, ''), remedy });
}

/**
 * Keeps a file and records that it came. Throws `file-refused`, `unknown-account`, `ambiguous-account`,
 * `fact-invalid` for a dispute or complaint that is not there, `not-allowed-now` for one that is closed.
 */
export async function acceptEvidence(
  db: Kysely<Database>,
  { account, of: named, name, bytes }: SentFile,
  bounds: EvidenceBounds,
  act: Act,
): Promise<AcceptedFile> {
  if (bytes.length > bounds.fileBytes) throw fileRefused('too-large');
  const read = readEvidence(bytes);
  if ('fault' in read) throw fileRefused(read.fault);
  const { kind } = read;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return inTransaction(db, async (trx) => {
    const subject = await findAccount(trx, account);
    const { creditorId, personId } = subject;
    await lockPersons(trx, [personId]);
    const of = await openCase(trx, subject, named);
    const kept = await filesOf(trx, of, sha256);
    if (kept.same !== null) return { id: kept.same, kind, sha256, of, duplicate: true, nudge: [] };
    checkRoom(kept, bytes.length, bounds);
    const { now: at } = act;
    const by = personOf(act) ?? act.actor.name;
    const file = { creditorId, personId, of, kind, sha256, name: cleanName(name, kind), bytes, at, by };
    const id = await storeFile(trx, file);
    const body = { evidence: id, of, by };
    const fact = { kind: 'evidence-added', body, personId, source: 'evidence', occurredAt: at } as const;
    const [recorded] = await recordFacts(trx, [fact], act);
    return { id, kind, sha256, of, duplicate: false, nudge: recorded?.nudge ?? [] };
  });
}

function checkRoom(kept: { files: number; bytes: number }, more: number, bounds: EvidenceBounds): void {
  const refuse = (reason: string) =>
    new Problem('file-refused', {
      reason,
      remedy: 'Ask for what shows it best; ARREARS_EVIDENCE_CASE_FILES and ARREARS_EVIDENCE_CASE_MIB are the bounds.',
    });
  if (kept.files >= bounds.caseFiles) throw refuse(`${kept.files} files came with this already, which is the most`);
  if (kept.bytes + more > bounds.caseBytes) throw refuse('with it there would be more bytes than one case may have');
}

/** The id of the open dispute or complaint that a file came with. The person is locked. */
async function openCase(trx: Transaction<Database>, subject: Subject & { accountId: string }, of: EvidenceOf) {
  const cases = await casesOf(trx, subject);
  const [what, name] = 'dispute' in of ? (['dispute', of.dispute] as const) : (['complaint', of.complaint] as const);
  const named = cases.filter((known) => known.about === what && (known.id === name || known.reference === name));
  const [found, other] = named;
  if (found === undefined || other !== undefined) {
    const words = found === undefined ? `there is no such ${what}` : `several ${what}s are named so`;
    const faults = `/${what}: ${words}: npx arrears explain lists the open ones`;
    throw new Problem('invalid-request', { faults }, { cause: [{ pointer: `/${what}`, words }] });
  }
  if (found.open) return found.id;
  throw new Problem('not-allowed-now', {
    reason: `this ${what} is closed already`,
    remedy: `If the person does not accept the answer, record a new ${what} and add the file to it.`,
  });
}

interface Case {
  id: string;
  about: 'dispute' | 'complaint';
  reference: string | null;
  open: boolean;
}

/** The disputes of an account and the complaints of its person. */
async function casesOf(db: Kysely<Database>, { accountId, personId }: { accountId: string; personId: string }) {
  const facts = (await loadStandingFacts(db, [accountId])).get(accountId)?.facts ?? [];
  const told = (await loadComplainants(db, [personId])).get(personId)?.facts ?? [];
  const references = new Map([...facts, ...told].map(({ id, reference }) => [id, reference]));
  const cases: Case[] = [];
  for (const { id, closedAt } of disputesOf(facts))
    cases.push({ id, about: 'dispute', reference: references.get(id) ?? null, open: closedAt === null });
  for (const { id, closed } of complaintsOf(told))
    cases.push({ id, about: 'complaint', reference: references.get(id) ?? null, open: closed === null });
  return cases;
}

/** A file that came with a dispute or a complaint. */
export interface EvidenceRow extends ListedFile {
  about: Case['about'];
}

/** What came with the disputes of an account and the complaints of its person. Throws as `findAccount` does. */
export async function evidenceOf(db: Kysely<Database>, account: string): Promise<EvidenceRow[]> {
  return rowsOf(db, await casesOf(db, await findAccount(db, account)));
}

async function rowsOf(db: Kysely<Database>, cases: readonly Case[]): Promise<EvidenceRow[]> {
  const about = new Map(cases.map((known) => [known.id, known.about]));
  const files = cases.length === 0 ? [] : await listFiles(db, [...about.keys()]);
  return files.map((file) => ({ ...file, about: about.get(file.of) ?? 'dispute' }));
}

/** The files that the doer of a task must see: those of its account's open disputes, or of its person's complaints. */
export async function evidenceOfTask(db: Kysely<Database>, no: bigint): Promise<EvidenceRow[]> {
  const { rows } = await sql<{ accountId: string | null; personId: string | null; kind: string }>`
    select t.account_id as "accountId", coalesce(t.person_id, e.person_id) as "personId", t.kind
    from task t
    left join effect e on e.id = t.effect_id
    where t.no = ${no}`.execute(db);
  const [task] = rows;
  if (task === undefined || task.personId === null) return [];
  const about = task.kind === 'review-complaint' ? 'complaint' : 'dispute';
  const cases = await casesOf(db, { accountId: task.accountId ?? task.personId, personId: task.personId });
  return rowsOf(
    db,
    cases.filter((known) => known.about === about && known.open),
  );
}

/** A file with its bytes; that it was read is recorded. Throws `unknown-evidence`. */
export async function getEvidence(db: Kysely<Database>, id: string, by: string, { now: at }: Act) {
  const file = await inTransaction(db, (trx) => readFile(trx, id, { by, at }));
  if (file === undefined) throw new Problem('unknown-evidence', { evidence: id });
  return file;
}
