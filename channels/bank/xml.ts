/**
 * XML, read strictly and in one pass: UTF-8 only, no document type, no entities but the five of XML, bounded depth and
 * lengths. Keeps the elements that a reader knows and drops the rest as it goes.
 */
import { isUtf8 } from 'node:buffer';
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { type BankFault, type BankFaultCode, bankFault } from './faults.ts';
import { LONGEST_VALUE } from './words.ts';

/** Most levels of elements. The messages have about 20. */
const DEEPEST = 40;
/** Bytes that are decoded at once. */
const PIECE = 256 * 1024;
/** Elements that may stand more than once; each other one stands once in its parent. */
const REPEATED: ReadonlySet<string> = new Set([
  ...['Stmt', 'Ntfctn', 'Bal', 'Ntry', 'NtryDtls', 'TxDtls'],
  ...['Ustrd', 'Strd', 'AddtlRmtInf'],
]);

/** The elements that are kept below one, by local name, and those below them. */
export interface Kept {
  readonly [name: string]: Kept;
}

/** An element that was kept. */
export interface XmlElement {
  readonly name: string;
  /** Its own text, without space around it. */
  text: string;
  /** The attribute `Ccy`. */
  readonly currency: string | null;
  readonly children: XmlElement[];
  /** What is wrong with it or below it. */
  flaw: Extract<BankFaultCode, 'element-twice' | 'too-long'> | null;
}

/** Who reads a document. */
export interface XmlReader {
  /** The elements to keep below the outermost one, or why the document is refused. */
  begin(namespace: string, name: string): Kept | BankFaultCode;
  /** Told when a kept element ends. True: the reader has it, and its parent need not keep it. */
  end(element: XmlElement): boolean;
}

/** Ends the parsing of a document that is refused. Repeats nothing of the document. */
class Refused extends Error {
  readonly code: BankFaultCode;

  constructor(code: BankFaultCode) {
    super(code);
    this.code = code;
  }
}

/** Whether a text ends inside a character and is UTF-8 before it. */
function endsInCharacter(bytes: Uint8Array): boolean {
  return [1, 2, 3].some((count) => bytes.length > count && isUtf8(bytes.subarray(0, bytes.length - count)));
}

/** Whether the last thing in a file ends a document of ISO 20022. */
function hasEnd(bytes: Uint8Array): boolean {
  return /<\/([\w.-]+:)?Document\s*>\s*$/.test(Buffer.from(bytes.subarray(-200)).toString('latin1'));
}

/** Reads a document to its end. Returns the fault that refuses it, if any. */
export function readXml(bytes: Uint8Array, reader: XmlReader): BankFault | null {
  if (!isUtf8(bytes)) return bankFault(endsInCharacter(bytes) ? 'cut-short' : 'not-utf8');
  const parser = new SaxesParser({ xmlns: true });
  let isWhole = false;
  try {
    listen(parser, reader);
    const decoder = new TextDecoder('utf-8');
    for (let at = 0; at < bytes.length; at += PIECE)
      parser.write(decoder.decode(bytes.subarray(at, at + PIECE), { stream: at + PIECE < bytes.length }));
    isWhole = true;
    parser.close();
    return null;
  } catch (error) {
    // What is open at the end of a whole file began anywhere: a lone ampersand, a comment.
    if (isWhole && hasEnd(bytes)) return bankFault('not-xml');
    const code = error instanceof Refused ? error.code : isWhole ? 'cut-short' : 'not-xml';
    return bankFault(code, `line ${parser.line}`);
  }
}

function listen(parser: SaxesParser<{ xmlns: true }>, reader: XmlReader): void {
  const elements = new OpenElements(reader);
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !/^utf-?8$/i.test(encoding)) throw new Refused('other-encoding');
  });
  parser.on('doctype', () => {
    throw new Refused('doctype');
  });
  parser.on('opentag', (tag) => elements.open(tag));
  parser.on('closetag', () => elements.close());
  parser.on('text', (text) => elements.add(text));
  parser.on('cdata', (text) => elements.add(text));
}

/** The elements that are open, from the outermost to the innermost that is kept. */
class OpenElements {
  private readonly levels: { element: XmlElement; kept: Kept }[] = [];
  private namespace = '';
  /** Open elements below the innermost kept one. */
  private dropped = 0;
  private readonly reader: XmlReader;

  constructor(reader: XmlReader) {
    this.reader = reader;
  }

  open({ local, uri, attributes }: SaxesTagNS): void {
    if (this.levels.length + this.dropped >= DEEPEST) throw new Refused('too-deep');
    const kept = this.dropped > 0 ? undefined : this.keptBelow(local, uri);
    if (kept === undefined) {
      this.dropped += 1;
      return;
    }
    const currency = attributes['Ccy']?.value ?? null;
    this.levels.push({ element: { name: local, text: '', currency, children: [], flaw: null }, kept });
  }

  /** What to keep below an element; undefined when the element itself is not kept. */
  private keptBelow(name: string, uri: string): Kept | undefined {
    const parent = this.levels.at(-1);
    if (parent) return uri === this.namespace && Object.hasOwn(parent.kept, name) ? parent.kept[name] : undefined;
    const kept = this.reader.begin(uri, name);
    if (typeof kept === 'string') throw new Refused(kept);
    this.namespace = uri;
    return kept;
  }

  add(text: string): void {
    const innermost = this.levels.at(-1);
    if (this.dropped === 0 && innermost) innermost.element.text += text;
  }

  close(): void {
    if (this.dropped > 0) {
      this.dropped -= 1;
      return;
    }
    const element = this.levels.pop()?.element;
    if (!element) return;
    element.text = element.text.trim();
    if (element.text.length > LONGEST_VALUE) element.flaw ??= 'too-long';
    if (this.reader.end(element)) return;
    const parent = this.levels.at(-1)?.element;
    if (!parent) return;
    const isTwice = !REPEATED.has(element.name) && parent.children.some(({ name }) => name === element.name);
    parent.flaw ??= element.flaw ?? (isTwice ? 'element-twice' : null);
    parent.children.push(element);
  }
}

/** The element on a path below this one, if it is there. */
export function below(element: XmlElement, ...path: readonly string[]): XmlElement | undefined {
  let inner: XmlElement | undefined = element;
  for (const name of path) inner = inner?.children.find((child) => child.name === name);
  return inner;
}

/** All elements of a name right below this one. */
export function allBelow(element: XmlElement | undefined, name: string): XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** The text on a path below this element; empty when it is not there. */
export function textBelow(element: XmlElement, ...path: readonly string[]): string {
  return below(element, ...path)?.text ?? '';
}
