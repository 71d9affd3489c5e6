/** Rows of domain/problems.ts about lines of a bank. */
export const BANK_PROBLEMS = {
  'unknown-bank-line': {
    status: 404,
    retry: false,
    sentence: 'There is no bank line {line}.',
    remedy: 'npx arrears bank list shows the lines that wait.',
  },
  'parts-differ': {
    status: 422,
    retry: false,
    sentence: 'The parts of bank line {line} are {sum}, the line is {amount}.',
    remedy: 'Give each account once, each part above 0; together they are the line.',
  },
} as const;
