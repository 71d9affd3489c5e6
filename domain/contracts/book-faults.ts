/**
 * Why a row or a file of the book is refused: code -> sentence and remedy. Shown in `<file>.refused.csv` and
 * docs/import-format.md.
 */

interface Row {
  /** `file` stops before anything is written; `row` refuses one row and keeps the rest. */
  level: 'file' | 'row';
  sentence: string;
  remedy: string;
}

/** All faults. Codes are printed in refused files, so they stay. */
export const BOOK_FAULTS = {
  'empty-file': {
    level: 'file',
    sentence: 'The file has no header row.',
    remedy: 'Export the file again; the first row must name the columns.',
  },
  'not-utf8': {
    level: 'file',
    sentence: 'The file is not UTF-8.',
    remedy: 'Save it as "CSV UTF-8", or convert it: iconv -f BIG5 -t UTF-8 in.csv > out.csv',
  },
  'utf-16': {
    level: 'file',
    sentence: 'The file is UTF-16.',
    remedy: 'Save it as "CSV UTF-8" (not "Unicode text"), or convert it: iconv -f UTF-16 -t UTF-8 in.csv > out.csv',
  },
  'not-commas': {
    level: 'file',
    sentence: 'The cells are not separated by commas.',
    remedy: 'Export the file again with a comma between cells (not a semicolon or a tab).',
  },
  'bad-line-ends': {
    level: 'file',
    sentence: 'The lines do not end with a line feed.',
    remedy: 'Save the file with line ends LF or CRLF, not CR alone.',
  },
  'column-capitals': {
    level: 'file',
    sentence: 'Names of columns are written in capitals.',
    remedy: 'Write every name in the header in small letters, as docs/import-format.md does: account, not ACCOUNT.',
  },
  'column-missing': {
    level: 'file',
    sentence: 'The column is missing.',
    remedy:
      'Add the column to the header; cells of columns marked * may be empty, and only columns marked ** may be left out.',
  },
  'column-unknown': {
    level: 'file',
    sentence: 'The column is not known.',
    remedy: 'Remove the column or correct its name; docs/import-format.md lists all of them.',
  },
  'column-doubled': {
    level: 'file',
    sentence: 'The column appears twice.',
    remedy: 'Keep one of the two columns.',
  },
  'column-count': {
    level: 'row',
    sentence: 'The row has more or fewer cells than the header.',
    remedy: 'Put cells that hold a comma into double quotes and give every column a cell.',
  },
  'cut-short': {
    level: 'row',
    sentence: 'The file ends in the middle of this row.',
    remedy: 'Copy or export the file again; its last line must end with a line end.',
  },
  'quote-misplaced': {
    level: 'row',
    sentence: 'A double quote stands where none may stand, or is never closed.',
    remedy: 'Put the whole cell into double quotes and double those inside it.',
  },
  'control-character': {
    level: 'row',
    sentence: 'The cell holds a line break or another control character.',
    remedy: 'Write the cell on one line.',
  },
  formula: {
    level: 'row',
    sentence: 'The cell starts like a spreadsheet formula.',
    remedy: 'Remove = + - @ or the tab from the start of the cell.',
  },
  empty: {
    level: 'row',
    sentence: 'The cell must not be empty.',
    remedy: 'Fill the cell in.',
  },
  'too-long': {
    level: 'row',
    sentence: 'The cell is too long.',
    remedy: 'Keep it below 500 characters.',
  },
  'bad-key': {
    level: 'row',
    sentence: 'The number has a character that is not allowed.',
    remedy: 'Use at most 64 letters, digits, dots, dashes and underscores.',
  },
  'unknown-creditor': {
    level: 'row',
    sentence: 'The creditor is not known.',
    remedy: 'Add it first (npx arrears creditor add FILE), or correct its code.',
  },
  'unknown-language': {
    level: 'row',
    sentence: 'The language is not known.',
    remedy: 'Write en or zh-Hans.',
  },
  'unknown-zone': {
    level: 'row',
    sentence: 'The time zone is not known.',
    remedy: 'Write an IANA zone such as Asia/Taipei.',
  },
  'bad-email': {
    level: 'row',
    sentence: 'The cell is not one e-mail address.',
    remedy: 'Write one plain address such as name@example.com, or leave the cell empty.',
  },
  'bad-phone': {
    level: 'row',
    sentence: 'The cell is not a phone number with its country code.',
    remedy: 'Write it as +886 2 5550 0100, or leave the cell empty.',
  },
  'unknown-product': {
    level: 'row',
    sentence: "The product is not one of the creditor's.",
    remedy: 'Write a code of its list of products; without a list, card or instalment-loan.',
  },
  'unknown-currency': {
    level: 'row',
    sentence: 'The currency is not known.',
    remedy: 'Write an ISO 4217 code such as TWD.',
  },
  'other-currency': {
    level: 'row',
    sentence: "The currency is not the creditor's.",
    remedy: 'Keep accounts in another currency under a creditor of their own.',
  },
  'not-a-number': {
    level: 'row',
    sentence: 'The amount is not a plain decimal number.',
    remedy: 'Write it as 1434.50.',
  },
  'thousands-mark': {
    level: 'row',
    sentence: 'The amount has a thousands mark.',
    remedy: 'Write 1434.50 instead of 1,434.50.',
  },
  'too-many-decimals': {
    level: 'row',
    sentence: 'The amount has more decimals than its currency.',
    remedy: 'Round it to the decimals of the currency.',
  },
  'too-large': {
    level: 'row',
    sentence: 'The amount is too large.',
    remedy: 'Use at most 15 digits before the point.',
  },
  'amount-not-positive': {
    level: 'row',
    sentence: 'The amount must be above zero.',
    remedy: 'Leave out dues that are paid; write a balance of 0 only when nothing is due; leave optional cells empty.',
  },
  'no-such-date': {
    level: 'row',
    sentence: 'The date does not exist.',
    remedy: 'Write a real date as YYYY-MM-DD.',
  },
  'date-in-future': {
    level: 'row',
    sentence: 'The date lies in the future.',
    remedy: 'Send the file when its date has come, or correct the date.',
  },
  'date-order': {
    level: 'row',
    sentence: 'The date does not fit the other dates of the row.',
    remedy: 'A contract is older than its dues; payments, notices and contacts are not later than as_of.',
  },
  'bad-due': {
    level: 'row',
    sentence: 'The dues cannot be read.',
    remedy: 'Write them as 2026-01-31=1434.00;2026-03-02=1380.00.',
  },
  'due-twice': {
    level: 'row',
    sentence: 'Two dues have the same date.',
    remedy: 'Add them up into one due.',
  },
  'dues-above-balance': {
    level: 'row',
    sentence: 'The dues add up to more than the balance.',
    remedy: 'The balance is all that is owed; list the unpaid part of each due only.',
  },
  'yes-or-no': {
    level: 'row',
    sentence: 'The cell is neither yes nor no.',
    remedy: 'Write yes or no.',
  },
  'unknown-stage': {
    level: 'row',
    sentence: 'The stage is not one of the ladder.',
    remedy: 'npx arrears ladder shows the stages; leave the cell empty if none was reached.',
  },
  'half-a-pair': {
    level: 'row',
    sentence: 'One of two cells that belong together is empty.',
    remedy:
      'Fill in last_payment_date with last_payment_amount, and reached_stage with notified_on, or leave both empty.',
  },
  'account-twice': {
    level: 'row',
    sentence: 'The account appears twice in this file with different content.',
    remedy: 'Keep one row for the account; the first one was taken.',
  },
  'person-disagrees': {
    level: 'row',
    sentence: 'Another row of this file says something else about the same person.',
    remedy: 'Make all cells that describe the person agree in all rows of the person.',
  },
  'same-day-other-content': {
    level: 'row',
    sentence: 'A row of the same as_of with other content was taken before.',
    remedy: 'Send the correction with a newer as_of.',
  },
  'other-person': {
    level: 'row',
    sentence: 'The account belongs to another person.',
    remedy: 'A file cannot move an account to another person; correct the person, or give it a new number.',
  },
  'other-contract': {
    level: 'row',
    sentence: 'Product or currency of a known account changed.',
    remedy: 'Give the new contract an account number of its own.',
  },
  'unknown-country': {
    level: 'row',
    sentence: 'The country is not known.',
    remedy: 'Write an ISO 3166-1 code of two capitals such as TW (the United Kingdom is GB), or leave the cell empty.',
  },
  'region-alone': {
    level: 'row',
    sentence: 'The region has no country.',
    remedy: 'Fill in the country too, or leave both cells empty.',
  },
  'bad-short-key': {
    level: 'row',
    sentence: 'The cell is not a short key.',
    remedy:
      'Use at most 32 letters, digits, dots, dashes and underscores; a region has at most 16 letters, digits and dashes.',
  },
  'not-a-hash': {
    level: 'row',
    sentence: 'The cell is not a keyed hash.',
    remedy: 'Write the HMAC-SHA-256 of the value as 64 hex digits or as base64url, never the value itself.',
  },
  'days-out-of-range': {
    level: 'row',
    sentence: 'The days of grace are not a number from 0 to 60.',
    remedy: 'Write whole days such as 10, or leave the cell empty.',
  },
  'bad-components': {
    level: 'row',
    sentence: 'The components cannot be read.',
    remedy:
      'Write them as "2026-01-31=principal:1000.00,interest:300.00,fees:100.00,costs:34.00;2026-03-02=principal:1380.00".',
  },
  'component-without-due': {
    level: 'row',
    sentence: 'The components name a date that is not among the dues.',
    remedy: 'Give components of dues that the row lists, and of no other.',
  },
  'components-differ': {
    level: 'row',
    sentence: 'The components of a due do not add up to it.',
    remedy:
      'List the unpaid part of principal, interest, fees and costs; together they are the unpaid part of the due.',
  },
  'unknown-account': {
    level: 'row',
    sentence: 'The account is not known.',
    remedy: 'Import the book that names it first, or correct the number.',
  },
  'unknown-role': {
    level: 'row',
    sentence: 'The role is not known.',
    remedy: 'Write debtor, joint-debtor, guarantor or executor.',
  },
  'other-role': {
    level: 'row',
    sentence: 'The person is the debtor of the account.',
    remedy: 'A person has one role in an account; write debtor, or correct the number of the person.',
  },
  'bad-liability': {
    level: 'row',
    sentence: 'The liability cannot be read.',
    remedy: 'Write full, none, share:50 (percent, above 0 and at most 100) or cap:100000.00 (amount above zero).',
  },
  'bad-value': {
    level: 'row',
    sentence: 'The value is neither a number nor a short key.',
    remedy: 'Write a plain decimal such as 0.25, or a key of at most 32 characters that starts with a letter.',
  },
  'row-twice': {
    level: 'row',
    sentence: 'An earlier row of this file says something else about the same party or feature.',
    remedy: 'Keep one of the two rows; the first one was taken.',
  },
} as const satisfies Record<string, Row>;

/** A code of the table. */
export type BookFaultCode = keyof typeof BOOK_FAULTS;

/**
 * One fault of one cell. `row` counts as spreadsheets do: the header is row 1. `column` is empty when the whole row is
 * at fault.
 */
export interface BookFault {
  row: number;
  column: string;
  code: BookFaultCode;
}
