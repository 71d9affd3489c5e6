/**
 * What each event does, in words, with an example that its contract accepts. docs/events.md and `record --help` print
 * them.
 */
import type { AccountWireKind, PersonWireKind, ReceiptKind } from './event.ts';

/** The words of one event. */
export interface EventWords {
  does: string;
  example: Readonly<Record<string, unknown>>;
}

const twd = (minor: string) => ({ currency: 'TWD', minor });
const PLACEMENT = '01978c3e-5f00-7000-8000-00000000a001';
const MESSAGE = '5f1d0c9b7a3e4d2f8b6c1a0e9d8c7b6a5f4e3d2c';

/** Events about an account, by kind. */
export const ACCOUNT_WORDS: Readonly<Record<AccountWireKind, EventWords>> = {
  payment: {
    does: 'Money has been received. It covers the oldest due first. Everything overdue paid: the episode is cured, what was planned is stopped, a placement is recalled, a court case withdrawn, one thank-you leaves. A part: three quiet days, then on with the new amounts; nothing is repeated.',
    example: { amount: twd('143400'), via: 'lender', reference: 'PAY-20260305-17' },
  },
  reversal: {
    does: 'A payment came back. The dues return with their true dates and the episode reopens. The first contact says so; nothing harsher for 5 days.',
    example: { amount: twd('143400'), of: 'PAY-20260305-17' },
  },
  'payment-confirmed': {
    does: 'a person saw the money: the payment is believed until the book has it',
    example: { payment: '01890a5d-ac96-774b-bcce-b302099a8057' },
  },
  'money-compared': {
    does: 'a person compared two payments or two reversals; when they are one and the same, the first counts',
    example: {
      first: '01890a5d-ac96-774b-bcce-b302099a8057',
      second: '01890a5d-ac96-774b-bcce-b302099a8058',
      same: true,
    },
  },
  'payment-announced': {
    does: 'The person says that they have paid. Quiet until it is booked or 3 working days have passed; a payment dated up to 3 working days before it settles it too. The third that no money followed waits for a person (bounds: terms.arrangements of the creditor).',
    example: { amount: twd('143400') },
  },
  promise: {
    does: "One dated amount or several; an accepted offer of instalments has several, of a deferral one later date. Quiet until each date plus 2 days. Kept when the money is there; broken: back to calls. Paid on a promised day counts, also when only the day is known. After two broken promises no machine accepts another. A promise beyond the creditor's bounds (terms.arrangements) waits for a person, quietly, for 3 working days. Never for a day before it was made.",
    example: {
      parts: [
        { on: '2026-03-12', amount: twd('71700') },
        { on: '2026-04-12', amount: twd('71700') },
      ],
      offer: 'instalments',
      by: 'debtor',
    },
  },
  dispute: {
    does: 'The person objects. Nothing presses until the dispute is closed; a placement is recalled, a court case not yet filed is withdrawn, bureau records say that the debt is disputed.',
    example: { about: 'already-paid' },
  },
  'dispute-closed': {
    does: 'The lender has answered the objection. `reduceBy` is what is owed less.',
    example: { outcome: 'part', reduceBy: twd('20000') },
  },
  hold: {
    does: 'Nothing presses from `from` (the day it happened when left out) until the end of `until`. What lies in the past stops nothing now; contacts, records and handovers inside it are listed in a task `possible-breach`. Refused when it ends before it begins.',
    example: { until: '2026-04-15', reason: 'flood in the district' },
  },
  'hold-released': { does: 'Ends every hold of the account.', example: { reason: 'agreed with the person' } },
  'balance-update': {
    does: "What the lender's book says of the account at a date, as a later import file does: new dues are added, a lower unpaid amount is an implied payment. Older than what is stored, or of a day to come: refused.",
    example: { asOf: '2026-04-01', balance: twd('4100000'), dues: [{ on: '2026-03-31', amount: twd('138000') }] },
  },
  'charge-off': {
    does: 'Accounting: from `on` on, which may lie ahead, the balance is asked for. The ladder goes on.',
    example: { on: '2026-08-31', amount: twd('4100000') },
  },
  closed: {
    does: 'The account has ended. What is planned is stopped; a placement is recalled; the bureau gets one last record.',
    example: { how: 'settled' },
  },
  'agency-accepted': {
    does: 'The agency has taken the account. Usually comes from its return file.',
    example: { placement: PLACEMENT },
  },
  'agency-rejected': {
    does: 'The agency does not take the account: the placement ends.',
    example: { placement: PLACEMENT, reason: 'outside our area' },
  },
  'agency-contact': {
    does: 'The agency has contacted the person; counts for the caps.',
    example: { placement: PLACEMENT, at: '2026-04-09T10:12:00+08:00', channel: 'call' },
  },
  'agency-returned': {
    does: 'The agency gives the account back: the placement ends.',
    example: { placement: PLACEMENT, reason: 'term ended' },
  },
  'recall-acknowledged': {
    does: 'The agency confirms that it has stopped: the placement ends.',
    example: { placement: PLACEMENT },
  },
  'bureau-acknowledged': { does: 'The bureau has taken the record of a month.', example: { month: '2026-04' } },
  'bureau-rejected': {
    does: 'The bureau has not taken the record of a month.',
    example: { month: '2026-04', reason: 'unknown product code' },
  },
  'bureau-correction': {
    does: 'A record was wrong: the next file corrects or deletes it and names what it replaces.',
    example: { month: '2026-04', remedy: 'correct', reason: 'payment was booked late' },
  },
  filed: {
    does: 'The claim has been filed. Only while a case is open.',
    example: { court: 'Taipei District Court', number: '115-1042' },
  },
  'not-filed': { does: 'The claim is not filed. Only while a case is open.', example: { reason: 'too costly' } },
  'step-skipped': {
    does: 'A person skips a step: it counts as ended.',
    example: { stage: 'call', step: 'attempt', occurrence: 3, reason: 'asked to write only' },
  },
  'ladder-answer': {
    does: 'The answer when the ladder has run out: write off, sell, or wait (until a date, then it is asked again).',
    example: { answer: 'wait', until: '2026-12-01' },
  },
};

/** Events about a person, by kind. */
export const PERSON_WORDS: Readonly<Record<PersonWireKind, EventWords>> = {
  stop: { does: 'Nothing more leaves to the person on this channel.', example: { channel: 'sms' } },
  start: { does: 'The channel may be used again.', example: { channel: 'sms' } },
  'wrong-number': {
    does: "The number is another person's: it is not used again. Name it by `value`, by a message that went there, or by neither when there is only one.",
    example: { channel: 'sms', value: '+12125550143' },
  },
  bounced: {
    does: 'An address or number does not work: it is not used again. With `message` it is a receipt and needs no subject.',
    example: { channel: 'email', value: 'mei.lin@example.com' },
  },
  'address-added': {
    does: 'A way to reach the person. It is used instead of those named or proved before; one that was given up earlier is used again.',
    example: { channel: 'email', value: 'mei.lin@example.org' },
  },
  hardship: {
    does: 'Nothing presses, without end; a task opens for a trained person; placements are recalled.',
    example: { since: '2026-03-01' },
  },
  'hardship-ended': {
    does: 'A person has ended the hardship: the ladder goes on.',
    example: { reason: 'agreed on a plan' },
  },
  death: {
    does: 'Nothing leaves to the person and nothing presses, without end; a task opens for a trained person; placements are recalled. Told late (`time` in the past): what left since is listed in a task `possible-breach`.',
    example: { reported: 'family' },
  },
  bankruptcy: {
    does: 'Bankrupt or represented: nothing presses, without end; a task opens for a trained person; placements are recalled. Told late: as for death.',
    example: { represented: true },
  },
  'care-reviewed': {
    does: 'A trained person has looked into hardship, death or bankruptcy: the task ends.',
    example: { outcome: 'claim sent to the estate' },
  },
};

/** Receipts of messages, by kind. */
export const RECEIPT_WORDS: Readonly<Record<ReceiptKind, EventWords>> = {
  delivered: { does: 'The message has arrived. Terms that count from delivery begin.', example: { message: MESSAGE } },
  bounced: {
    does: 'The message has not arrived: that contact point is not used again, and a notice takes the next channel.',
    example: { message: MESSAGE },
  },
  'sent-late': {
    does: 'The provider did send a message whose fate was unknown: it counts as sent.',
    example: { message: MESSAGE },
  },
};
