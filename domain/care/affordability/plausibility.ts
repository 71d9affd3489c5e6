/** What is missing from a sheet, what in it cannot be so, and what is worth a question. */
import { showAmount } from '../../money.ts';
import { type Contradiction, type Reason, type ReasonCode, reasonOf } from './reasons.ts';
import { isPriorityDebt, type MonthlyEntry, monthlyEntries, type Sheet, type SheetDebt, type Sums } from './sheet.ts';
import { NEEDS, type Need } from './sheet-lines.ts';
import type { AffordabilityTerms, PerHead } from './terms.ts';

const MISSING_NEED: Readonly<Record<Need, ReasonCode>> = {
  ...{ food: 'food-missing', housing: 'housing-missing', utilities: 'utilities-missing' },
};
const named = (debts: readonly SheetDebt[]): string => debts.map(({ id }) => id).join(', ');

/** What was not told and nothing is answered without. */
export function missingIn(sheet: Sheet): Reason[] {
  const told = monthlyEntries(sheet).map(({ line }) => line);
  const unsettled = sheet.debts.filter(
    (debt) => isPriorityDebt(sheet, debt) && debt.pays === null && debt.balance !== 0n,
  );
  const unknown = sheet.debts.filter((debt) => !isPriorityDebt(sheet, debt) && debt.balance === null);
  return [
    ...(told.some(({ group }) => group === 'income') ? [] : [reasonOf('income-missing')]),
    ...NEEDS.flatMap((need) => (told.some((line) => line.need === need) ? [] : [reasonOf(MISSING_NEED[need])])),
    ...(unsettled.length === 0 ? [] : [reasonOf('priority-payment-missing', { debts: named(unsettled) })]),
    ...(unknown.length === 0 ? [] : [reasonOf('balance-missing', { debts: named(unknown) })]),
  ];
}

/** What cannot be so, whether it was explained or not. */
export function contradictionsIn(sheet: Sheet, sums: Sums, { outgoingsPercent }: AffordabilityTerms): Reason[] {
  const show = (minor: bigint) => showAmount(minor, sheet.currency);
  const entries = monthlyEntries(sheet);
  const outgoings = sums.income - sums.left;
  const food = entries.find(({ line }) => line.need === 'food');
  const hasIncome = entries.some(({ line }) => line.group === 'income');
  const found: Reason[] = [];
  if (food?.minor === 0n) found.push(reasonOf('food-zero'));
  if (hasIncome && sums.income === 0n && outgoings > 0n)
    found.push(reasonOf('no-income', { outgoings: show(outgoings) }));
  if (sums.income > 0n && outgoings * 100n > sums.income * BigInt(outgoingsPercent))
    found.push(
      reasonOf('outgoings-beyond-income', {
        ...{ outgoings: show(outgoings), income: show(sums.income), percent: String(outgoingsPercent) },
      }),
    );
  return found;
}

/** Whether the sheet names a contradiction as explained. */
export const isExplained = ({ explained }: Sheet, { code }: Reason): boolean =>
  explained.includes(code as Contradiction);

/** What is worth a question. No figure changes by it. */
export function questionsOn(sheet: Sheet, terms: AffordabilityTerms): Reason[] {
  const entries = monthlyEntries(sheet);
  const forChildren = entries.filter(({ line }) => line.forChildren);
  const hasCosts = forChildren.some(({ line, minor }) => line.group !== 'income' && minor > 0n);
  const strangeIncome = forChildren.filter(({ line, minor }) => line.group === 'income' && minor > 0n);
  const paidOnNothing = sheet.debts.filter(({ balance, pays }) => balance === 0n && (pays?.minor ?? 0n) > 0n);
  return [
    ...(sheet.children > 0 && !hasCosts ? [reasonOf('children-without-costs')] : []),
    ...(sheet.children > 0
      ? []
      : strangeIncome.map(({ line }) => reasonOf('income-without-children', { line: line.words }))),
    ...entries.flatMap((entry) => outsideBounds(sheet, entry, terms)),
    ...(paidOnNothing.length === 0 ? [] : [reasonOf('paid-on-nothing', { debts: named(paidOnNothing) })]),
  ];
}

function outsideBounds(sheet: Sheet, { line, minor }: MonthlyEntry, { bounds }: AffordabilityTerms): Reason[] {
  const show = (amount: bigint) => showAmount(amount, sheet.currency);
  const ofHousehold = ({ adult, child }: PerHead) => adult * BigInt(sheet.adults) + child * BigInt(sheet.children);
  return bounds
    .filter((bound) => bound.line === line.id)
    .flatMap(({ least, most }) => {
      const said = (bound: bigint) => ({ line: line.words, amount: show(minor), bound: show(bound) });
      if (least !== null && minor < ofHousehold(least)) return [reasonOf('below-guideline', said(ofHousehold(least)))];
      if (most !== null && minor > ofHousehold(most)) return [reasonOf('above-guideline', said(ofHousehold(most)))];
      return [];
    });
}
