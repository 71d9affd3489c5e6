/** Rows of the table of problems (domain/problems.ts) about money and the lines of a bank. */
export const MONEY_PROBLEMS = {
  'wrong-currency': {
    status: 422,
    retry: false,
    sentence: 'The amount is in {given}, the account in {currency}.',
    remedy: 'Send the amount in the currency of the account.',
  },
  'amount-not-positive': {
    status: 422,
    retry: false,
    sentence: 'The amount must be above zero.',
    remedy: 'Send a reversal to take money back.',
  },
  'far-above-owed': {
    status: 409,
    retry: false,
    sentence: 'You typed {typed}, owed is {owed}.',
    remedy: 'Check the amount. If it is right, record it with --yes (in the API: "confirmed": true).',
  },
  'no-statement': {
    status: 422,
    retry: false,
    sentence: 'There is no statement of {account} from {from} through {through}: {reason}.',
    remedy: '{remedy}',
  },
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
  'instruction-invalid': {
    status: 422,
    retry: false,
    sentence: 'The instruction ({kind}) was refused: {faults}',
    remedy: 'Correct it; docs/book-instructions.md lists the fields of each kind.',
  },
  'instruction-conflict': {
    status: 409,
    retry: false,
    sentence: 'The same decision has instructed the book otherwise before, by instruction {instruction}.',
    remedy: 'npx arrears book show {instruction} shows it. Another decision has a key of its own.',
  },
  'unknown-instruction': {
    status: 404,
    retry: false,
    sentence: 'There is no instruction {instruction}.',
    remedy: 'npx arrears book instructions lists them.',
  },
  'unknown-book-file': {
    status: 404,
    retry: false,
    sentence: 'No file of instructions of {creditor} of {date} has left.',
    remedy: 'Name the day of a file: npx arrears book show shows it with each instruction.',
  },
  'unknown-payment-provider': {
    status: 404,
    retry: false,
    sentence: 'The payment provider {provider} is not known.',
    remedy: 'Give it a secret for each creditor in ARREARS_PAYMENT_SECRETS: provider/creditor=whsec_...',
  },
  'webhook-forged': {
    status: 401,
    retry: false,
    sentence: 'The signature of the webhook fits no secret of {provider}; nothing of it was taken.',
    remedy: 'Sign id.timestamp.body with the secret of the creditor whose money it is (docs/payments.md).',
  },
  'webhook-too-old': {
    status: 401,
    retry: false,
    sentence: 'The webhook was signed more than five minutes ago, or ahead of time; nothing of it was taken.',
    remedy: 'Sign it anew and send it again: the same notice counts once. Check the clocks of both sides.',
  },
  'webhook-invalid': {
    status: 422,
    retry: false,
    sentence: 'The webhook is not valid, and nothing of it was taken: {faults}',
    remedy: 'Correct the fields named; docs/payments.md shows each kind of notice.',
  },
  'notice-conflict': {
    status: 409,
    retry: false,
    sentence: '{what} was told before with another content; nothing of this webhook was taken.',
    remedy: 'What was told stays. Ask the provider which of the two is right; a new notice has an id of its own.',
  },
} as const;
