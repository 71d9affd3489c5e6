/** Help on ending each kind of task: in `outcome --help`, and below a task that is shown. */

import type { TaskHelp } from '../domain/task-help.ts';
import { taskRule } from '../domain/tasks.ts';

interface Help {
  /** The kinds as `outcome --help` names them, a line each. */
  kinds: readonly string[];
  /** Their help in `outcome --help`, a line each. */
  takes: readonly string[];
  /** Command lines that end a task, without the leading `npx arrears` and the final `--as`. */
  ways: readonly string[];
}

const REVIEW = {
  kinds: ['hardship-, death- and', 'bankruptcy-review'],
  takes: ['reviewed --reason WORDS [--hardship-ended]'],
} as const;

const TASK_HELP: Readonly<Record<TaskHelp, Help>> = {
  call: {
    kinds: ['call'],
    takes: [
      'CONTACT [RESULT]. CONTACT is no-answer, busy, voicemail, invalid-number, third-party or right-party; RESULT, with right-party',
      'only, is promise or offer-accepted (--parts), says-paid, disputes (--dues, --amount), cannot-pay, refuses, call-back (--call-back-at),',
      'writes-only, not-this-person, deceased, bankrupt-or-represented, distress or self-harm',
    ],
    ways: ['outcome TASK CONTACT', 'outcome TASK right-party RESULT'],
  },
  filing: {
    kinds: ['record-filing'],
    takes: ['filed --court NAME --number NUMBER, or not-filed --reason WORDS'],
    ways: ['outcome TASK filed --court COURT --number NUMBER', 'outcome TASK not-filed --reason REASON'],
  },
  'ladder-end': {
    kinds: ['ladder-end'],
    takes: ['write-off, sell, or wait [--until DATE]'],
    ways: ['outcome TASK write-off', 'outcome TASK sell', 'outcome TASK wait --until DATE'],
  },
  'hardship-review': { ...REVIEW, ways: ['outcome TASK reviewed --reason WORDS [--hardship-ended]'] },
  review: { ...REVIEW, ways: ['outcome TASK reviewed --reason WORDS'] },
  'hold-review': {
    kinds: ['care-review'],
    takes: [
      'reviewed --reason WORDS; record ACCOUNT care-hold-lifted --type TYPE --reason WORDS lifts the hold and ends it',
    ],
    ways: ['outcome TASK reviewed --reason WORDS', 'record ACCOUNT care-hold-lifted --type TYPE --reason WORDS'],
  },
  sheet: {
    kinds: ['sheet-review,', 'breathing-space-review'],
    takes: ['done --reason WORDS; a newer sheet (afford record ACCOUNT FILE) ends the first, the end of the hold both'],
    ways: ['afford record ACCOUNT FILE', 'outcome TASK done --reason WORDS'],
  },
  distress: {
    kinds: ['distress-review'],
    takes: ['lifted --reason WORDS, by a reviewer whom the creditor names'],
    ways: ['outcome TASK lifted --reason WORDS'],
  },
  alarm: {
    kinds: ['self-harm-alarm,', 'self-harm-alarm-raised'],
    takes: ['done --reason WORDS once somebody looks after the person'],
    ways: ['outcome TASK done --reason WORDS'],
  },
  unknown: {
    kinds: ['settle-unknown'],
    takes: ['found-sent, found-unsent or give-up, as the provider says of the message'],
    ways: ['outcome TASK found-sent', 'outcome TASK found-unsent', 'outcome TASK give-up'],
  },
  records: {
    kinds: ['correct-bureau-record'],
    takes: [
      'correct --reason WORDS or delete --reason WORDS, of every record shown; done --reason WORDS if they are right',
    ],
    ways: [
      'outcome TASK correct --reason WORDS',
      'outcome TASK delete --reason WORDS',
      'outcome TASK done --reason WORDS',
    ],
  },
  approval: {
    kinds: ['approve-...'],
    takes: ['npx arrears approve TASK'],
    ways: ['approve TASK', 'approve TASK --refuse REASON'],
  },
  'contact-data': {
    kinds: ['find-contact-data'],
    takes: ['record ACCOUNT address-added ends it; done --reason WORDS when none is to be had'],
    ways: ['record ACCOUNT address-added --channel CHANNEL --value VALUE', 'outcome TASK done --reason WORDS'],
  },
  dispute: {
    kinds: ['review-dispute'],
    takes: ['record ACCOUNT dispute-closed ends it; --of DISPUTE where several are open, explain ACCOUNT lists them'],
    ways: ['record ACCOUNT dispute-closed --outcome OUTCOME --of DISPUTE'],
  },
  complaint: {
    kinds: ['review-complaint'],
    takes: [
      'record ACCOUNT complaint-closed ends it with the last one open, never by whoever is complained of; --of COMPLAINT where several',
      'are open; record ACCOUNT complaint-acknowledged says that its receipt was confirmed',
    ],
    ways: [
      'record ACCOUNT complaint-acknowledged --of COMPLAINT',
      'record ACCOUNT complaint-closed --of COMPLAINT --outcome OUTCOME --root-cause CAUSE --reason WORDS',
    ],
  },
  letter: {
    kinds: ['answer-by-letter'],
    takes: [
      'done --reason WORDS when the letter has left; of a complaint that came, record ACCOUNT complaint-acknowledged says so',
    ],
    ways: ['outcome TASK done --reason WORDS'],
  },
  overpaid: {
    kinds: ['overpaid'],
    takes: ['done --reason WORDS when refunded or right; record ACCOUNT reversal when it was a slip'],
    ways: ['outcome TASK done --reason WORDS', 'record ACCOUNT reversal --amount AMOUNT'],
  },
  debit: {
    kinds: ['cancel-debit'],
    takes: [
      'tell the provider, then debit cancel ACCOUNT --debit DEBIT --reason WORDS; done --reason WORDS when it is too late',
    ],
    ways: ['debit cancel ACCOUNT --debit DEBIT --reason WORDS', 'outcome TASK done --reason WORDS'],
  },
  'debit-unanswered': {
    kinds: ['debit-unanswered'],
    takes: ['ask the provider what became of it, then record ACCOUNT debit-collected, debit-failed or debit-cancelled'],
    ways: [
      'record ACCOUNT debit-collected --debit DEBIT --amount AMOUNT',
      'record ACCOUNT debit-failed --debit DEBIT --reason REASON',
    ],
  },
  breach: {
    kinds: ['possible-breach'],
    takes: [
      'accept (records the corrections that are prepared), or decline --reason WORDS (nothing is to be corrected)',
    ],
    ways: ['outcome TASK accept', 'outcome TASK decline --reason WORDS'],
  },
  arrangement: {
    kinds: ['review-promise,', 'review-announcement'],
    takes: ['accept, or decline --reason WORDS'],
    ways: ['outcome TASK accept', 'outcome TASK decline --reason WORDS'],
  },
  restart: {
    kinds: ['restart-review'],
    takes: [
      'begin-again once contact data, creditor, owner and authority are confirmed and all else of the checklist can hold;',
      'wait-again --until DATE otherwise: then it is asked again',
    ],
    ways: ['outcome TASK begin-again', 'outcome TASK wait-again --until DATE'],
  },
  classes: {
    kinds: ['review-classes'],
    takes: ['record ACCOUNT classes-reviewed ends it: your decision holds, whatever the score says'],
    ways: ['record ACCOUNT classes-reviewed --ability CLASS --willingness CLASS --reason WORDS'],
  },
  reply: {
    kinds: ['read-reply'],
    takes: [
      'read --means WHAT [--reason WORDS]: nothing, stop, start, hardship, distress, self-harm or cease; recorded, when',
      'what it means was recorded as a fact of its own (a promise, a dispute, a payment that is announced ...)',
    ],
    ways: ['outcome TASK read --means WHAT'],
  },
  'bank-line': {
    kinds: ['review-bank-line'],
    takes: [
      'bank allocate LINE ACCOUNT gives the money to an account, or parts of it to several; bank set-aside LINE --reason WORDS',
      'when it is no payment of a debtor; bank show LINE has payer, text and candidates',
    ],
    ways: ['bank allocate LINE ACCOUNT', 'bank set-aside LINE --reason WORDS'],
  },
  plain: {
    kinds: ['all others'],
    takes: ['done --reason WORDS'],
    ways: ['outcome TASK done --reason WORDS'],
  },
};

/** Command lines that end this task. */
export const waysToEnd = ({ task, kind, account }: { task: number; kind: string; account: string | null }): string[] =>
  TASK_HELP[taskRule(kind).help].ways.map(
    (way) => `npx arrears ${way.replace('TASK', String(task)).replace('ACCOUNT', account ?? 'ACCOUNT')} --as NAME`,
  );

const KINDS_WIDTH = 26;
/** Kinds on the left, their help on the right. */
function paragraph({ kinds, takes }: Help): string[] {
  return Array.from({ length: Math.max(kinds.length, takes.length) }, (_, index) =>
    `  ${(kinds[index] ?? '').padEnd(KINDS_WIDTH)}${takes[index] ?? ''}`.trimEnd(),
  );
}

/** The help of all kinds, one paragraph for kinds that it names together. */
export function outcomesHelp(): string {
  const paragraphs = new Map(Object.values(TASK_HELP).map((help) => [help.kinds.join(), help]));
  return ['By kind of task:', ...[...paragraphs.values()].flatMap(paragraph)].join('\n');
}
