/**
 * The lender's book, and features beside it, as a simulation takes them: read by the checks of the import, all rows or
 * none, and nothing is stored.
 */
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BookOnDisk, inspectBook } from '../channels/book/reader.ts';
import { BOOK_FAULTS, type BookFault } from '../domain/contracts/book-faults.ts';
import {
  type BookCells,
  type BookContext,
  type BookRow,
  cellOf,
  contentOf,
  parseBookRow,
  personContentOf,
} from '../domain/contracts/book-row.ts';
import { parseFeatureRow } from '../domain/contracts/feature-row.ts';
import { creditorFactsOf } from '../domain/creditor-terms.ts';
import { productsOf } from '../domain/products.ts';
import { stageNames } from '../domain/rules.ts';
import type { StoredFeatures } from '../domain/strategy/score/score.ts';
import { type CalendarDate, localDate } from '../domain/time.ts';
import { parseCreditors } from '../engine/import/creditors.ts';
import { addReasons, type RefusalReason } from '../engine/import/refusal-reasons.ts';
import { SeenKeys } from '../engine/import/seen-keys.ts';
import { accountsOf, type PortfolioAccount, type PortfolioCreditor } from '../simulation/portfolio/portfolio.ts';
import { RULEBOOK } from '../stages/rules.ts';
import { EXIT, Fault } from './fault.ts';
import { reasonLines } from './import-reasons.ts';
import { demoFeatures, withClasses } from './portfolio-features.ts';
import { note } from './print.ts';
import { readModel } from './score-files.ts';

/** Rows that are read at once. */
const BATCH = 4000;
/** Rows that are named; more would hide the first. */
const MOST_ROWS = 5;
const EXAMPLE_CREDITORS = fileURLToPath(new URL('../creditors.example.json', import.meta.url));
const DEMO_PORTFOLIO = fileURLToPath(new URL('../demo/portfolio.csv', import.meta.url));

/** What a simulation starts from. */
export interface PortfolioInput {
  name: string;
  /** Hex, of the bytes of the book. */
  sha256: string;
  accounts: PortfolioAccount[];
  currency: string;
  /** The newest date of the rows. */
  startsOn: CalendarDate;
}
interface InputOptions {
  /** Left out: the portfolio of the demo. */
  input?: string | undefined;
  /** Left out: those of the demo's portfolio, or none. */
  features?: string | undefined;
  /** A model that classes accounts by their features; left out: the shipped model. */
  model?: string | undefined;
  /** Left out: the creditors of the example. */
  creditors?: string | undefined;
}

/** Reads the input of a simulation. Throws a Fault that names row, column and remedy. */
export async function readPortfolioInput({ input, features, model, creditors }: InputOptions): Promise<PortfolioInput> {
  const known = readCreditors(creditors ?? EXAMPLE_CREDITORS);
  const path = input ?? DEMO_PORTFOLIO;
  if (input === undefined && !existsSync(path))
    throw new Fault(
      'not-done',
      'The portfolio of the demo is not part of this installation.',
      'Name a book: --input FILE.',
    );
  const source = await openFile(path, 'book');
  // The dates of the demo's portfolio are in the future on some machines.
  const context = contextOf(known, input === undefined ? () => LAST_DATE : undefined);
  const rows = await readBook(source, context, path);
  if (rows.length === 0) throw new Fault('file-refused', 'The book has no rows.', 'Name a book with accounts.');
  const scorer = readModel(model);
  const values = await featuresOf(features, input === undefined, context, rows);
  const currencies = [...new Set(rows.map(({ currency }) => currency))];
  if (currencies.length > 1)
    throw new Fault(
      'file-refused',
      `The book has accounts in ${currencies.join(' and ')}; a simulation adds up one currency.`,
      'Simulate the accounts of each currency on their own.',
    );
  return {
    name: input === undefined ? 'the portfolio of the demo' : (path.split('/').at(-1) ?? path),
    sha256: source.sha256,
    accounts: accountsOf(
      rows,
      (code) => known.get(code) as PortfolioCreditor,
      ({ creditor, account }) => withClasses(scorer, values.get(`${creditor}/${account}`) ?? {}),
    ),
    currency: currencies[0] as string,
    startsOn: rows.reduce((newest, { asOf }) => (asOf > newest ? asOf : newest), ''),
  };
}
const LAST_DATE = '9999-12-31';

/** Features by `creditor/account`: of the file; without one those of the demo's accounts, or none. */
async function featuresOf(
  path: string | undefined,
  isDemo: boolean,
  context: BookContext,
  rows: readonly BookRow[],
): Promise<ReadonlyMap<string, StoredFeatures>> {
  if (path !== undefined) return readFeatures(path, context, rows);
  const known = isDemo ? demoFeatures() : new Map<string, StoredFeatures>();
  return new Map(rows.map(({ creditor, account }) => [`${creditor}/${account}`, known.get(account) ?? {}]));
}

interface KnownCreditor extends PortfolioCreditor {
  currency: string;
}

function readCreditors(path: string): Map<string, KnownCreditor> {
  const creditors = parseCreditors(readFileSync(path));
  return new Map(
    creditors.map((creditor) => [
      creditor.code,
      {
        facts: creditorFactsOf({ id: creditor.code, ...creditor }),
        products: productsOf(creditor.terms),
        currency: creditor.currency,
      },
    ]),
  );
}

function contextOf(
  known: ReadonlyMap<string, KnownCreditor>,
  today = (zone: string): CalendarDate => localDate(Date.now(), zone),
): BookContext {
  return {
    creditorOf(code) {
      const creditor = known.get(code);
      if (creditor === undefined) return null;
      const { currency, products, facts } = creditor;
      return { currency, products, today: today(facts.zone) };
    },
    stages: stageNames(RULEBOOK),
  };
}

async function openFile(path: string, kind: 'book' | 'features'): Promise<BookOnDisk> {
  const inspected = await inspectBook(() => createReadStream(path), kind);
  if ('faults' in inspected) throw refusalOf(path, inspected.faults, []);
  return inspected.source;
}

async function readBook(source: BookOnDisk, context: BookContext, path: string): Promise<BookRow[]> {
  const rows: BookRow[] = [];
  const refused = new Refused();
  const seen = { accounts: new SeenKeys(), persons: new SeenKeys() };
  for await (const batch of source.lines(BATCH))
    for (const line of batch) {
      refused.rows += 1;
      const read = 'fault' in line ? [{ column: '', code: line.fault }] : readRow(line.cells, context, seen);
      if (read === 'repeated') continue;
      if (Array.isArray(read)) refused.add(line.row, read);
      else rows.push(read);
    }
  refused.throwIfAny(path);
  return rows;
}

type RowFault = Pick<BookFault, 'column' | 'code'>;

/** A row, its faults, or that it repeats an earlier row. */
function readRow(
  cells: BookCells,
  context: BookContext,
  seen: { accounts: SeenKeys; persons: SeenKeys },
): BookRow | RowFault[] | 'repeated' {
  const creditor = cellOf(cells, 'creditor');
  const account = seen.accounts.see(`${creditor}/${cellOf(cells, 'account')}`, contentOf(cells));
  if (account === 'same') return 'repeated';
  if (account === 'other') return [{ column: 'account', code: 'account-twice' }];
  const row = parseBookRow(cells, context);
  if (Array.isArray(row)) return row;
  const personal = personContentOf(cells);
  const person = seen.persons.see(`${creditor}/${row.person}`, personal);
  return person === 'other' ? [{ column: 'person', code: 'person-disagrees' }] : row;
}

/** Newest values by account and name. */
async function readFeatures(
  path: string,
  context: BookContext,
  rows: readonly BookRow[],
): Promise<Map<string, Record<string, string>>> {
  const known = new Set(rows.map(({ creditor, account }) => `${creditor}/${account}`));
  const newest = new Map<string, { asOf: CalendarDate; value: string }>();
  const values = new Map<string, Record<string, string>>();
  const refused = new Refused();
  const seen = new SeenKeys();
  for await (const batch of (await openFile(path, 'features')).lines(BATCH))
    for (const line of batch) {
      refused.rows += 1;
      const row = 'fault' in line ? [{ column: '', code: line.fault }] : parseFeatureRow(line.cells, context);
      if (Array.isArray(row)) {
        refused.add(line.row, row);
        continue;
      }
      const account = `${row.creditor}/${row.account}`;
      const before = newest.get(`${account} ${row.name}`);
      if (!known.has(account)) refused.add(line.row, [{ column: 'account', code: 'unknown-account' }]);
      else if (seen.see(`${account}/${row.name}/${row.asOf}`, row.value) === 'other')
        refused.add(line.row, [{ column: 'value', code: 'row-twice' }]);
      else if (before === undefined || before.asOf < row.asOf) {
        newest.set(`${account} ${row.name}`, row);
        values.set(account, { ...values.get(account), [row.name]: row.value });
      }
    }
  refused.throwIfAny(path);
  return values;
}

/** Rows with faults. */
class Refused {
  rows = 0;
  private readonly faults: BookFault[] = [];
  private readonly reasons: RefusalReason[] = [];

  add(row: number, faults: readonly RowFault[]): void {
    addReasons(this.reasons, faults);
    for (const fault of faults) if (this.faults.length < MOST_ROWS) this.faults.push({ row, ...fault });
  }
  throwIfAny(path: string): void {
    if (this.faults.length > 0) throw refusalOf(path, this.faults, reasonLines(this.reasons, this.rows));
  }
}

function refusalOf(path: string, faults: readonly BookFault[], reasons: readonly string[]): Fault {
  for (const { row, column, code } of faults) {
    const { sentence, remedy } = BOOK_FAULTS[code];
    note(`Row ${row}${column === '' ? '' : `, column ${column}`}: ${sentence} ${remedy}`);
  }
  for (const reason of reasons) note(reason);
  return new Fault(
    'file-refused',
    `${path} was refused; nothing was simulated.`,
    'Correct the rows: docs/import-format.md describes the columns. npx arrears import --dry-run lists every row.',
    EXIT.notDone,
    {
      faults: faults.map(({ row, column, code }) => ({
        pointer: `/${row}/${column}`,
        words: BOOK_FAULTS[code].sentence,
      })),
    },
  );
}
