/** Faults of returned files: code -> sentence and remedy. Any fault refuses the whole file. */

interface Row {
  sentence: string;
  remedy: string;
}

/** Listed in docs/file-formats.md; codes are stable. */
export const RETURN_FAULTS = {
  'empty-file': {
    sentence: 'The file is empty.',
    remedy: 'Export the file again; it has a header row and an #end row.',
  },
  'not-utf8': { sentence: 'The file is not UTF-8.', remedy: 'Save it as CSV UTF-8 and send it again.' },
  'utf-16': {
    sentence: 'The file is UTF-16.',
    remedy: 'Save it as CSV UTF-8 (not as Unicode text) and send it again.',
  },
  'cut-short': {
    sentence: 'The file ends in the middle.',
    remedy: 'Send the whole file again; its last line is the #end row with a line end.',
  },
  'quote-misplaced': {
    sentence: 'A double quote stands where none may stand.',
    remedy: 'Put the whole cell into double quotes and double those inside it.',
  },
  'column-capitals': {
    sentence: 'Names of columns are written in capitals.',
    remedy: 'Write every name in the header in small letters, as docs/file-formats.md does.',
  },
  'column-missing': {
    sentence: 'The column is missing.',
    remedy: 'Add the column to the header; its cells may be empty where the format allows it.',
  },
  'column-unknown': {
    sentence: 'The column is not known.',
    remedy: 'Remove it; docs/file-formats.md lists the columns.',
  },
  'column-doubled': { sentence: 'The column appears twice.', remedy: 'Keep one of the two.' },
  'column-count': {
    sentence: 'The row has more or fewer cells than the header.',
    remedy: 'Give every column a cell; quote cells that hold a comma.',
  },
  'end-missing': {
    sentence: 'The #end row is missing.',
    remedy: 'The file was cut or is not finished: send it again with its #end row.',
  },
  'end-not-last': { sentence: 'A row stands below the #end row.', remedy: 'Make the #end row the last one.' },
  'count-wrong': {
    sentence: 'The count of the #end row is not the number of rows.',
    remedy: 'Send the file again, whole; nothing of this one was taken.',
  },
  'sum-wrong': {
    sentence: 'The sum of the #end row is not the sum of the column minor.',
    remedy: 'Correct the amounts or the sum and send the file again; nothing of this one was taken.',
  },
  'received-wrong': {
    sentence: 'The number of records received is not the number sent.',
    remedy: 'Ask the bureau which file it took; send ours again if it got only a part.',
  },
  'other-file': {
    sentence: 'The answer names another file than the one sent.',
    remedy: 'Ask the bureau which file it answers.',
  },
  empty: { sentence: 'The cell must not be empty.', remedy: 'Fill the cell in.' },
  'not-empty': { sentence: 'The cell does not belong to this event.', remedy: 'Leave the cell empty.' },
  'too-long': { sentence: 'The cell is too long.', remedy: 'Keep it below 500 characters.' },
  'unknown-event': { sentence: 'The event is not known.', remedy: 'docs/file-formats.md lists the events.' },
  'bad-placement': {
    sentence: 'The placement id is not one of ours.',
    remedy: 'Copy the id from the handover file as it is.',
  },
  'bad-reservation': {
    sentence: 'The reservation is not written as an id of ours.',
    remedy: 'Copy the id from the contacts file as it is.',
  },
  'bad-instruction': {
    sentence: 'The instruction is not written as an id of ours.',
    remedy: 'Copy the id from the file of instructions as it is.',
  },
  'instruction-doubled': { sentence: 'The instruction stands in a row above.', remedy: 'Answer each once in a file.' },
  'unknown-answer': { sentence: 'The answer is not known.', remedy: 'Write confirmed or rejected.' },
  'unknown-result': { sentence: 'The result is not known.', remedy: 'Write used or unused.' },
  'unknown-outcome': {
    sentence: 'The outcome is not known.',
    remedy: 'Write one of those that docs/contact-reservations.md lists for the channel.',
  },
  'not-plain-words': {
    sentence: 'The cell is no line of at most 200 characters without e-mail address and phone number.',
    remedy: 'Say it in short words, without personal values.',
  },
  'unknown-channel': {
    sentence: 'The channel does not fit this event.',
    remedy: 'Write email, sms or call; for a new address email or sms.',
  },
  'unknown-receiver': {
    sentence: 'The cell names neither the lender nor the agency.',
    remedy: 'Write lender or agency.',
  },
  'unknown-cause': {
    sentence: 'The cause of the complaint is not known.',
    remedy: 'Write one of those that docs/file-formats.md lists.',
  },
  'unknown-currency': {
    sentence: 'The currency is not known.',
    remedy: 'Write an ISO 4217 code such as TWD.',
  },
  'mixed-currency': {
    sentence: 'The file holds amounts of more than one currency.',
    remedy: 'Send one file for each currency.',
  },
  'amount-not-minor': {
    sentence: 'The amount is not a whole number of minor units above zero.',
    remedy: 'Write 143400 for 1,434.00, without marks or decimals.',
  },
  'no-such-date': { sentence: 'The date does not exist.', remedy: 'Write a real date as YYYY-MM-DD.' },
  'no-such-moment': {
    sentence: 'The moment does not exist or has no offset.',
    remedy: 'Write it as 2026-03-05T14:00:00+08:00.',
  },
  'bad-point': {
    sentence: 'The new contact point is not one e-mail address or phone number.',
    remedy: 'Write name@example.com, or a number as +88625550100.',
  },
  'bad-month': {
    sentence: 'The month is not written as YYYY-MM.',
    remedy: 'Write the month of the record, such as 2026-04.',
  },
  'rows-conflict': {
    sentence: 'A row above says the opposite of the same placement.',
    remedy: 'Say once whether the placement was accepted or rejected.',
  },
  'row-doubled': {
    sentence: 'The same row appears twice.',
    remedy: 'Keep it once; two payments of a day need two moments.',
  },
} as const satisfies Record<string, Row>;

/** Stable code of a fault. */
export type ReturnFaultCode = keyof typeof RETURN_FAULTS;

/**
 * One fault of a returned file, without personal data. `row` counts the header as 1; 0 means the whole file. An empty
 * `column` means the whole row.
 */
export interface ReturnFault {
  row: number;
  column: string;
  code: ReturnFaultCode;
  reason: string;
  remedy: string;
}

/** A fault with the sentence and remedy of its code. */
export function returnFault(code: ReturnFaultCode, row = 0, column = ''): ReturnFault {
  const { sentence, remedy } = RETURN_FAULTS[code];
  return { row, column, code, reason: sentence, remedy };
}
