/** CSV by its mapping: the example, each form of an amount and a date, encodings, and that camt tells the same keys. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { BankMapping, DATE_FORMS } from '../../domain/contracts/bank-mapping.ts';
import type { BankLine } from '../../domain/money/bank-line.ts';
import { plainAmount } from '../../domain/money.ts';
import fc from '../../tests/support/property.ts';
import { amountReader, dateReader } from './csv-cells.ts';
import { readStatement } from './read-statement.ts';

const EXAMPLES = join(import.meta.dirname, '../../docs/examples');
const EXAMPLE = JSON.parse(readFileSync(join(EXAMPLES, 'bank-mapping.json'), 'utf8'));

function read(content: string | Buffer, mapping: object = EXAMPLE): readonly BankLine[] {
  const result = readStatement(Buffer.from(content as string), BankMapping.parse(mapping));
  if ('faults' in result) throw new Error(result.faults.map(({ code, place }) => `${code} ${place}`).join());
  return result.lines;
}

describe('the example', () => {
  const lines = read(readFileSync(join(EXAMPLES, 'bank-statement.csv')));
  const line = {
    bankAccount: '008-1234567890',
    direction: 'in',
    currency: 'TWD',
    bookedOn: '2026-11-29',
    takesBack: false,
    returnReason: null,
    references: [],
    counterparty: null,
    text: '',
  };
  const named = (key: string) => ({ ...line, key, bookingKey: key });

  test('is read as docs/bank-statements.md says', () => {
    expect(lines).toEqual([
      {
        ...named('1129-0001/in/143400'),
        row: 5,
        minor: 143_400n,
        references: ['A-1042'],
        counterparty: 'Lin Mei',
        text: 'November; thank you',
      },
      { ...named('1129-0002/in/128000'), row: 6, minor: 128_000n, counterparty: '陈美', text: 'A-1043 十一月还款' },
      {
        ...named('1129-0003/out/200000'),
        row: 7,
        direction: 'out',
        minor: 200_000n,
        takesBack: true,
        returnReason: 'AM04',
        references: ['A-1107'],
        counterparty: 'Gauri Gupta',
        text: 'AM04',
      },
      {
        ...named(String(lines[3]?.key)),
        key: expect.stringMatching(/^hash\/[0-9a-f]{64}$/),
        row: 8,
        direction: 'out',
        minor: 1500n,
        text: 'Fees of October',
      },
    ]);
  });
  test('has the keys of the same movements in camt.053', () => {
    const xml = read(readFileSync(join(EXAMPLES, 'bank-statement.xml')));
    expect(xml.map(({ key }) => key)).toEqual([lines[0]?.key, lines[2]?.key]);
    expect(xml.map(({ minor, takesBack }) => [minor, takesBack])).toEqual([
      [143_400n, false],
      [200_000n, true],
    ]);
  });
});

const BASE = {
  v: 1,
  date: { column: 'Day', form: 'YYYY-MM-DD' },
  amount: { form: 'signed', column: 'Amount' },
  currency: { constant: 'EUR' },
  bankAccount: { constant: 'de89 3704' },
};
const sums = (lines: readonly BankLine[]) => lines.map(({ direction, minor }) => `${direction} ${minor}`);

describe('forms of an amount', () => {
  test('one column with a sign, before or behind', () => {
    const csv = 'Day,Amount\n2026-03-05,10.00\n2026-03-05,-5\n2026-03-05,+1.5\n2026-03-05,2.00-\n2026-03-05,\u22123\n';
    expect(sums(read(csv, BASE))).toEqual(['in 1000', 'out 500', 'in 150', 'out 200', 'out 300']);
  });
  test('two columns, of which the second may have signs', () => {
    const amount = { form: 'two-columns', in: 'Came', out: 'Went', outSigned: true };
    const csv = 'Day,Came,Went\n2026-03-05,10.00,\n2026-03-05,0.00,-5\n2026-03-05,1,-0.00\n';
    expect(sums(read(csv, { ...BASE, amount }))).toEqual(['in 1000', 'out 500', 'in 100']);
    expect(() => read('Day,Came,Went\n2026-03-05,,5\n', { ...BASE, amount })).toThrow(
      'amount-not-positive row 2, column "Went"',
    );
  });
  test('an amount beside a word', () => {
    const amount = { form: 'direction', column: 'Amount', direction: 'Side', in: ['CR', '收入'], out: ['dr'] };
    const csv = (side: string, sum: string) => `Day,Amount,Side\n2026-03-05,${sum},${side}\n`;
    const readSide = (side: string, sum = '10.00') => read(csv(side, sum), { ...BASE, amount });
    expect(sums(readSide('cr'))).toEqual(['in 1000']);
    expect(sums(readSide('收入'))).toEqual(['in 1000']);
    expect(sums(readSide('DR'))).toEqual(['out 1000']);
    expect(() => readSide('CRD')).toThrow('unknown-word row 2, column "Side"');
    expect(() => readSide('')).toThrow('empty row 2, column "Side"');
    expect(() => readSide('DR', '-10.00')).toThrow('amount-not-positive row 2, column "Amount"');
  });
  test('two signs are no number', () => {
    expect(() => read('Day,Amount\n2026-03-05,-5-\n', BASE)).toThrow('not-a-number row 2, column "Amount"');
  });
  test('zero is none', () => {
    expect(() => read('Day,Amount\n2026-03-05,0.00\n', BASE)).toThrow('amount-not-positive row 2, column "Amount"');
  });
  test.each([
    ['.', ',', '1,434.50'],
    [',', '.', '1.434,50'],
    [',', ' ', '1\u00a0434,50'],
    ['.', "'", '1\u2019434.50'],
    ['.', '', '1434.50'],
    [',', '.', '1434,50'],
  ] as const)('decimals with %s, thousands with "%s": %s', (decimalSeparator, thousandsSeparator, text) => {
    expect(amountReader({ decimalSeparator, thousandsSeparator })(text, 'EUR')).toBe(143_450n);
  });
  test('what is written with other separators is refused, never read as another amount', () => {
    const mark = fc.constantFrom('.', ',', ' ', "'");
    const digits = fc.bigInt({ min: 1n, max: 10n ** 12n });
    fc.assert(
      fc.property(digits, mark, fc.option(mark, { nil: '' }), mark, mark, (minor, decimal, group, other, thousands) => {
        fc.pre(decimal !== group && (other === '.' || other === ',') && other !== thousands);
        const [whole = '', fraction = ''] = plainAmount(minor, 'EUR').split('.');
        const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
        const result = amountReader({ decimalSeparator: other, thousandsSeparator: thousands })(
          `${grouped}${decimal}${fraction}`,
          'EUR',
        );
        if (other === decimal && (grouped === whole || group === thousands)) expect(result).toBe(minor);
        else if (typeof result === 'bigint') expect([group, thousands, result]).toEqual([thousands, thousands, minor]);
      }),
    );
  });
});

describe('forms of a date', () => {
  test.each([...DATE_FORMS])('%s', (form) => {
    const written = form
      .replace('YYYY', '2026')
      .replace('YY', '26')
      .replace('MM', '03')
      .replace('DD', '05')
      .replace('hh:mm:ss', '9:30:00');
    const readDate = dateReader(form);
    expect(readDate(written)).toBe('2026-03-05');
    expect(readDate(`${written} `)).toBeNull();
    expect(readDate(written.replace('05', '32'))).toBeNull();
    const short = written.replace('03', '3').replace('05', '5');
    expect(readDate(short)).toBe(form.startsWith('YYYYMM') ? null : '2026-03-05');
  });
  test('a point is a point', () => expect(dateReader('DD.MM.YYYY')('05-03-2026')).toBeNull());
});

describe('a file', () => {
  const CSV = 'Day;Amount;Name\n2026-03-05;10.00;Müller\n';
  const mapping = { ...BASE, delimiter: ';', counterparty: 'Name' };
  test('in windows-1252', () => {
    const lines = read(Buffer.from(CSV, 'latin1'), { ...mapping, encoding: 'windows-1252' });
    expect(lines.map(({ counterparty }) => counterparty)).toEqual(['Müller']);
  });
  test('in gb18030', () => {
    const chen = Buffer.from('b3c2c3c0', 'hex');
    const bytes = Buffer.concat([Buffer.from('Day;Amount;Name\n2026-03-05;10.00;'), chen, Buffer.from('\n')]);
    expect(read(bytes, { ...mapping, encoding: 'gb18030' }).map(({ counterparty }) => counterparty)).toEqual(['陈美']);
  });
  test('with a byte order mark, CRLF, blank rows, a delimiter at the end of each row', () => {
    const csv = '\uFEFFDay;Amount;Name\r\n\r\n2026-03-05;10.00;Lin;\r\n;;\r\n2026-03-06;1;Lin\r\n';
    expect(read(csv, mapping).map(({ row }) => row)).toEqual([3, 5]);
  });
  test('with names of columns that are composed otherwise', () => {
    expect(read(CSV.replace('Name', 'Zu\u0308ge'), { ...mapping, counterparty: 'Züge' })).toHaveLength(1);
  });
  test('without rows tells nothing', () => expect(read('Day;Amount;Name\n', mapping)).toEqual([]));
  test('names the account as it is compared', () => {
    expect(read(CSV, mapping)[0]?.bankAccount).toBe('DE893704');
    const column = { ...mapping, bankAccount: { column: 'Name' } };
    expect(read(CSV, column)[0]?.bankAccount).toBe('MÜLLER');
  });
  test('numbers equal rows, and reads references in the order of the mapping, none twice', () => {
    const rows = { ...BASE, references: ['B', 'A', 'C'] };
    const lines = read('Day,Amount,A,B,C\n2026-03-05,1,a,b,NOTPROVIDED\n2026-03-05,1,a,b,b\n', rows);
    expect(lines.map(({ references }) => references)).toEqual([
      ['b', 'a'],
      ['b', 'a'],
    ]);
    expect(lines[1]?.key).toBe(`${lines[0]?.key}/2`);
  });
  test('takes back where its marker says so, in capitals or small letters', () => {
    const returned = { column: 'Kind', words: ['Retoure'], reason: 'Why' };
    const csv = 'Day,Amount,Kind,Why\n2026-03-05,-1,RETOURE,AM04\n2026-03-05,-1,Retouren,AM04\n';
    expect(read(csv, { ...BASE, returned }).map((line) => [line.takesBack, line.returnReason])).toEqual([
      [true, 'AM04'],
      [false, null],
    ]);
  });
});
