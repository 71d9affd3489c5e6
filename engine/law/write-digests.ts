/**
 * Adds the digests of new versions of the shipped packs to domain/law/digests.json: npx tsx engine/law/write-digests.ts.
 * A version that is there keeps its digest: a released pack changes under a new version only. The line of a version that
 * was never released may be deleted first.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Pack } from '../../domain/law/rule.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { digestOf } from './digest.ts';

const FILE = new URL('../../domain/law/digests.json', import.meta.url);
const nameOf = ({ name, version }: Pack): string => `${name}@${version}`;

const known = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, string>;
const shipped = RULEBOOK.published.packs.map((pack) => [nameOf(pack), digestOf(pack)] as const);
const all = Object.entries({ ...Object.fromEntries(shipped), ...known }).sort(([a], [b]) => (a < b ? -1 : 1));
writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
for (const [name, digest] of shipped)
  if (known[name] !== undefined && known[name] !== digest)
    process.stderr.write(`${name} has changed: raise the version of the pack\n`);
