/** What a person can afford by a sheet, what this creditor is offered, and when it is looked at again. */
import { showAmount } from '../../money.ts';
import { addMonths, type CalendarDate } from '../../time.ts';
import { paidMonthly } from './periods.ts';
import { contradictionsIn, isExplained, missingIn, questionsOn } from './plausibility.ts';
import { type Reason, reasonOf } from './reasons.ts';
import { shareOut } from './share-out.ts';
import { isPriorityDebt, paidOn, type Sheet, type SheetDebt, type Sums, sumsOf } from './sheet.ts';
import type { AffordabilityTerms, MonthsByCare } from './terms.ts';
import type { Verdict } from './verdicts.ts';

/** What one debt gets a month; minor units. */
export interface DebtShare {
  readonly debt: SheetDebt;
  readonly balance: bigint;
  /** What is paid on it now; null = not told. */
  readonly pays: bigint | null;
  readonly offered: bigint;
}
/** What is offered a month. */
export interface ProRataOffer {
  /** `token`: too little is there to share it all out. */
  readonly form: 'pro-rata' | 'token';
  /** To the creditor that asks. */
  readonly minor: bigint;
  /** To all creditors together; never more than what is available. */
  readonly total: bigint;
  /** Every debt but priority debts, in the order of the sheet. */
  readonly shares: readonly DebtShare[];
  /** Until what is owed to the creditor that asks is paid, if no interest is added. */
  readonly months: number;
}

/** The answer to a sheet. */
export interface Affordability {
  readonly verdict: Verdict;
  readonly sums: Sums;
  readonly reasons: readonly Reason[];
  /** Null where nothing is to be paid. */
  readonly offer: ProRataOffer | null;
  readonly reviewOn: CalendarDate;
  /** Last day on which nothing presses; null where there is an offer. */
  readonly breathingSpaceUntil: CalendarDate | null;
}

/** Judges a sheet. An offer is made only on a plausible one, and only of what is available. */
export function assess(sheet: Sheet, terms: AffordabilityTerms): Affordability {
  const sums = sumsOf(sheet, terms);
  const contradictions = contradictionsIn(sheet, sums, terms);
  const open = [...missingIn(sheet), ...contradictions.filter((reason) => !isExplained(sheet, reason))];
  const verdict = open.length > 0 ? 'not-plausible' : verdictOf(sums);
  const offer = verdict === 'affordable' ? offerOf(sheet, sums.available, terms) : null;
  const explained = contradictions.filter((reason) => isExplained(sheet, reason)).map(({ code }) => code);
  const months = ({ usual, flagged }: MonthsByCare) => addMonths(sheet.on, sheet.flagged ? flagged : usual);
  return {
    verdict,
    sums: verdict === 'not-plausible' ? { ...sums, available: 0n } : sums,
    reasons: [
      ...open,
      ...(explained.length === 0 ? [] : [reasonOf('explained', { codes: explained.join(', ') })]),
      ...questionsOn(sheet, terms),
      ...(open.length > 0 ? [] : whyOf(sheet, sums, offer, terms)),
      ...(sheet.flagged ? [reasonOf('flagged')] : []),
    ],
    offer,
    reviewOn: months(offer === null ? terms.reviewMonthsWithoutOffer : terms.reviewMonths),
    breathingSpaceUntil: offer === null ? months(terms.breathingSpaceMonths) : null,
  };
}

function verdictOf({ left, available }: Sums): Verdict {
  if (left < 0n) return 'deficit';
  return available === 0n ? 'nothing-left' : 'affordable';
}

const sharedDebts = (sheet: Sheet): SheetDebt[] => sheet.debts.filter((debt) => !isPriorityDebt(sheet, debt));
const owedOn = (debts: readonly SheetDebt[]): bigint =>
  debts.reduce((total, { balance }) => total + (balance ?? 0n), 0n);

/** Null where the creditor that asks would get nothing. */
function offerOf(sheet: Sheet, available: bigint, terms: AffordabilityTerms): ProRataOffer | null {
  const debts = sharedDebts(sheet);
  const isToken = available < terms.tokenBelow;
  const parts = shareOut(
    available,
    debts.map(({ balance, ours }) => ({ balance: balance ?? 0n, ours })),
  ).map((part) => (isToken && part > terms.tokenAmount ? terms.tokenAmount : part));
  const shares = debts.map((debt, at) => ({
    debt,
    balance: debt.balance ?? 0n,
    pays: debt.pays === null ? null : paidMonthly(debt.pays),
    offered: parts[at] ?? 0n,
  }));
  const sum = (of: readonly DebtShare[]) => of.reduce((total, { offered }) => total + offered, 0n);
  const own = shares.filter(({ debt }) => debt.ours);
  const minor = sum(own);
  if (minor === 0n) return null;
  const owed = owedOn(own.map(({ debt }) => debt));
  return {
    ...{ form: isToken ? 'token' : 'pro-rata', minor, total: sum(shares), shares },
    months: Number((owed + minor - 1n) / minor),
  };
}

/** How the answer to a plausible sheet came about. */
function whyOf(sheet: Sheet, sums: Sums, offer: ProRataOffer | null, terms: AffordabilityTerms): Reason[] {
  const show = (minor: bigint) => showAmount(minor, sheet.currency);
  const debts = sharedDebts(sheet);
  const paid = paidOn(debts);
  const expenses = sums.essential + sums.priority + sums.flexible;
  return [
    reasonOf('remainder', {
      ...{ income: show(sums.income), expenses: show(expenses), disposable: show(sums.disposable) },
    }),
    ...(sums.priorityDebts === 0n ? [] : [reasonOf('priority-first', { amount: show(sums.priorityDebts) })]),
    ...(sums.left < 0n ? [reasonOf('deficit', { amount: show(-sums.left) })] : []),
    ...(sums.buffer === 0n ? [] : [reasonOf('buffer', { amount: show(sums.buffer) })]),
    ...(sums.left >= 0n && sums.available === 0n ? [reasonOf('nothing-left')] : []),
    ...(sums.available === 0n ? [] : sharedWords(debts, sums, offer, terms, show)),
    ...(paid > sums.available ? [reasonOf('pays-more-than-left', { amount: show(paid) })] : []),
    ...(offer !== null && isRaised(offer) ? [reasonOf('more-than-paid')] : []),
  ];
}

/** Whether the creditor that asks is offered more than it is paid now, as far as that was told. */
function isRaised({ minor, shares }: ProRataOffer): boolean {
  const own = shares.filter(({ debt }) => debt.ours);
  return own.every(({ pays }) => pays !== null) && minor > own.reduce((total, { pays }) => total + (pays ?? 0n), 0n);
}

function sharedWords(
  debts: readonly SheetDebt[],
  { available }: Sums,
  offer: ProRataOffer | null,
  { tokenBelow, tokenAmount }: AffordabilityTerms,
  show: (minor: bigint) => string,
): Reason[] {
  if (owedOn(debts.filter(({ ours }) => ours)) === 0n) return [reasonOf('nothing-owed')];
  if (offer === null) return [reasonOf('share-too-small')];
  if (offer.form === 'token') return [reasonOf('token', { below: show(tokenBelow), amount: show(tokenAmount) })];
  const owed = owedOn(debts);
  const amount = available < owed ? available : owed;
  return [reasonOf('shared', { amount: show(amount), owed: show(owed), share: show(offer.minor) })];
}
