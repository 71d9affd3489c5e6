/** `arrears creditor add FILE`: adds creditors or changes their terms while everything runs. */
import { readFileSync } from 'node:fs';
import { JsonFault, parseStrictBytes } from '../../domain/contracts/strict-json.ts';
import type { CreditorChangeView } from '../../domain/contracts/views.ts';
import { openApiClient } from '../api-client.ts';
import { Fault } from '../fault.ts';
import { answer, type OutputOptions } from '../print.ts';

export async function addCreditors(path: string, options: OutputOptions): Promise<void> {
  const creditors = readJson(readFileSync(path));
  const changes = await openApiClient().post<CreditorChangeView[]>('/v1/creditors', creditors);
  answer(options, changes, () => changes.map(({ creditor, change }) => `${creditor}: ${change}`).join('\n'));
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return parseStrictBytes(bytes);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    throw new Fault(
      'file-refused',
      `The creditors file ${error.message}.`,
      'creditors.example.json shows one that is.',
    );
  }
}
