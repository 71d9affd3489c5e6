/** Texts for digests: JSON with sorted keys. Of a function only that it is there. */
import type { Pack } from './rule.ts';

/** The text of a pack's rules. */
export function canonicalText({ name, rules }: Pick<Pack, 'name' | 'rules'>): string {
  return canonicalJson({ name, rules });
}

/** The text of any value. Keys without a value are left out. */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'function') return '"function"';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, part]) => `${JSON.stringify(key)}:${canonicalJson(part)}`).join(',')}}`;
}
