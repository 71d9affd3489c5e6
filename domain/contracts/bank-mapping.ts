/**
 * A file that says how the CSV statements of a bank are read: which column holds what, and how it is written.
 * docs/bank-statements.md describes it.
 */
import { z } from 'zod';
import { isCurrency } from '../money.ts';

/** What may stand between cells. */
const DELIMITERS = [',', ';', '\t', '|'] as const;
/** Encodings of a statement; the runtime reads all of them. */
const ENCODINGS = ['utf-8', 'windows-1252', 'gb18030'] as const;
/** Forms of a date. A time may stand behind it where the form has one. */
export const DATE_FORMS = [
  'YYYY-MM-DD',
  'YYYY/MM/DD',
  'YYYY.MM.DD',
  'YYYYMMDD',
  'DD.MM.YYYY',
  'DD.MM.YY',
  'DD/MM/YYYY',
  'DD-MM-YYYY',
  'MM/DD/YYYY',
  'YYYY-MM-DD hh:mm:ss',
  'YYYY/MM/DD hh:mm:ss',
  'YYYYMMDD hh:mm:ss',
] as const;
/** A form of a date. */
export type DateForm = (typeof DATE_FORMS)[number];

const Column = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .describe('name of a column, as the header writes it')
  .meta({ title: 'Column' });
const Words = z
  .array(z.string().trim().min(1).max(60))
  .min(1)
  .max(50)
  .describe('words of the cell, whole, in small letters or capitals');
const fromColumn = z.strictObject({ column: Column });

const hasNoneTwice = (texts: readonly string[]): boolean => new Set(texts).size === texts.length;
const small = (words: readonly string[]): string[] => words.map((word) => word.toLowerCase());

const Amount = z.discriminatedUnion('form', [
  z.strictObject({
    form: z.literal('signed'),
    column: Column.describe('money in without sign or with +, money out with -, before or behind the number'),
  }),
  z.strictObject({
    form: z.literal('two-columns'),
    in: Column.describe('money in; empty or 0 where the row is money out'),
    out: Column.describe('money out; empty or 0 where the row is money in'),
    outSigned: z.boolean().default(false).describe('money out is written with - in its column'),
  }),
  z
    .strictObject({
      form: z.literal('direction'),
      column: Column.describe('the amount, without sign'),
      direction: Column.describe('the column that tells in or out'),
      in: Words,
      out: Words,
    })
    .refine((amount) => hasNoneTwice([...new Set(small(amount.in)), ...new Set(small(amount.out))]), {
      path: ['out'],
      message: 'a word means in or out, not both',
    }),
]);

/** A mapping as its file writes it. */
export const BankMapping = z
  .strictObject({
    v: z.literal(1),
    delimiter: z.enum(DELIMITERS).default(','),
    encoding: z.enum(ENCODINGS).default('utf-8'),
    skipRows: z.int().min(0).max(50).default(0).describe('rows above the header, blank ones included'),
    date: z.strictObject({ column: Column, form: z.enum(DATE_FORMS) }).describe('the day of the booking'),
    amount: Amount,
    decimalSeparator: z.enum(['.', ',']).default('.'),
    thousandsSeparator: z
      .enum(['', ',', '.', ' ', "'"])
      .default('')
      .describe('what stands between thousands; empty: nothing does'),
    currency: z.union([
      fromColumn,
      z.strictObject({ constant: z.string().refine(isCurrency, 'no ISO 4217 code of a currency') }),
    ]),
    bankAccount: z
      .union([fromColumn, z.strictObject({ constant: z.string().trim().min(1).max(40) })])
      .describe("IBAN or number of the creditor's account"),
    bankReference: Column.optional().describe("the bank's own number of the movement; none twice on an account"),
    references: z
      .array(Column)
      .max(10)
      .refine(hasNoneTwice, 'a column stands here once')
      .default([])
      .describe("columns with references, the creditor's before the payer's"),
    counterparty: Column.optional().describe('name of the other side'),
    text: z
      .array(Column)
      .max(10)
      .refine(hasNoneTwice, 'a column stands here once')
      .default([])
      .describe('columns with what the payer wrote'),
    returned: z
      .strictObject({ column: Column, words: Words, reason: Column.optional().describe('column of the reason') })
      .optional()
      .describe('which rows take an earlier movement back'),
  })
  .refine(({ decimalSeparator, thousandsSeparator }) => decimalSeparator !== thousandsSeparator, {
    path: ['thousandsSeparator'],
    message: 'must not be the decimal separator',
  });
/** A mapping with its defaults filled in. */
export type BankMapping = z.infer<typeof BankMapping>;
