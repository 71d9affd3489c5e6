import type { Kysely } from 'kysely';
import type { OutFile, Outgoing } from '../../channels/channel.ts';
import type { DatedOutgoing } from '../../channels/outbox/outgoing.ts';
import type { Database } from '../../db/schema.ts';
import { type FileChannel, isTaskChannel, isWrittenChannel } from '../../domain/channels.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { type Instant, localDate } from '../../domain/time.ts';
import type { Claimed } from '../effects/prepare-claims.ts';
import { agencyFiles } from './agency-files.ts';
import { bureauFiles } from './bureau-files.ts';
import { caseFolder } from './case-folder.ts';

type FileWriter = (db: Kysely<Database>, claimed: Claimed, now: Instant, rulebook: Rulebook) => Promise<OutFile[]>;

const FILE_WRITERS: Readonly<Record<FileChannel, FileWriter>> = {
  agency: agencyFiles,
  bureau: bureauFiles,
  court: caseFolder,
};

/** The message of a claim as written, or its files, built now. Throws before anything is sent if building fails. */
export async function outgoingFor(db: Kysely<Database>, rulebook: Rulebook, claimed: Claimed): Promise<Outgoing> {
  const { key, covers, channel, message, at } = claimed;
  if (message) {
    const zone = claimed.facts[0]?.creditor.zone ?? 'UTC';
    const dated: DatedOutgoing = { key, covers, message, on: localDate(at, zone), at };
    return dated;
  }
  if (isWrittenChannel(channel) || isTaskChannel(channel)) throw new Error(`no file leaves by ${channel}`);
  const files = await FILE_WRITERS[channel](db, claimed, at, rulebook);
  await saveManifest(db, claimed.dispatchId, files);
  return { key, covers, files };
}

/** Keeps the file's manifest before it leaves: the answer names the file by its fingerprint, whenever it comes. */
async function saveManifest(db: Kysely<Database>, dispatchId: string, files: readonly OutFile[]): Promise<void> {
  const last = files.at(-1);
  if (!last?.name.endsWith('.manifest.json')) return;
  await db
    .updateTable('dispatch')
    .set({ manifest: Buffer.from(last.content).toString('utf8') })
    .where('id', '=', dispatchId)
    .execute();
}
