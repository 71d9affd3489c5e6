/**
 * The text of a repayment plan that a person is asked to agree to, in every language: what is paid when, and what the
 * plan does and does not change. It is stored with the proposal as it stands, so that both sides can be held to it.
 */
import { PLAN_GRACE_DAYS } from '../domain/agreements/agreements.ts';
import type { Verdict } from '../domain/care/affordability/verdicts.ts';
import type { BureauStatus } from '../domain/contracts/bureau-record.ts';
import type { Language } from '../domain/letter.ts';
import type { Plan } from '../domain/money/plan/plan.ts';
import { showAmount } from '../domain/money.ts';
import { type CalendarDate, weekday } from '../domain/time.ts';
import { listLines, showDate, showDays, type Texts } from './letter-parts.ts';
import { statePlan } from './plan-sentence.ts';

/** A record of a bureau as it would be sent. Amounts are minor units. */
export interface RecordAhead {
  /** Last day of its month. */
  readonly asOf: CalendarDate;
  readonly status: BureauStatus;
  readonly overdue: bigint;
  readonly balance: bigint;
}

/** What the credit file shows: nothing was reported, or the records of these months. */
export interface CreditFile {
  readonly bureau: string;
  /** The next record, and the first after the last payment; null where no record has been sent. */
  readonly records: readonly [next: RecordAhead, last: RecordAhead] | null;
}

/** What the text says beside the plan itself. */
export interface AgreementSaid {
  readonly plan: Plan;
  /** Days late on the day of the proposal. */
  readonly daysLate: number;
  /** null where the creditor reports to no bureau. */
  readonly creditFile: CreditFile | null;
  readonly guarantors: boolean;
  /** Last day to sue, where it is less than a year away; else null. */
  readonly lastDayToSue: CalendarDate | null;
  readonly affordability: Verdict | null;
  readonly reviewOn: CalendarDate | null;
  readonly validUntil: CalendarDate;
  /** Working days within which a certificate follows a settlement. */
  readonly certificateDays: number;
}

interface Words {
  weekdays: readonly string[];
  payments: string;
  payment(on: string, day: string, amount: string): string;
  fees: string;
  late(days: string): string;
  notLate: string;
  file: {
    none: string;
    unreported(bureau: string): string;
    records(bureau: string, next: string, last: string): string;
    record(asOf: string, status: string, overdue: string, balance: string): string;
  };
  missed(days: string): string;
  missedSettlement(by: string): string;
  early: string;
  change: string;
  guarantors(settles: boolean): string;
  certificate(days: number): string;
  limitation(on: string): string;
  affordability(verdict: Verdict | null): string;
  review(on: string): string;
  valid(on: string): string;
}

const SAY: Texts<Words> = {
  en: {
    weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
    payments: 'Payments',
    payment: (on, day, amount) => `${day}, ${on}: ${amount}`,
    fees: 'For the plan itself no fee is charged.',
    late: (days) =>
      `The account is ${days} late today. The plan does not change that: days go on counting until what is late is paid.`,
    notLate: 'Nothing of the account is late today, and the plan does not change how days are counted.',
    file: {
      none: 'We report to no credit bureau.',
      unreported: (bureau) =>
        `${bureau} has no record of this account from us, and we begin none while the plan is kept.`,
      records: (bureau, next, last) =>
        `${bureau} goes on getting a true record each month. If you pay as planned it says: ${next}; after the last payment: ${last}.`,
      record: (asOf, status, overdue, balance) => `for ${asOf} ${status}, late ${overdue}, balance ${balance}`,
    },
    missed: (days) =>
      `If a payment does not come, we write to you first; within ${days} of its date it still counts. After that the plan is over, and what is open is as late as it then really is. What you have paid counts. We tell you before anything else follows.`,
    missedSettlement: (by) =>
      `If not all of it is here by ${by}, nothing is waived: what you have paid counts, and the rest of the whole debt stays open.`,
    early: 'You may pay sooner or more at any time: it counts for the next payments.',
    change: 'If something changes for you, tell us before the date: a plan can be changed by a new one.',
    guarantors: (settles) =>
      settles
        ? 'Whoever stands for this account stays bound until all of it is paid; after that nothing is asked of them either.'
        : 'Whoever stands for this account stays bound while the plan runs, and is asked for nothing while it is kept.',
    certificate: (days) =>
      `Within ${days} working days after the last payment you get a certificate from us that the account is settled. It says settled in part, since a part was waived.`,
    limitation: (on) =>
      `The time in which this could be brought before a court ends on ${on}. By law, agreeing to a plan or paying under it may let that time begin again. You may take advice before you agree.`,
    affordability: (verdict) =>
      verdict === 'affordable'
        ? 'By the income and expenses that you told us, these payments can be made.'
        : verdict === null
          ? 'We have not looked at your income and expenses. If these payments are too much, tell us, and we look at them with you.'
          : 'By the income and expenses that you told us, these payments may be hard to make. Tell us if they are too much.',
    review: (on) => `We look at the plan again on ${on}.`,
    valid: (on) => `You may agree to it until ${on}. Nothing changes before you do.`,
  },
  'zh-Hans': {
    weekdays: ['星期一', '星期二', '星期三', '星期四', '星期五', '星期六', '星期日'],
    payments: '付款安排',
    payment: (on, day, amount) => `${on}（${day}）：${amount}`,
    fees: '本计划本身不收取任何费用。',
    late: (days) => `截至今日该账户已逾期${days}。本计划不改变这一点：在逾期部分付清之前，逾期天数继续计算。`,
    notLate: '截至今日该账户没有逾期，本计划不改变天数的计算方式。',
    file: {
      none: '我们不向任何征信机构报送。',
      unreported: (bureau) => `我们未曾向${bureau}报送该账户的记录，在您按计划付款期间也不会开始报送。`,
      records: (bureau, next, last) =>
        `我们仍按月向${bureau}如实报送。如您按计划付款，记录内容为：${next}；末期付款之后：${last}。`,
      record: (asOf, status, overdue, balance) => `截至${asOf}，${status}，逾期${overdue}，余额${balance}`,
    },
    missed: (days) =>
      `如某期未到账，我们会先与您联系；在该期日期后${days}内付款仍然有效。此后本计划终止，未付部分按届时的真实天数计算逾期。您已付的款项均予计入。在采取其他步骤之前，我们会先告知您。`,
    missedSettlement: (by) => `如在${by}前（含当日）未全部到账，则不予减免：您已付的款项均予计入，其余欠款仍为未付。`,
    early: '您可以随时提前或多付，多付部分计入之后各期。',
    change: '如您的情况有变化，请在到期日之前告诉我们：可以用新的计划代替。',
    guarantors: (settles) =>
      settles
        ? '为该账户提供担保的人在全部付清之前仍受约束；付清之后我们也不再向其主张。'
        : '计划期间，为该账户提供担保的人仍受约束；您按计划付款期间，我们不会向其提出要求。',
    certificate: (days) =>
      `末期付款后${days}个工作日内，我们会向您出具结清证明。因部分款项获减免，证明载明为部分结清（协商结清）。`,
    limitation: (on) =>
      `就此事提请司法处理的期限至${on}届满。依照法律，同意计划或按计划付款可能使该期限重新计算。您可在同意之前咨询他人意见。`,
    affordability: (verdict) =>
      verdict === 'affordable'
        ? '根据您告知的收入与支出，您有能力支付上述款项。'
        : verdict === null
          ? '我们没有了解您的收入与支出。如上述款项超出您的能力，请告诉我们，我们与您一起核算。'
          : '根据您告知的收入与支出，支付上述款项可能有困难。如超出您的能力，请告诉我们。',
    review: (on) => `我们将于${on}重新检视本计划。`,
    valid: (on) => `您可在${on}前（含当日）表示同意。在您同意之前，一切不变。`,
  },
};

const STATUS: Texts<(status: BureauStatus) => string> = {
  en: (status) => {
    if (status === 'current') return 'nothing late';
    if (status === 'charged-off') return 'charged off';
    if (status === 'closed-settled') return 'closed, settled in part';
    if (status === 'closed-paid') return 'closed, paid';
    return status === 'closed-transferred' ? 'closed, transferred' : `${status} days late`;
  },
  'zh-Hans': (status) => {
    if (status === 'current') return '没有逾期';
    if (status === 'charged-off') return '已核销';
    if (status === 'closed-settled') return '已关闭，部分结清';
    if (status === 'closed-paid') return '已关闭，已还清';
    return status === 'closed-transferred' ? '已关闭，已转让' : `逾期${status}天`;
  },
};

/** The sentence on the credit file, by the records that would be sent. */
export function stateCreditFile(file: CreditFile | null, currency: string, language: Language): string {
  const say = SAY[language].file;
  if (file === null) return say.none;
  if (file.records === null) return say.unreported(file.bureau);
  const show = (minor: bigint) => showAmount(minor, currency);
  const [next, last] = file.records.map(({ asOf, status, overdue, balance }) =>
    say.record(showDate(asOf, language), STATUS[language](status), show(overdue), show(balance)),
  ) as [string, string];
  return say.records(file.bureau, next, last);
}

/** The whole text: the sentence of the plan, each payment, and what else holds, a paragraph each. */
export function stateAgreement(said: AgreementSaid, language: Language): string {
  const { plan, daysLate, guarantors, lastDayToSue } = said;
  const say = SAY[language];
  const { currency, lastDay } = plan.terms;
  const on = (date: CalendarDate) => showDate(date, language);
  const settles = plan.terms.settlement !== null && lastDay !== null;
  const payments = plan.instalments.map(({ on: date, minor }) =>
    say.payment(on(date), say.weekdays[weekday(date) - 1] ?? '', showAmount(minor, currency)),
  );
  return [
    statePlan(plan, language),
    listLines(say.payments, payments),
    say.fees,
    daysLate > 0 ? say.late(showDays(daysLate, language)) : say.notLate,
    stateCreditFile(said.creditFile, currency, language),
    say.missed(showDays(PLAN_GRACE_DAYS, language)),
    ...(settles ? [say.missedSettlement(on(lastDay))] : []),
    say.early,
    say.change,
    ...(guarantors ? [say.guarantors(settles)] : []),
    ...(settles ? [say.certificate(said.certificateDays)] : []),
    ...(lastDayToSue === null ? [] : [say.limitation(on(lastDayToSue))]),
    say.affordability(said.affordability),
    ...(said.reviewOn === null ? [] : [say.review(on(said.reviewOn))]),
    say.valid(on(said.validUntil)),
  ].join('\n\n');
}
