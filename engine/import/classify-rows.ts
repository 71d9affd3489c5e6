/** Sorts the lines of a batch before anything is written: refused, stale, unchanged, new, changed. */
import { hash as digest } from 'node:crypto';
import type { Pool } from 'pg';
import type { BookFault, BookFaultCode } from '../../domain/contracts/book-faults.ts';
import {
  type BookCells,
  type BookContext,
  type BookLine,
  type BookRow,
  cellOf,
  contentOf,
  parseBookRow,
  personContentOf,
} from '../../domain/contracts/book-row.ts';
import type { Candidate } from './accounts.ts';
import { findKnownRows } from './older-rows.ts';
import { SeenKeys } from './seen-keys.ts';
import type { BookCreditor, Change } from './updates.ts';

/** A fault of a refused row. `account` is empty when its cell cannot be shown safely. */
export interface Refusal extends BookFault {
  account: string;
}
/** A batch, sorted. `rows`, `unchanged`, `stale` and `refused` count rows. */
export interface ClassifiedBatch {
  rows: number;
  unchanged: number;
  stale: number;
  /** Rows with at least one fault. */
  refused: number;
  refusals: Refusal[];
  /** A line could not be split into cells: which accounts the file names is not certain. */
  broken: boolean;
  named: { creditorId: string; account: string }[];
  fresh: Map<BookCreditor, Candidate[]>;
  changed: Map<BookCreditor, Change[]>;
}
/** A batch while it is sorted. */
interface Sorting extends ClassifiedBatch {
  /** Rows of a day before the last one taken of their account. */
  older: Map<BookCreditor, Change[]>;
}
/** What an import has seen so far. */
export interface Classifier {
  pool: Pool;
  creditors: ReadonlyMap<string, BookCreditor>;
  context: BookContext;
  accounts: SeenKeys;
  persons: SeenKeys;
}
interface Known {
  id: string;
  row_hash: string;
  row_as_of: string;
  product: string;
  currency: string;
  person: string;
}
interface Pending {
  row: number;
  cells: BookCells;
  hash: string;
  account: string;
}

/** Starts the classifier of an import. `stages` are the names that `reached_stage` may hold. */
export function openClassifier(
  pool: Pool,
  creditors: ReadonlyMap<string, BookCreditor>,
  stages: readonly string[],
): Classifier {
  const context: BookContext = { creditorOf: (code) => creditors.get(code) ?? null, stages };
  return { pool, creditors, context, accounts: new SeenKeys(), persons: new SeenKeys() };
}

/** Known accounts of one creditor by number. */
async function findKnown(pool: Pool, creditorId: string, numbers: readonly string[]): Promise<Map<string, Known>> {
  const { rows } = await pool.query<Known & { number: string }>({
    name: 'book-known',
    text: `
      select a.number, a.id, a.row_hash, a.row_as_of, a.product, a.currency, p.number as person
      from account a
      join account_person ap on ap.account_id = a.id and ap.role = 'debtor'
      join person p on p.id = ap.person_id
      where a.creditor_id = $1
        and a.number = any($2::text[])`,
    values: [creditorId, numbers],
  });
  return new Map(rows.map((row) => [row.number, row]));
}

/** A number that may be shown as it is; empty for any other text. */
export function safeKey(text: string): string {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text) ? text : '';
}

function refuse(
  result: ClassifiedBatch,
  row: number,
  cells: BookCells | null,
  faults: readonly { column: string; code: BookFaultCode }[],
): void {
  const account = cells ? safeKey(cellOf(cells, 'account')) : '';
  for (const { column, code } of faults) result.refusals.push({ row, account, column, code });
  result.refused += 1;
}

/** Hash of the row's content. */
function hashOf(cells: BookCells): string {
  return digest('sha256', contentOf(cells), 'base64url');
}

/** Checks a line against the lines before it. Null when it is refused or repeats an earlier line. */
function classifyLine(classifier: Classifier, result: ClassifiedBatch, line: BookLine): Pending | null {
  if ('fault' in line) {
    result.broken = true;
    refuse(result, line.row, null, [{ column: '', code: line.fault }]);
    return null;
  }
  const { row, cells } = line;
  const [creditor, account] = [cellOf(cells, 'creditor'), cellOf(cells, 'account')];
  const hash = hashOf(cells);
  const before = classifier.accounts.see(`${creditor}/${account}`, hash);
  if (before === 'same') {
    result.unchanged += 1;
    return null;
  }
  if (before === 'new') return { row, cells, hash, account };
  refuse(result, row, cells, [{ column: 'account', code: 'account-twice' }]);
  return null;
}

/** Whether a row describes its person differently from the first good row of that person. */
function contradictsPerson(classifier: Classifier, cells: BookCells): boolean {
  const person = `${cellOf(cells, 'creditor')}/${cellOf(cells, 'person')}`;
  return classifier.persons.see(person, personContentOf(cells)) === 'other';
}

/** The fault of a row that does not fit the stored account; null when it fits. */
function conflictWithKnown(book: BookRow, known: Known): { column: string; code: BookFaultCode } | null {
  if (book.product !== known.product) return { column: 'product', code: 'other-contract' };
  if (book.currency !== known.currency) return { column: 'currency', code: 'other-contract' };
  if (book.person !== known.person) return { column: 'person', code: 'other-person' };
  return book.asOf === known.row_as_of ? { column: 'as_of', code: 'same-day-other-content' } : null;
}

function classifyRow(
  classifier: Classifier,
  result: Sorting,
  creditor: BookCreditor | null,
  pending: Pending,
  known: Known | undefined,
): void {
  const { cells } = pending;
  if (known?.row_hash === pending.hash) {
    result.unchanged += 1;
    contradictsPerson(classifier, cells);
    return;
  }
  const book = parseBookRow(cells, classifier.context);
  if (Array.isArray(book)) {
    refuse(result, pending.row, cells, book);
    return;
  }
  if (creditor === null) return;
  const candidate = { row: pending.row, hash: pending.hash, book };
  const fault = known ? conflictWithKnown(book, known) : null;
  if (fault) refuse(result, pending.row, cells, [fault]);
  else if (contradictsPerson(classifier, cells))
    refuse(result, pending.row, cells, [{ column: 'person', code: 'person-disagrees' }]);
  else if (!known) listOf(result.fresh, creditor).push(candidate);
  else {
    const older = book.asOf < known.row_as_of;
    listOf(older ? result.older : result.changed, creditor).push({ ...candidate, accountId: known.id, older });
  }
}

/** Keeps the older rows whose day was not told before; the others are unchanged or refused. */
async function classifyOlder(pool: Pool, result: Sorting): Promise<void> {
  for (const [creditor, changes] of result.older) {
    const known = await findKnownRows(pool, changes);
    for (const [index, change] of changes.entries()) {
      if (known[index] === 'same') result.unchanged += 1;
      else if (known[index] === 'other') {
        const { row, book } = change;
        result.refusals.push({ row, account: book.account, column: 'as_of', code: 'same-day-other-content' });
        result.refused += 1;
      } else {
        result.stale += 1;
        listOf(result.changed, creditor).push(change);
      }
    }
  }
}

/** The list of a key; an empty one is put there. */
export function listOf<K, V>(lists: Map<K, V[]>, key: K): V[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

/** Sorts one batch. Reads stored accounts, writes nothing. */
export async function classifyBatch(classifier: Classifier, lines: readonly BookLine[]): Promise<ClassifiedBatch> {
  const result: Sorting = {
    rows: lines.length,
    unchanged: 0,
    stale: 0,
    refused: 0,
    refusals: [],
    broken: false,
    named: [],
    fresh: new Map(),
    changed: new Map(),
    older: new Map(),
  };
  const byCreditor = new Map<BookCreditor | null, Pending[]>();
  for (const line of lines) {
    const creditor = 'cells' in line ? (classifier.creditors.get(cellOf(line.cells, 'creditor')) ?? null) : null;
    if ('cells' in line && creditor)
      result.named.push({ creditorId: creditor.id, account: cellOf(line.cells, 'account') });
    const pending = classifyLine(classifier, result, line);
    if (pending) listOf(byCreditor, creditor).push(pending);
  }
  for (const [creditor, pending] of byCreditor) {
    const known =
      creditor &&
      (await findKnown(
        classifier.pool,
        creditor.id,
        pending.map((pending) => pending.account),
      ));
    for (const item of pending) classifyRow(classifier, result, creditor, item, known?.get(item.account));
  }
  await classifyOlder(classifier.pool, result);
  result.refusals.sort((a, b) => a.row - b.row);
  return result;
}
