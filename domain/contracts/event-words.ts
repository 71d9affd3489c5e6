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
const INSTRUCTION = '01978c3e-5f00-7000-8000-00000000b001';
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
    does: 'The person objects to the whole debt, or to a part of it: `dues` or `amount`. `identity-theft` is about the whole, and nothing but its answer goes on. The whole: nothing presses until the dispute is closed, and a placement is recalled. A part: the rest is asked for, days past due count over it, and no demand contains the part. Either way a court case not yet filed is withdrawn, no bureau record begins, and records that have begun say that the debt is disputed. Several disputes may be open at once. Refused: a due that the account does not have, a sum above what is owed.',
    example: { about: 'already-paid' },
  },
  'dispute-closed': {
    does: 'The lender has answered the objection. `reduceBy` is what is owed less, first of the dues that the dispute named; upheld without it, all that was disputed. `of` names the dispute; without it the only open one. Identity theft, upheld: the account is withdrawn and its bureau records are deleted; rejected: needs `reason`.',
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
    does: 'The agency has contacted the person; counts for the caps, once together with its contact reservation. One without a reservation is judged afterwards, at its own moment (docs/contact-reservations.md).',
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
  'classes-contested': {
    does: 'The person wants a human decision on the classes of ability and willingness (docs/classes.md): a task `review-classes` opens, and until somebody has decided, no class of the account is harsher than middle. Refused for a closed account.',
    example: { reported: 'person', reason: 'the bill was never received' },
  },
  'classes-reviewed': {
    does: 'A person has decided the classes: they hold, whatever the score says, until the end of `until`, or until the next decision. Ends the task `review-classes`, also of an account that was closed meanwhile.',
    example: { ability: 'low', willingness: 'high', reason: 'lost the job, pays what is left', until: '2026-12-31' },
  },
  'book-confirmed': {
    does: "The lender's book has booked an instruction (docs/book-instructions.md), as of `bookedOn`. Demands go on; a confirmed waiver, and what a corrected due is lower, is not asked for until a later row of the book says so itself. Told twice with the same day, nothing changes. Refused after a rejection: withdraw the instruction first.",
    example: { instruction: INSTRUCTION, bookedOn: '2026-03-05' },
  },
  'book-rejected': {
    does: "The lender's book does not book an instruction. A task `book-rejected-instruction` opens; where the instruction would have changed what is asked for, nothing is demanded for the working days of a review (`terms.arrangements.reviewDays`), or until a person has decided. Told twice, nothing changes. Refused after a confirmation.",
    example: { instruction: INSTRUCTION, reason: 'product does not allow it' },
  },
  'debit-scheduled': {
    does: 'Money is to be drawn from the bank account of the person. Nothing is asked from 10 days before until it is collected or failed, at most 5 working days after its day; then a task `debit-unanswered` opens. Refused, and then not to be drawn: without a mandate in force; while another debit is pending; during a dispute, a hold, hardship, insolvency or other care; on a closed account; for more than is due by its day; beyond the tries of a due and the days between them (`debits` in the terms of the creditor). What speaks against it afterwards opens a task `cancel-debit`.',
    example: { debit: 'D-20260312-7', amount: twd('143400'), on: '2026-03-12', mandate: 'M-77' },
  },
  'debit-collected': {
    does: 'The money was drawn. It is a payment whose reference is the debit: told by the provider too, it counts once.',
    example: { debit: 'D-20260312-7', amount: twd('143400') },
  },
  'debit-failed': {
    does: 'The money could not be drawn. The ladder goes on, and nothing harsher happens for 5 days; it says nothing about the will to pay. `account-closed` and `mandate-withdrawn` end the mandate.',
    example: { debit: 'D-20260312-7', reason: 'no-funds' },
  },
  'debit-cancelled': {
    does: 'The provider was told not to draw the money. The ladder goes on.',
    example: { debit: 'D-20260312-7', reason: 'paid at the counter' },
  },
  'mandate-given': {
    does: 'The person lets the creditor draw money from their bank account.',
    example: { mandate: 'M-77' },
  },
  'mandate-withdrawn': {
    does: 'The person does not let the creditor draw money any more: no debit is scheduled, and one that is must be cancelled. It says nothing about the will to pay.',
    example: { mandate: 'M-77' },
  },
};

/** Events about a person, by kind. */
export const PERSON_WORDS: Readonly<Record<PersonWireKind, EventWords>> = {
  stop: { does: 'Nothing more leaves to the person on this channel.', example: { channel: 'sms' } },
  start: { does: 'The channel may be used again.', example: { channel: 'sms' } },
  'reply-word': {
    does: 'What the person wrote back, when it is a word such as STOP, START, 退订 or बंद: it becomes `stop` or `start` of the channel. The word is not stored, and any other text is refused: a person must read it.',
    example: { channel: 'sms', word: 'STOP' },
  },
  reply: {
    does: 'Any text that the person wrote back, never refused for what it says; a NUL or half a character, as gateways send them, becomes �. A word such as STOP, alone, becomes `stop` or `start` of the channel. Signs of self-harm or distress begin the safety stop at once (`distress`), signs of illness, a death in the family or a lost job begin `hardship`; of everything else nothing follows by itself. A person reads each text in the task `read-reply` and records what it means. The text is shown there and nowhere else. Where `from` is known for several persons of the creditor, all this happens for each of them.',
    example: { channel: 'sms', text: 'I lost my job and cannot pay this month' },
  },
  'wrong-number': {
    does: "The number is another person's: it is not used again, and consents to it end. `reassigned`: it was the person's before. Name it by `value`, by a message that went there, or by neither when there is only one.",
    example: { channel: 'sms', value: '+12125550143' },
  },
  bounced: {
    does: 'An address or number does not work: it is not used again. With `message` it is a receipt and needs no subject.',
    example: { channel: 'email', value: 'mei.lin@example.com' },
  },
  'point-stopped': {
    does: 'One number or address is not used any more, such as a telephone at work; all others are. No book changes that; told anew as `address-added`, it is used again.',
    example: { channel: 'sms', value: '+12125550143', reason: 'telephone at work' },
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
  'care-hold': {
    does: 'Illness, minority, a disaster area, a breathing space, military service, or the lender’s protected list. docs/care.md says what each type stops under which law. A task opens for a trained person. It ends after `until` (a breathing space in the UK after 60 days unless told otherwise), or when a person lifts it. Of several of one type the longest counts. Told late, a breathing space: what left since is listed in a task `possible-breach`.',
    example: { type: 'breathing-space', since: '2026-03-01', until: '2026-04-30', reported: 'authority' },
  },
  'care-hold-lifted': {
    does: 'A person has lifted every hold of the type: the ladder goes on unless another hold lasts.',
    example: { type: 'illness', reason: 'back at work' },
  },
  distress: {
    does: 'The safety stop: nothing presses on any lane, placements are recalled, a task `distress-review` opens. `self-harm` also raises an alarm that must be answered within 15 minutes. Only a reviewer named in the terms of the creditor lifts it, by the outcome of the task; no payment, silence, day or release does.',
    example: { level: 'self-harm', reported: 'agency' },
  },
  'care-reviewed': {
    does: 'A trained person has looked into hardship, death, bankruptcy or another hold on the person: the task ends.',
    example: { outcome: 'claim sent to the estate' },
  },
  'consent-given': {
    does: 'The person agrees to what `scope` names, on one channel or number when they are given. It widens only what a rule of law lets a consent widen: hours of scope `hours` never go beyond a rule that knows no agreed hours.',
    example: { scope: 'hours', hours: '20:00-22:00', proof: 'recorded call' },
  },
  'consent-withdrawn': {
    does: 'The person takes a consent back, also one that the book told. Without channel and value all consents of the scope end; with them also those that are not limited. Given and withdrawn at the same moment: withdrawn.',
    example: { scope: 'hours' },
  },
  preference: {
    does: 'When, how and where the person does not want to be contacted. Nothing leaves outside `hours` or by `notBy`, whatever the law of the place; `writeOnly` ends calls; `notAt` refuses contacts that name their place. New hours take the place of the old; the rest adds up.',
    example: { hours: '12:00-14:00', writeOnly: true },
  },
  'preference-ended': {
    does: 'Ends the preferences that it names; all of them when it names none. STOP is lifted by `start` only.',
    example: { hours: true },
  },
  represented: {
    does: 'An attorney or a debt adviser speaks for the person: no demand and no notice goes to the person by any channel, open calls are withdrawn, the ladder waits. A task opens: a person writes to the representative. Receipts still answer what the person pays. Told late: contacts since are listed in a task `possible-breach`.',
    example: { by: 'debt-adviser', since: '2026-03-01' },
  },
  'represented-ended': {
    does: 'Nobody speaks for the person any more: the ladder goes on.',
    example: { reason: 'the mandate has ended' },
  },
  cease: {
    does: 'The person demands that contact ends: no demand goes to the person by any channel, open calls are withdrawn; notices and receipts go on. A task opens: a person decides what follows. Some laws know only the demand in writing.',
    example: { written: true },
  },
  'cease-ended': {
    does: 'The person allows contact again.',
    example: { reason: 'asked for a plan by e-mail' },
  },
  complaint: {
    does: 'The person complains of conduct: of the lender, of an agency, of a member of its staff; received when it occurred (`time`). A task `review-complaint` opens, due when the law or the lender wants an answer (docs/complaints.md). Of `harassment`, `wrong-person` or `data`: nothing more reaches the person and agencies give back what they have, until it is closed. Of any other cause contact goes on, and nothing new is begun against the person. Told twice for one day, it is refused.',
    example: { cause: 'harassment', channel: 'letter', agency: 'north' },
  },
  'complaint-acknowledged': {
    does: 'The receipt of a complaint was confirmed to the person. Never by the member of staff complained of.',
    example: {},
  },
  'complaint-closed': {
    does: 'A person has answered the complaint: outcome, what the person got for it, and what lay behind it. It moves no money: the book and other facts do. Never by the member of staff complained of, and never by an agency. With the last open one the task ends.',
    example: {
      outcome: 'upheld',
      redress: 'compensation',
      amount: { currency: 'TWD', minor: '50000' },
      rootCause: 'conduct',
      reason: 'nine calls in a day',
    },
  },
  'sheet-recorded': {
    does: 'A sheet of income and expenses of the person (affordability.md). Its figures are kept for trained staff; the fact says what it came to. The sheet of the last day counts, whenever it was told, until `hardship-ended`. Where nothing can be paid, nothing presses until the day that the answer names; where something can, no more than that is asked for, nothing is placed and nothing goes to court until it is looked at again. On that day a person gets the task `sheet-review`. By hand: `arrears afford record`.',
    example: {
      sheet: {
        country: 'TW',
        household: { adults: 1 },
        lines: [
          { line: 'wages', amount: '31000' },
          { line: 'food', amount: '9000' },
          { line: 'rent', amount: '12000' },
          { line: 'electricity', amount: '1200' },
        ],
        debts: [{ line: 'credit-card', balance: '41000', ours: true }],
      },
      toldBy: 'adviser',
    },
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
