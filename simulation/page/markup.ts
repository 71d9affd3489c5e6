/** Markup that is safe to join: texts are escaped once, when they become markup. */

import { plain } from '../../domain/plain-text.ts';

/** HTML or SVG. Made by `markup` and `joined` only, so that no text gets in without being escaped. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = string | number | Markup | readonly Markup[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** The text as content of an element or of a quoted attribute. Control characters become spaces. */
export function escapeText(text: string): string {
  return plain(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
}

function textOf(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(({ text }) => text).join('');
  return escapeText(String(part));
}

/** Markup with values filled in: strings and numbers are escaped, markup stays. */
export function markup(pieces: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(pieces.map((piece, at) => piece + (at < parts.length ? textOf(parts[at] as Part) : '')).join(''));
}

export const NOTHING = new Markup('');
