/** An invented person with two accounts, for docs/messages.md and the tests of texts. */
import { PLAN_GRACE_DAYS } from '../domain/agreements/agreements.ts';
import { askedAgainOn } from '../domain/answers.ts';
import { REMINDER_DAYS } from '../domain/arrangements.ts';
import { PlanTermsFile, planTermsOf } from '../domain/contracts/plan-terms.ts';
import { OMBUDSMEN } from '../domain/law/ombudsmen.ts';
import type { Language, LetterAgreement, LetterAnswer, LetterFacts } from '../domain/letter.ts';
import { calculatePlan } from '../domain/money/plan/plan.ts';
import type { Instalment } from '../domain/money/plan/schedule.ts';
import { offerFor } from '../domain/offer.ts';
import { addDays, type CalendarDate } from '../domain/time.ts';
import { type AgreementSaid, stateAgreement } from './agreement-text.ts';
import { firstRecordOn } from './bureau/stage.ts';
import { RULES } from './rules.ts';

/** Both accounts have these due dates. */
const DUE_DATES: readonly [CalendarDate, ...CalendarDate[]] = ['2026-03-01', '2026-03-31', '2026-04-30', '2026-05-31'];

const { terms, calendar } = RULES;

const sum = (dues: readonly { minor: bigint }[]): bigint => dues.reduce((total, due) => total + due.minor, 0n);

const HARBOUR: LetterFacts['creditor'] = {
  name: 'Harbour Bank',
  phone: '+886 2 5550 0100',
  email: 'accounts@harbour.example.com',
  address: '1 Harbour Road, Taipei',
  payAt: 'https://pay.harbour.example.com',
  payTo: 'Harbour Bank, 808-0000-5550-0100',
  complaints: 'complaints@harbour.example.com, +886 2 5550 0101',
  freeHelp: 'https://help.example.com, 0800 555 010',
};
/** What most letters have nothing to say about. */
const NOTHING_UNUSUAL = {
  tone: 'plain',
  paymentReturned: false,
  restart: null,
  barred: false,
  collector: false,
  charges: 'go',
  means: null,
  helpers: [],
  ombudsman: null,
} as const;

/** A plan over 14,340.00 in six instalments, agreed some days before. */
function sampleAgreement(language: Language, on: CalendarDate): LetterAgreement {
  const plan = calculatePlan(
    planTermsOf(
      PlanTermsFile.parse({
        amount: { currency: 'TWD', minor: '1434000' },
        schedule: { kind: 'equal', number: 6 },
        first: addDays(on, 5),
      }),
      addDays(on, -10),
    ),
  );
  const [first] = plan.instalments as [Instalment];
  const last = plan.instalments.at(-1) as Instalment;
  const said: AgreementSaid = {
    plan,
    daysLate: 30,
    creditFile: { bureau: 'Example Bureau', records: null },
    guarantors: false,
    lastDayToSue: null,
    affordability: 'affordable',
    reviewOn: last.on,
    validUntil: addDays(on, 4),
    certificateDays: 5,
  };
  return {
    text: stateAgreement(said, language),
    agreedOn: addDays(on, -10),
    next: { on: first.on, minor: first.minor, until: addDays(first.on, PLAN_GRACE_DAYS) },
    paid: 0n,
    waived: 573600n,
    since: addDays(on, -1),
  };
}

/** The letter facts `dpd` days after the oldest due. */
export function sampleLetter(language: Language, dpd: number): LetterFacts {
  const on = addDays(DUE_DATES[0], dpd);
  const dues = (minor: bigint) => DUE_DATES.filter((date) => date < on).map((date) => ({ on: date, minor }));
  const card = dues(143400n);
  const loan = dues(520000n);
  return {
    language,
    on,
    personName: language === 'en' ? 'Mei Lin' : '林梅',
    creditor: HARBOUR,
    accounts: [
      {
        number: 'A-1042',
        product: 'card',
        currency: 'TWD',
        overdue: sum(card),
        balance: 4100000n,
        balanceDue: false,
        dpd,
        dues: card,
        lastPayment: { on: '2026-02-03', minor: 200000n },
        paymentReference: 'A-1042',
        promise: { on: addDays(on, REMINDER_DAYS), minor: 143400n, left: 43400n },
        disputed: null,
        agreement: sampleAgreement(language, on),
      },
      {
        number: 'L-2007',
        product: 'instalment-loan',
        currency: 'TWD',
        overdue: sum(loan),
        balance: 18200000n,
        balanceDue: false,
        dpd,
        dues: loan,
        lastPayment: null,
        paymentReference: 'L-2007',
        promise: { on: addDays(on, REMINDER_DAYS), minor: 520000n, left: 520000n },
        disputed: null,
        agreement: sampleAgreement(language, on),
      },
    ],
    ...NOTHING_UNUSUAL,
    answers: [],
    offer: offerFor(sum(card) + sum(loan), 'TWD', on),
    agency: {
      name: 'North Agency',
      phone: '+886 2 5550 0111',
      complaints: 'complaints@north.example.com',
      from: addDays(on, terms.placementNoticeDays),
      hours: calendar.hoursOn(addDays(on, terms.placementNoticeDays)),
    },
    bureau: { name: 'Example Bureau', earliest: firstRecordOn(addDays(on, 1), terms) },
    court: { payBy: addDays(on, terms.finalDemandDays) },
  };
}

/** The same person, about the card alone. */
export function sampleCard(language: Language, dpd: number): LetterFacts {
  const letter = sampleLetter(language, dpd);
  const accounts = letter.accounts.slice(0, 1);
  return {
    ...letter,
    accounts,
    offer: offerFor(sum(accounts.map(({ overdue }) => ({ minor: overdue }))), 'TWD', letter.on),
  };
}

/** The card alone, of which a due and a sum are disputed. */
export function sampleDisputed(language: Language, dpd: number): LetterFacts {
  const letter = sampleCard(language, dpd);
  const disputed = { dues: ['2026-01-15'], minor: 30000n };
  return { ...letter, accounts: letter.accounts.map((account) => ({ ...account, disputed })) };
}

/** The same person once everything overdue is paid. */
export function samplePaid(language: Language, on: CalendarDate): LetterFacts {
  const letter = sampleLetter(language, 20);
  const accounts = letter.accounts.map((account) => ({
    ...account,
    overdue: 0n,
    dpd: 0,
    dues: [],
    balance: account.balance - account.overdue,
    lastPayment: { on: addDays(on, -1), minor: account.overdue },
    promise: null,
  }));
  return { ...letter, on, accounts, offer: null };
}

/** The card alone, of which a dispute or a complaint came, or was closed in part. */
export function sampleAnswered(
  language: Language,
  { about, tells }: { about: LetterAnswer['about']; tells: 'receipt' | 'outcome' },
): LetterFacts {
  const letter = sampleCard(language, 40);
  const isDispute = about === 'dispute';
  const closing: LetterAnswer['closing'] = {
    on: letter.on,
    outcome: 'part',
    reason: language === 'en' ? 'a fee was charged twice' : '一笔费用重复收取',
    reduced: isDispute ? { minor: 23400n, currency: 'TWD' } : null,
    redress: isDispute ? 'none' : 'corrected',
    paid: null,
    record: isDispute
      ? {
          bureau: 'Example Bureau',
          deleted: false,
          shows: { late: 286800n, balance: 4100000n, currency: 'TWD', disputed: false },
        }
      : null,
    restsUntil: isDispute ? askedAgainOn(letter.on) : null,
  };
  const receivedOn = addDays(letter.on, -12);
  const answer: LetterAnswer = {
    ...{ about, receivedOn, reference: '0193A1B2-C3D4', answerBy: addDays(receivedOn, 30) },
    closing: tells === 'outcome' ? closing : null,
  };
  const { name, contact } = OMBUDSMEN.TW;
  return { ...letter, answers: [answer], ombudsman: `${name[language]} (${contact})` };
}
