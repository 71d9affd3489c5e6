/** JSON from outside: refused where two parsers could read it differently, or where its depth alone could break one. */

/** Most levels of nesting. What Arrears reads needs five. */
export const DEEPEST_JSON = 32;

/** Why a text is refused as JSON. Repeats nothing of the text. */
export class JsonFault extends Error {
  override readonly name = 'JsonFault';
}

/**
 * Parses a text. Throws `JsonFault` for text that is not JSON, a key that appears twice in one object, `__proto__` as a
 * key, and more than 32 levels.
 */
export function parseStrictJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new JsonFault('is not JSON');
  }
  checkKeys(text);
  return value;
}

/** Parses bytes like `parseStrictJson`: UTF-8 only, a byte order mark is skipped. */
export function parseStrictBytes(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new JsonFault('is not UTF-8');
  }
  return parseStrictJson(text);
}

/** Checks the keys of well-formed JSON: JSON.parse silently keeps the last of two equal keys. */
function checkKeys(text: string): void {
  /** The keys of each open object; null for a list. */
  const open: (Set<string> | null)[] = [];
  let isKey = false;
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at];
    if (mark === '"') {
      const end = closingQuote(text, at);
      const keys = open.at(-1);
      if (isKey && keys) addKey(keys, text.slice(at, end + 1));
      isKey = false;
      at = end;
    } else if (mark === '{' || mark === '[') {
      open.push(mark === '{' ? new Set() : null);
      if (open.length > DEEPEST_JSON) throw new JsonFault(`is nested more than ${DEEPEST_JSON} deep`);
      isKey = mark === '{';
    } else if (mark === '}' || mark === ']') open.pop();
    else if (mark === ',') isKey = true;
  }
}

/** Index of the quote that closes the string opened at `start`. */
function closingQuote(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at;
}

/** Whether an odd number of backslashes stands before it. */
function isEscaped(text: string, at: number): boolean {
  let count = 0;
  while (text[at - 1 - count] === '\\') count += 1;
  return count % 2 === 1;
}

function addKey(keys: Set<string>, quoted: string): void {
  const key = quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
  if (key === '__proto__') throw new JsonFault('has a key that is not allowed');
  if (keys.has(key)) throw new JsonFault('has the same key twice in one object');
  keys.add(key);
}
