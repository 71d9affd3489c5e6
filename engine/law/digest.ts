/**
 * The digest of a pack: the same rules have the same one on every host. What functions judge is in the source of the
 * pack's folder, which counts as it is written, not as a compiler made it: compiled text changes with each tool.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalText } from '../../domain/law/canonical.ts';
import type { Pack } from '../../domain/law/rule.ts';
import { sha256 } from '../../platform/sha256.ts';

const LAW = join(import.meta.dirname, '..', '..', 'domain', 'law');

/** SHA-256 of the rules as data and, where a pack of law has a folder, of its source. */
export const digestOf = (pack: Pack): string => sha256(`${canonicalText(pack)}\n${sourceOf(pack)}`);

/** The source of the pack's folder, without tests and vectors. What it calls outside of the folder is not seen. */
function sourceOf({ name }: Pack): string {
  const folder = join(LAW, name);
  if (!existsSync(folder)) return '';
  const files = readdirSync(folder).filter((file) => !/(^|-)vectors\.ts$|\.test\.ts$/.test(file));
  return files
    .sort()
    .map((file) => `${file}\n${withoutNotes(readFileSync(join(folder, file), 'utf8'))}`)
    .join('\n');
}

/** Without comments and the form of blanks. */
export const withoutNotes = (source: string): string =>
  source
    .replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, ' ')
    .replace(/\s+/g, ' ')
    .trim();
