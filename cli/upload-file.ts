/** Files of agencies and bureaus: read whole, sent as they are. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { CreditorView } from '../domain/contracts/views.ts';
import { suggest } from '../domain/nearest.ts';
import { unknownCreditor } from './account.ts';
import { type ApiClient, openApiClient } from './api-client.ts';
import { UsageFault } from './fault.ts';
import { answer, type OutputOptions } from './print.ts';

export interface FileOptions extends OutputOptions {
  creditor?: string;
}

interface Way<T> {
  /** API path of the sender's collection. */
  path: string;
  what: string;
  sendersOf(creditor: CreditorView): readonly string[];
  text(uploaded: T): string;
}

/** Sends the file of one sender and prints what was accepted. */
export async function uploadFile<T>(sender: string, path: string, options: FileOptions, way: Way<T>): Promise<void> {
  const bytes = new Uint8Array(readFileSync(path));
  const api = openApiClient();
  const creditor = await creditorOf(api, sender, options.creditor, way);
  const uploaded = await api.send<T>(
    `${way.path}/${encodeURIComponent(sender)}`,
    { creditor, file: basename(path).slice(0, 200) },
    bytes,
  );
  answer(options, uploaded, () => way.text(uploaded));
}

/** The named creditor, else the only one that works with this sender. */
async function creditorOf<T>(api: ApiClient, sender: string, named: string | undefined, way: Way<T>): Promise<string> {
  const creditors = await api.get<CreditorView[]>('/v1/creditors');
  if (named !== undefined) {
    if (!creditors.some((creditor) => creditor.creditor === named)) throw unknownCreditor(named, creditors);
    return named;
  }
  const theirs = creditors.filter((creditor) => way.sendersOf(creditor).includes(sender));
  const [first, other] = theirs;
  if (first === undefined) {
    const known = [...new Set(creditors.flatMap((creditor) => way.sendersOf(creditor)))];
    throw new UsageFault(
      `No creditor works with ${way.what} ${sender}.`,
      known.length === 0 ? 'Add it first: npx arrears creditor add FILE' : suggest(sender, known),
    );
  }
  if (other !== undefined)
    throw new UsageFault(
      `Several creditors work with ${way.what} ${sender}.`,
      `Add --creditor: ${theirs.map((two) => two.creditor).join(' or ')}.`,
    );
  return first.creditor;
}
