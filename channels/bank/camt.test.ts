/** The samples of each message and version, and what becomes of each kind of entry. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { BankLine, BankStatementFile } from '../../domain/money/bank-line.ts';
import { camtFile, type WrittenEntry, type WrittenPayment } from '../../tests/support/camt-file.ts';
import { readStatement } from './read-statement.ts';

function read(content: string | Buffer): BankStatementFile {
  const result = readStatement(Buffer.from(content as string), null);
  if ('faults' in result) throw new Error(JSON.stringify(result.faults));
  return result;
}
const sample = (name: string) => read(readFileSync(join(import.meta.dirname, 'samples', `${name}.xml`)));
const IBAN = 'DE89370400440532013000';
const HASH = expect.stringMatching(/^hash\/[0-9a-f]{64}$/);
const LINE: Omit<BankLine, 'key' | 'bookingKey' | 'row' | 'minor'> = {
  bankAccount: IBAN,
  direction: 'in',
  currency: 'EUR',
  bookedOn: '2026-03-05',
  takesBack: false,
  returnReason: null,
  references: [],
  counterparty: null,
  text: '',
};

describe('the samples', () => {
  test('camt.053.001.02: a payment, a collective credit, a returned direct debit, a fee, a pending entry', () => {
    expect(sample('camt.053.001.02')).toEqual({
      format: 'camt.053.001.02',
      unbooked: 1,
      repeated: 0,
      lines: [
        {
          ...LINE,
          key: 'T-1/in/15000',
          bookingKey: 'E-1/in/15000',
          row: 1,
          minor: 15_000n,
          references: ['RF18539007547034', 'MARCH RATE'],
          counterparty: 'Alice Adams',
          text: 'card A-1042, thank you & goodbye',
        },
        {
          ...LINE,
          key: 'E-2/in/30050',
          bookingKey: 'E-2/in/30050',
          row: 2,
          minor: 30_050n,
          text: 'Collective credit, details in an advice',
        },
        {
          ...LINE,
          key: 'E-3/out/8000',
          bookingKey: 'E-3/out/8000',
          row: 3,
          direction: 'out',
          minor: 8000n,
          takesBack: true,
          returnReason: 'AM04',
          references: ['A-2077-2026-02', 'M-2077'],
          counterparty: 'Brian Baker',
        },
        { ...LINE, key: HASH, bookingKey: HASH, row: 4, direction: 'out', minor: 1200n, text: 'Fees of February' },
      ],
    });
  });

  test('camt.054.001.02: the payments of a collective credit, booked under the key that the statement gives it', () => {
    const { lines, format } = sample('camt.054.001.02');
    expect(format).toBe('camt.054.001.02');
    const booking = { ...LINE, bookingKey: 'E-2/in/30050', row: 1 };
    expect(lines).toEqual([
      { ...booking, key: 'T-21/in/10025', minor: 10_025n, references: ['A-3001'], counterparty: 'Carla Carter' },
      { ...booking, key: 'T-22/in/10025', minor: 10_025n, counterparty: 'Dwight Diaz', text: 'A-3002 & more' },
      { ...booking, key: 'E-2/part/in/10000', minor: 10_000n },
    ]);
    const whole = sample('camt.053.001.02').lines[1];
    expect(whole?.key).toBe(booking.bookingKey);
  });

  test('camt.053.001.08: two statements, a batch in detail, a payment of the creditor’s that came back', () => {
    const line = { ...LINE, bankAccount: '008-1234567890', currency: 'TWD' };
    const batch = { ...line, bookingKey: 'TW-E1/in/271400', row: 1 };
    expect(sample('camt.053.001.08')).toEqual({
      format: 'camt.053.001.08',
      unbooked: 0,
      repeated: 0,
      lines: [
        {
          ...batch,
          key: 'TW-E1/part/in/143400',
          minor: 143_400n,
          references: ['A-1042'],
          counterparty: 'Lin Mei',
        },
        {
          ...batch,
          key: 'TW-E1/part/in/128000',
          minor: 128_000n,
          references: ['A-1043'],
          counterparty: '陈美',
          text: '三月还款 卡',
        },
        {
          ...line,
          key: HASH,
          bookingKey: HASH,
          row: 2,
          minor: 150_000n,
          takesBack: true,
          returnReason: 'AC04',
          references: ['REFUND-9'],
          counterparty: 'Gauri Gupta',
        },
        {
          ...line,
          bankAccount: '008-9876543210',
          key: HASH,
          bookingKey: HASH,
          row: 3,
          minor: 90_000n,
          bookedOn: '2026-03-04',
        },
      ],
    });
  });

  test('camt.054.001.08: direct debits that were returned as one sum', () => {
    const { lines, unbooked } = sample('camt.054.001.08');
    expect(unbooked).toBe(1);
    const back = { ...LINE, direction: 'out', bookedOn: '2026-03-06', takesBack: true, row: 1 } as const;
    expect(lines).toEqual([
      {
        ...back,
        key: 'E-9/part/out/2500',
        bookingKey: 'E-9/out/5500',
        minor: 2500n,
        returnReason: 'MD06',
        references: ['A-4001-2026-03', 'M-4001'],
        counterparty: 'Elena Evans',
      },
      {
        ...back,
        key: 'E-9/part/out/3000',
        bookingKey: 'E-9/out/5500',
        minor: 3000n,
        returnReason: 'OTHER',
        references: ['A-4002-2026-03', 'M-4002'],
        counterparty: 'Frank Foster',
      },
    ]);
  });
});

const PAYMENT: WrittenPayment = {
  reference: null,
  direction: 'in',
  minor: 1000n,
  takesBack: false,
  returnReason: null,
  creditorReferences: [],
  endToEnd: null,
  mandate: null,
  counterparty: null,
  text: [],
};
const ENTRY: WrittenEntry = { reference: 'E-1', bookedOn: '2026-03-05', status: 'BOOK', payments: [PAYMENT] };
const entry = (over: Partial<WrittenEntry>, ...payments: Partial<WrittenPayment>[]): WrittenEntry => ({
  ...ENTRY,
  ...over,
  payments: payments.length === 0 ? ENTRY.payments : payments.map((payment) => ({ ...PAYMENT, ...payment })),
});
const file = (...entries: WrittenEntry[]) => camtFile([{ bankAccount: IBAN, currency: 'EUR', entries }], LATER);
/** No sums, since the tests change amounts. */
const LATER = { version: '08', hasSums: false } as const;
const keysOf = (content: string) => read(content).lines.map(({ key }) => key);
/** A file in which a piece, which must be there, is another. */
function changed(content: string, piece: string, by: string): string {
  expect(content).toContain(piece);
  return content.replaceAll(piece, by);
}

describe('a booking of several payments', () => {
  const two = entry(
    {},
    { minor: 600n, endToEnd: 'A-1', counterparty: 'Alice Adams' },
    { minor: 400n, endToEnd: 'A-2' },
  );
  const whole = { ...LINE, key: 'E-1/in/1000', bookingKey: 'E-1/in/1000', row: 1, minor: 1000n };

  test('whose amounts do not add up is one movement without names: they would be those of one payer', () => {
    expect(read(changed(file(two), '>4.00<', '>4.01<')).lines).toEqual([whole]);
  });
  test('of which one has no amount in the account’s currency is one movement', () => {
    expect(read(changed(file(two), '"EUR">4.00<', '"USD">4.00<')).lines).toEqual([whole]);
  });
  test('of which one has no amount is one movement, even where the others add up to it', () => {
    const third = '<TxDtls><Refs><EndToEndId>A-3</EndToEndId></Refs></TxDtls></NtryDtls>';
    expect(read(changed(file(two), '</NtryDtls>', third)).lines).toEqual([whole]);
  });
  test('of which one is told of two is one movement', () => {
    const batch = changed(
      file(entry({}, { endToEnd: 'A-1' })),
      '<NtryDtls>',
      '<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>',
    );
    expect(read(batch).lines).toEqual([whole]);
  });
  test('that all came back takes back as one sum, and a part of them does not', () => {
    const back = { direction: 'out', takesBack: true } as const;
    const returns = file(entry({}, { ...back, minor: 600n }, { ...back, minor: 400n }));
    expect(read(changed(returns, '>4.00<', '>4.01<')).lines).toMatchObject([{ takesBack: true, direction: 'out' }]);
    const mixed = file(entry({}, { ...back, minor: 600n }, { ...back, minor: 400n, takesBack: false }));
    expect(read(changed(mixed, '>4.00<', '>4.01<')).lines).toMatchObject([{ takesBack: false, direction: 'out' }]);
  });
  test('that go both ways are told each its way', () => {
    const lines = read(file(entry({}, { minor: 1500n }, { minor: 500n, direction: 'out' }))).lines;
    expect(lines).toMatchObject([
      { direction: 'in', minor: 1500n, bookingKey: 'E-1/in/1000' },
      { direction: 'out', minor: 500n, bookingKey: 'E-1/in/1000' },
    ]);
  });
  test('counts the amount in the account’s currency where a payment was made in another', () => {
    const [dollars, euros] = ['<Amt Ccy="USD">5.00</Amt>', '<Amt Ccy="EUR">4.00</Amt>'];
    const foreign = `<AmtDtls><InstdAmt>${dollars}</InstdAmt><CntrValAmt>${euros}</CntrValAmt></AmtDtls>`;
    const lines = read(changed(file(two), '<Amt Ccy="EUR">4.00</Amt>', `<Amt Ccy="USD">4.50</Amt>${foreign}`)).lines;
    expect(lines.map(({ minor }) => minor)).toEqual([600n, 400n]);
  });
});

describe('a payment booked by itself', () => {
  test('has the amount of its entry: the bank kept its fee back', () => {
    const net = file(entry({}, { endToEnd: 'A-1' })).replace('>10.00<', '>8.50<');
    expect(read(net).lines).toMatchObject([{ minor: 850n, references: ['A-1'] }]);
  });
  test('takes back by the domain code of a returned direct debit, when money leaves', () => {
    const code = (family: string, sub: string) =>
      `<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>${family}</Cd><SubFmlyCd>${sub}</SubFmlyCd></Fmly></Domn></BkTxCd>`;
    const own = '<BkTxCd><Prtry><Cd>NTRF</Cd></Prtry></BkTxCd>';
    const takesBack = (direction: 'in' | 'out', family: string, sub: string) =>
      read(changed(file(entry({}, { direction })), own, code(family, sub))).lines[0]?.takesBack;
    expect(['UPDD', 'PRDD', 'RCDD', 'ESDD'].map((sub) => takesBack('out', 'IDDT', sub))).toEqual([
      ...[true, true, true, false],
    ]);
    expect(takesBack('out', 'ICDT', 'UPDD')).toBe(false);
    expect(takesBack('in', 'IDDT', 'UPDD')).toBe(false);
    const bare = changed(file(entry({}, { direction: 'out' })), own, code('IDDT', 'UPDD'));
    expect(read(bare.replace(/<NtryDtls>.*<\/NtryDtls>/, '')).lines[0]?.takesBack).toBe(true);
  });
  test('takes back by the code of the transaction rather than that of its entry', () => {
    const domain = (family: string) =>
      `<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>${family}</Cd><SubFmlyCd>UPDD</SubFmlyCd></Fmly></Domn></BkTxCd>`;
    const out = file(entry({}, { direction: 'out' })).replace(/<BkTxCd>.*<\/BkTxCd>/, domain('IDDT'));
    expect(read(out).lines[0]?.takesBack).toBe(true);
    expect(read(changed(out, '<TxDtls>', `<TxDtls>${domain('ICDT')}`)).lines[0]?.takesBack).toBe(false);
  });
  test('has what the bank says of it where the payer wrote nothing', () => {
    const own = (content: string) =>
      changed(file(entry({}, {})), '<TxDtls>', `<TxDtls>${content}`).replace(
        '</Ntry>',
        '<AddtlNtryInf>of the entry</AddtlNtryInf></Ntry>',
      );
    const said = '<AddtlTxInf>of the payment</AddtlTxInf>';
    expect(read(own('')).lines[0]?.text).toBe('of the entry');
    expect(read(own(said)).lines[0]?.text).toBe('of the payment');
    expect(read(own(`${said}<RmtInf><Ustrd>of the payer</Ustrd></RmtInf>`)).lines[0]?.text).toBe('of the payer');
  });
  test('names the party that is there when the bank turned them round', () => {
    const back = file(entry({}, { direction: 'out', takesBack: true, counterparty: 'Alice Adams' }));
    expect(read(back).lines[0]?.counterparty).toBe('Alice Adams');
    expect(read(changed(back, 'Dbtr', 'Cdtr')).lines[0]?.counterparty).toBe('Alice Adams');
    const out = file(entry({}, { direction: 'out', counterparty: 'Alice Adams' }));
    expect(read(changed(out, 'Cdtr', 'Dbtr')).lines[0]?.counterparty).toBeNull();
  });
  test.each([
    ['+10.00', 1000n],
    ['0010.5', 1050n],
    ['.5', 50n],
    ['7.', 700n],
    [' 7 ', 700n],
  ])('a decimal as XML may write it: %s', (text, minor) => {
    const lines = read(file(entry({})).replace('>10.00<', `>${text}<`)).lines;
    expect(lines.map((line) => line.minor)).toEqual([minor]);
  });
  test('control characters, marks that turn text and runs of space are spaces in what is kept', () => {
    const odd = file(
      entry({}, { text: ['a\u0085\tb\u202ec', ' d\u200b'], counterparty: 'Li\n\n Na', endToEnd: ' A-1 ' }),
    );
    expect(read(odd).lines).toMatchObject([{ text: 'a b c d', counterparty: 'Li Na', references: ['A-1'] }]);
  });
});

describe('sums', () => {
  const statement = {
    bankAccount: IBAN,
    currency: 'EUR',
    entries: [entry({}), entry({ reference: 'E-2', status: 'PDNG' })],
  };
  test('may leave out what is not booked', () => {
    const all = camtFile([statement], { version: '08' });
    expect(read(all).unbooked).toBe(1);
    const booked = changed(changed(all, '<NbOfNtries>2<', '<NbOfNtries>1<'), '<Sum>20.00<', '<Sum>10.00<');
    expect(read(booked).lines).toHaveLength(1);
    const half = readStatement(Buffer.from(changed(all, '<Sum>20.00<', '<Sum>10.00<')), null);
    expect(half).toMatchObject({ faults: [{ code: 'sum-wrong' }] });
  });
  test('of balances are compared where there is one of each', () => {
    const all = changed(camtFile([statement], { version: '08' }), '>133.45<', '>1.00<');
    expect(readStatement(Buffer.from(all), null)).toMatchObject({ faults: [{ code: 'balance-wrong' }] });
    expect(read(changed(all, 'PRCD', 'CLBD')).lines).toHaveLength(1);
  });
});

describe('keys', () => {
  test('a payment, its fee and its return may share a reference', () => {
    const lines = read(
      file(
        entry({}),
        entry({}, { direction: 'out', minor: 50n }),
        entry({}, { direction: 'out', takesBack: true, returnReason: 'AM04' }),
      ),
    ).lines;
    expect(lines.map(({ key }) => key)).toEqual(['E-1/in/1000', 'E-1/out/50', 'E-1/out/1000']);
  });
  test('equal movements of a statement are numbered, with a reference and without', () => {
    expect(keysOf(file(entry({}), entry({})))).toEqual(['E-1/in/1000', 'E-1/in/1000/2']);
    const [first, second, other] = keysOf(
      file(...['2026-03-05', '2026-03-05', '2026-03-06'].map((bookedOn) => entry({ reference: null, bookedOn }))),
    );
    expect(first).toMatch(/^hash\/[0-9a-f]{64}$/);
    expect(second).toBe(`${first}/2`);
    expect(other).not.toContain(first);
    expect(other).toMatch(/^hash\/[0-9a-f]{64}$/);
  });
  test('equal parts of a booking are numbered, also one that repeats the reference of its booking', () => {
    const parts = [{}, { reference: 'E-1' }, { reference: 'T-3' }];
    expect(read(file(entry({}, ...parts))).lines.map(({ key, bookingKey }) => [key, bookingKey])).toEqual([
      ['E-1/part/in/1000', 'E-1/in/3000'],
      ['E-1/part/in/1000/2', 'E-1/in/3000'],
      ['T-3/in/1000', 'E-1/in/3000'],
    ]);
  });
  test('parts without any reference are booked by themselves', () => {
    const { lines } = read(file(entry({ reference: null }, { endToEnd: 'A-1' }, { endToEnd: 'A-2' })));
    for (const { key, bookingKey } of lines) expect([key, bookingKey]).toEqual([HASH, key]);
    expect(new Set(lines.map(({ key }) => key)).size).toBe(2);
  });
  test('each word that differs makes another hash', () => {
    const said: Partial<WrittenPayment>[] = [
      {},
      { minor: 1001n },
      { direction: 'out' },
      { takesBack: true },
      { takesBack: true, returnReason: 'AM04' },
      { endToEnd: 'A-1' },
      { counterparty: 'Alice Adams' },
      { text: ['A-1'] },
    ];
    const keys = said.map((payment) => keysOf(file(entry({ reference: null }, payment)))[0]);
    expect(new Set(keys).size).toBe(said.length);
    const other = camtFile([{ bankAccount: '1', currency: 'EUR', entries: [entry({ reference: null })] }]);
    expect(keys).not.toContain(keysOf(other)[0]);
  });
  test('NONREF and NOTPROVIDED are no references of a bank', () => {
    for (const reference of ['NONREF', 'NOTPROVIDED', 'not provided', ' '])
      expect(keysOf(file(entry({ reference })))).toEqual([HASH]);
  });
  test('a later statement of the file that tells a movement again adds nothing, whole or in parts', () => {
    const statement = (...entries: WrittenEntry[]) => ({ bankAccount: IBAN, currency: 'EUR', entries });
    const parts = entry({}, { reference: 'T-1', minor: 600n }, { reference: 'T-2', minor: 400n });
    const again = [statement(parts), statement(entry({}), entry({ reference: 'T-2' }, { minor: 400n }))];
    expect(read(camtFile(again))).toMatchObject({ repeated: 2, lines: [{ key: 'T-1/in/600' }, { key: 'T-2/in/400' }] });
    const unnamed = entry({}, { minor: 600n }, { minor: 400n });
    expect(read(camtFile([statement(parts), statement(unnamed)]))).toMatchObject({ repeated: 2, lines: { length: 2 } });
    const elsewhere = [statement(parts), { ...statement(parts), bankAccount: '1' }];
    expect(read(camtFile(elsewhere))).toMatchObject({ repeated: 0, lines: { length: 4 } });
  });
});
