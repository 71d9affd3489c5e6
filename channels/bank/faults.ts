/** Faults of bank statements: code -> sentence and remedy. Any fault refuses the whole file. */

interface Row {
  sentence: string;
  remedy: string;
}

const ASK_BANK = 'Ask the bank for the file again; nothing of this one was taken.';
const CORRECT_MAPPING = 'Correct the mapping, or export the file again with the columns that it names.';

/** Listed in docs/bank-statements.md; codes are stable. */
export const BANK_FAULTS = {
  'empty-file': { sentence: 'The file is empty.', remedy: ASK_BANK },
  'utf-16': { sentence: 'The file is UTF-16.', remedy: 'Export it as UTF-8.' },
  'not-utf8': {
    sentence: 'The file is not UTF-8.',
    remedy: 'Export XML as UTF-8; for CSV name its encoding in the mapping: windows-1252 or gb18030.',
  },
  'other-encoding': {
    sentence: 'The file declares another encoding than it is read in, or has the marks of one.',
    remedy: 'Export XML as UTF-8 and declare it so; for CSV correct the encoding of the mapping.',
  },
  packed: {
    sentence: 'The file is packed, a spreadsheet or a PDF.',
    remedy: 'Unpack it and send the XML or CSV inside, one file at a time.',
  },
  mt940: {
    sentence: 'The file is a SWIFT statement (MT940 or MT942), which is not read.',
    remedy: 'Order camt.053 from the bank, or export the statement as CSV with a mapping.',
  },
  'mapping-missing': {
    sentence: 'The file is no XML, and no mapping says how to read its columns.',
    remedy: 'Send it with the mapping of its bank; docs/bank-statements.md describes one.',
  },
  'not-xml': { sentence: 'The file is not well-formed XML.', remedy: ASK_BANK },
  'cut-short': {
    sentence: 'The file ends in the middle.',
    remedy: 'Fetch or export it again, whole; the last line of a CSV ends with a line end.',
  },
  doctype: {
    sentence: 'The file declares a document type or entities.',
    remedy: 'A bank statement has none. Do not trust the file; fetch it from the bank again.',
  },
  'too-deep': { sentence: 'Elements are nested more than 40 deep.', remedy: ASK_BANK },
  'other-document': {
    sentence: 'The file is no statement or advice of ISO 20022, or is wrapped in an envelope.',
    remedy: 'Send the camt.053 or camt.054 itself; its outermost element is Document in the namespace of the message.',
  },
  'other-message': {
    sentence: 'The file is another message of ISO 20022.',
    remedy: 'Send camt.053 (statement) or camt.054 (advice).',
  },
  'other-version': {
    sentence: 'The message has a version that is not read.',
    remedy: 'Order version 02 or 08 of camt.053 or camt.054 from the bank.',
  },
  'no-statement': { sentence: 'The file holds no statement and no advice.', remedy: ASK_BANK },
  'element-missing': { sentence: 'The element is missing or empty.', remedy: ASK_BANK },
  'element-twice': { sentence: 'An element that may stand once stands twice.', remedy: ASK_BANK },
  'too-long': {
    sentence: 'A text is too long, or an entry has too many references.',
    remedy: 'Ask the bank for a file within the lengths of the message; a CSV cell has at most 1,000 characters.',
  },
  'unknown-word': {
    sentence: 'The word is none of those that the message or the mapping knows.',
    remedy: 'Ask the bank what it means; for CSV add the word to the mapping.',
  },
  'no-such-date': {
    sentence: 'The date does not exist or is written otherwise.',
    remedy: 'Ask the bank for the file again; for CSV correct the format of the date in the mapping.',
  },
  'unknown-currency': { sentence: 'The currency is missing or not known.', remedy: ASK_BANK },
  'other-currency': {
    sentence: "The currency is not that of the statement's account.",
    remedy: ASK_BANK,
  },
  'not-a-number': {
    sentence: 'The amount is not a plain decimal number.',
    remedy: 'Ask the bank for the file again; for CSV correct the separators in the mapping.',
  },
  'thousands-mark': {
    sentence: 'The amount has a thousands mark.',
    remedy: 'Ask the bank for the file again; for CSV name the separator in the mapping.',
  },
  'too-many-decimals': {
    sentence: 'The amount has more decimals than its currency.',
    remedy: 'Ask the bank for the file again; for CSV correct the separators or the currency in the mapping.',
  },
  'too-large': { sentence: 'The amount is too large.', remedy: 'It has at most 15 digits before the point.' },
  'amount-not-positive': {
    sentence: 'The amount has the wrong sign or is zero.',
    remedy: 'Ask the bank for the file again; for CSV say in the mapping how money out is written.',
  },
  'count-wrong': {
    sentence: 'The number of entries is not the one that the summary tells.',
    remedy: 'The file is not whole. Fetch it from the bank again; nothing of this one was taken.',
  },
  'sum-wrong': {
    sentence: 'The entries do not add up to the sum that the summary tells.',
    remedy: 'The file is not whole. Fetch it from the bank again; nothing of this one was taken.',
  },
  'balance-wrong': {
    sentence: 'The opening balance and the booked entries do not add up to the closing balance.',
    remedy:
      'Entries are missing, doubled or changed. Fetch the file from the bank again; nothing of this one was taken.',
  },
  'quote-misplaced': {
    sentence: 'A double quote stands where none may stand.',
    remedy: 'Put the whole cell into double quotes and double those inside it.',
  },
  'column-missing': { sentence: 'A column that the mapping names is missing.', remedy: CORRECT_MAPPING },
  'column-doubled': { sentence: 'A column that the mapping names stands twice.', remedy: CORRECT_MAPPING },
  'column-count': {
    sentence: 'The row has more or fewer cells than the header.',
    remedy: 'Check delimiter and skipped rows of the mapping; rows below the movements must be removed from the file.',
  },
  empty: { sentence: 'The cell must not be empty.', remedy: 'Export the file again, or correct the mapping.' },
  'both-amounts': {
    sentence: 'The row has money in and money out, or neither.',
    remedy: 'Correct the two columns of the amount in the mapping.',
  },
} as const satisfies Record<string, Row>;

/** Stable code of a fault. */
export type BankFaultCode = keyof typeof BANK_FAULTS;

/** One fault of a statement, without personal values. */
export interface BankFault {
  code: BankFaultCode;
  /** `statement 1, entry 3`, `row 7, column "Amount"`, `line 12`, or `file`. */
  place: string;
  reason: string;
  remedy: string;
}

/** Faults of a file that are told; the rest says the same. */
const MOST_FAULTS = 100;

/** A fault with the sentence and remedy of its code. */
export function bankFault(code: BankFaultCode, place = 'file'): BankFault {
  const { sentence, remedy } = BANK_FAULTS[code];
  return { code, place, reason: sentence, remedy };
}

/** The faults of a file as they are found, at most 100. */
export class FaultList {
  readonly faults: BankFault[] = [];

  add(code: BankFaultCode, place: string): void {
    if (this.faults.length < MOST_FAULTS) this.faults.push(bankFault(code, place));
  }
}
