/** `arrears evidence`: files that persons send with a dispute or a complaint. */
import { closeSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { EvidenceTaken, EvidenceView } from '../../domain/contracts/evidence-view.ts';
import { findAccount } from '../account.ts';
import { openApiClient } from '../api-client.ts';
import { Fault, UsageFault } from '../fault.ts';
import { readName } from '../input.ts';
import { answer, count, type OutputOptions, table } from '../print.ts';

interface AddOptions extends OutputOptions {
  dispute?: string;
  complaint?: string;
  as?: string;
}

/** More than any setting allows: such a file is not even read. */
const MOST_BYTES = 50 * 1024 * 1024;

/** Sends the files one by one; the first that is refused ends it, and says which were taken. */
export async function addFiles(
  account: string,
  files: readonly string[],
  { dispute, complaint, as, ...options }: AddOptions,
): Promise<void> {
  const name = readName(as);
  if ((dispute === undefined) === (complaint === undefined))
    throw new UsageFault(
      'It is not said what the files came with.',
      'Add --dispute ID or --complaint ID; npx arrears explain ACCOUNT shows them.',
    );
  for (const path of files) checkSize(path);
  const api = openApiClient();
  const { name: named } = await findAccount(api, account);
  const taken: EvidenceTaken[] = [];
  for (const path of files) {
    const query = { account: named, dispute, complaint, as: name };
    const sent = api.sendFile<EvidenceTaken>('/v1/evidence', query, basename(path), new Uint8Array(readFileSync(path)));
    taken.push(await sent.catch((error: unknown) => Promise.reject(ofFile(error, path, taken.length))));
  }
  answer(options, taken, () => taken.map((file, index) => takenText(file, files[index] as string)).join('\n'));
}

function checkSize(path: string): void {
  const { size } = statSync(path);
  if (size > MOST_BYTES)
    throw new UsageFault(
      `${path} has ${count(Math.ceil(size / 1024 / 1024), 'mebibyte')}, which no setting allows. Nothing was sent.`,
      'Send it in parts, or as pictures of its pages.',
    );
}

/** The fault of one file of several, named as it was typed. */
function ofFile(error: unknown, path: string, before: number): unknown {
  if (!(error instanceof Fault)) return error;
  const others = before === 0 ? '' : ` ${count(before, 'file')} before it ${before === 1 ? 'was' : 'were'} taken.`;
  return new Fault(error.code, `${path}: ${error.message}${others}`, error.remedy, error.exit, error.more);
}

const takenText = ({ evidence, kind, bytes, before }: EvidenceTaken, path: string): string =>
  before
    ? `${path} was there before, as ${evidence}; nothing was done.`
    : `${path} is kept as ${evidence} (${kind}, ${bytes} bytes).`;

/** Lists the files of an account and its person. */
export async function listFiles(account: string, options: OutputOptions): Promise<void> {
  const api = openApiClient();
  const { name } = await findAccount(api, account);
  const files = await api.get<EvidenceView[]>('/v1/evidence', { account: name });
  answer(options, files, () => (files.length === 0 ? `No file came with anything of ${name}.` : filesTable(files)));
}

/** The files as a table. */
export const filesTable = (files: readonly EvidenceView[]): string =>
  table<EvidenceView>(
    [
      { title: 'file', of: ({ name }) => name },
      { title: 'kind', of: ({ kind }) => kind },
      { title: 'bytes', of: ({ bytes }) => String(bytes), right: true },
      { title: 'came with', of: ({ about, of }) => `${about} ${of}` },
      { title: 'added', of: ({ addedAt, addedBy }) => `${addedAt.slice(0, 10)} by ${addedBy}` },
      { title: 'read by', of: ({ readBy }) => readBy.join(', ') || '-' },
      { title: 'evidence', of: ({ evidence }) => evidence },
    ],
    files,
  );

/** Saves a file where nothing is yet, for its owner only. */
export async function getFile(id: string, { out, as, ...options }: OutputOptions & { out?: string; as?: string }) {
  const name = readName(as);
  if (out === undefined) throw new UsageFault('It is not said where the file goes.', 'Add --out PATH.');
  if (!/^[0-9a-f-]{36}$/i.test(id))
    throw new UsageFault(`"${id}" is not the id of a file.`, 'npx arrears evidence list ACCOUNT shows them.');
  const target = openNew(out);
  const sent = openApiClient().download(`/v1/evidence/${id}`, { as: name });
  const bytes = await sent.catch((error: unknown) => {
    rmSync(out);
    throw error;
  });
  writeFileSync(target, bytes);
  closeSync(target);
  answer(options, { evidence: id, out, bytes: bytes.length }, () => `Saved to ${out} (${bytes.length} bytes).`);
}

function openNew(path: string): number {
  try {
    return openSync(path, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new UsageFault(`Something is at ${path} already.`, 'Name a path where nothing is.');
  }
}
