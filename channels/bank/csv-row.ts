/** Reads the rows of a CSV statement, and tells each fault with its row and column. */
import type { BankMapping } from '../../domain/contracts/bank-mapping.ts';
import type { BankLine } from '../../domain/money/bank-line.ts';
import { isCurrency } from '../../domain/money.ts';
import type { CsvLine } from '../csv.ts';
import { amountReader, dateReader } from './csv-cells.ts';
import type { BankFaultCode, FaultList } from './faults.ts';
import type { Booking, Movement } from './line-keys.ts';
import { accountNumber, givenReference, LONGEST_VALUE, tidy } from './words.ts';

/** What a row says of its amount. */
type Sum = Pick<Booking, 'direction' | 'minor'>;
/** A row that is read: the cell of a column, trimmed, and the fault of one. */
interface Row {
  cell(column: string): string;
  fail(code: BankFaultCode, column: string): null;
}

/** Reads rows by a mapping. `places` has the place of each column that the mapping names. */
export class RowReader {
  private readonly mapping: BankMapping;
  private readonly places: ReadonlyMap<string, number>;
  private readonly found: FaultList;
  private readonly readDate: ReturnType<typeof dateReader>;
  private readonly readNumber: ReturnType<typeof amountReader>;
  /** Words of the mapping in small letters. */
  private readonly words: Readonly<Record<'in' | 'out' | 'returned', ReadonlySet<string>>>;

  constructor(mapping: BankMapping, places: ReadonlyMap<string, number>, found: FaultList) {
    this.mapping = mapping;
    this.places = places;
    this.found = found;
    this.readDate = dateReader(mapping.date.form);
    this.readNumber = amountReader(mapping);
    const { amount, returned } = mapping;
    this.words = {
      in: small(amount.form === 'direction' ? amount.in : []),
      out: small(amount.form === 'direction' ? amount.out : []),
      returned: small(returned?.words ?? []),
    };
  }

  /** The movement of a row; null when it has faults. */
  read({ row: number, cells }: CsvLine): Movement | null {
    let isSound = true;
    const row: Row = {
      cell: (column) => (cells[this.places.get(column) ?? -1] ?? '').trim(),
      fail: (code, column) => {
        isSound = false;
        this.found.add(code, `row ${number}, column "${column}"`);
        return null;
      },
    };
    for (const column of this.places.keys()) if (row.cell(column).length > LONGEST_VALUE) row.fail('too-long', column);
    const { mapping } = this;
    const bookedOn = this.dateOf(row);
    const currency = this.currencyOf(row);
    const bankAccount = accountNumber(this.given(row, mapping.bankAccount));
    const sum = currency === null ? null : this.sumOf(row, currency);
    if (!isSound || bookedOn === null || currency === null || sum === null) return null;
    const named = mapping.bankReference === undefined ? null : givenReference(row.cell(mapping.bankReference));
    return {
      row: number,
      bankAccount,
      ...sum,
      currency,
      bookedOn,
      ...this.returnOf(row),
      references: [...new Set(mapping.references.flatMap((column) => givenReference(row.cell(column)) ?? []))],
      counterparty: mapping.counterparty === undefined ? null : tidy(row.cell(mapping.counterparty)) || null,
      text: tidy(mapping.text.map((column) => row.cell(column)).join(' ')),
      reference: null,
      booking: { reference: named, ...sum },
    };
  }

  private dateOf(row: Row): BankLine['bookedOn'] | null {
    const { column } = this.mapping.date;
    const text = row.cell(column);
    return this.readDate(text) ?? row.fail(text === '' ? 'empty' : 'no-such-date', column);
  }

  /** The cell or the constant of a mapping; a cell may not be empty. */
  private given(row: Row, source: BankMapping['bankAccount']): string {
    if ('constant' in source) return source.constant;
    const text = row.cell(source.column);
    if (text === '') row.fail('empty', source.column);
    return text;
  }

  private currencyOf(row: Row): string | null {
    const { currency } = this.mapping;
    const code = this.given(row, currency).toUpperCase();
    if (isCurrency(code)) return code;
    return code !== '' && 'column' in currency ? row.fail('unknown-currency', currency.column) : null;
  }

  private sumOf(row: Row, currency: string): Sum | null {
    const { amount } = this.mapping;
    switch (amount.form) {
      case 'signed': {
        const minor = this.numberOf(row, amount.column, currency);
        if (minor === null) return null;
        if (minor === 0n) return row.fail('amount-not-positive', amount.column);
        return minor > 0n ? { direction: 'in', minor } : { direction: 'out', minor: -minor };
      }
      case 'two-columns':
        return this.ofTwoColumns(row, amount, currency);
      case 'direction': {
        const word = row.cell(amount.direction).toLowerCase();
        const direction = (['in', 'out'] as const).find((name) => this.words[name].has(word));
        if (direction === undefined) return row.fail(word === '' ? 'empty' : 'unknown-word', amount.direction);
        const minor = this.numberOf(row, amount.column, currency);
        if (minor === null) return null;
        return minor > 0n ? { direction, minor } : row.fail('amount-not-positive', amount.column);
      }
    }
  }

  private ofTwoColumns(
    row: Row,
    columns: Extract<BankMapping['amount'], { form: 'two-columns' }>,
    currency: string,
  ): Sum | null {
    const [came, went] = ([columns.in, columns.out] as const).map((column) =>
      row.cell(column) === '' ? 0n : this.numberOf(row, column, currency),
    );
    if (came === null || came === undefined || went === null || went === undefined) return null;
    if ((came === 0n) === (went === 0n)) return row.fail('both-amounts', columns.in);
    if (came !== 0n) return came > 0n ? { direction: 'in', minor: came } : row.fail('amount-not-positive', columns.in);
    const minor = columns.outSigned ? -went : went;
    return minor > 0n ? { direction: 'out', minor } : row.fail('amount-not-positive', columns.out);
  }

  private numberOf(row: Row, column: string, currency: string): bigint | null {
    const text = row.cell(column);
    if (text === '') return row.fail('empty', column);
    const minor = this.readNumber(text, currency);
    return typeof minor === 'bigint' ? minor : row.fail(minor, column);
  }

  private returnOf(row: Row): Pick<Movement, 'takesBack' | 'returnReason'> {
    const { returned } = this.mapping;
    const takesBack = returned !== undefined && this.words.returned.has(row.cell(returned.column).toLowerCase());
    const reason = takesBack && returned.reason !== undefined ? tidy(row.cell(returned.reason)) : '';
    return { takesBack, returnReason: reason || null };
  }
}

const small = (words: readonly string[]): ReadonlySet<string> => new Set(words.map((word) => word.toLowerCase()));
