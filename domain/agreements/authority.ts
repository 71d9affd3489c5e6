/**
 * What plans a member of staff may propose alone, as rows of the creditor's terms (`planAuthority`). The first row that
 * covers a plan lets it be accepted; what no row covers needs a second person.
 */
import { isSamePerson } from '../act.ts';

/** One row. Amounts are minor units of the creditor's currency. */
export interface AuthorityRow {
  /** As the lender calls it: `team`, `supervisor`. */
  readonly role: string;
  /** Who has it, by the names that they record under; anybody where left out. */
  readonly staff?: readonly string[] | undefined;
  /** Largest debt that it is about; any where left out. */
  readonly upToDebt?: bigint | undefined;
  /** Least days late. */
  readonly daysLate: number;
  /** Least part of the debt that is paid, percent: 100 waives nothing. */
  readonly leastPercent: number;
  readonly mostPayments: number;
  /** From the proposal to the last payment. */
  readonly mostDays: number;
}

/** The rows of a creditor that sets none: plans of up to a year that waive nothing. */
export const DEFAULT_AUTHORITY: readonly AuthorityRow[] = [
  { role: 'anybody', daysLate: 0, leastPercent: 100, mostPayments: 12, mostDays: 370 },
  { role: 'anybody, long overdue', daysLate: 180, leastPercent: 80, mostPayments: 12, mostDays: 370 },
];

/** A plan, as authority sees it. */
export interface AskedPlan {
  /** Who proposes it. */
  readonly by: string;
  readonly daysLate: number;
  readonly debt: bigint;
  /** What of the debt is waived. */
  readonly waived: bigint;
  readonly payments: number;
  readonly days: number;
}

/** The role that covers a plan, or in what it exceeds the row that comes nearest. */
export type Authority = { readonly role: string } | { readonly exceeds: readonly string[] };

/** Asks the rows about a plan. */
export function authorityFor(rows: readonly AuthorityRow[], plan: AskedPlan): Authority {
  let nearest: readonly string[] | null = null;
  for (const row of rows) {
    const exceeds = excessOver(row, plan);
    if (exceeds.length === 0) return { role: row.role };
    if (nearest === null || exceeds.length < nearest.length) nearest = exceeds;
  }
  return { exceeds: nearest ?? ['the creditor lets nobody agree plans alone'] };
}

function excessOver(row: AuthorityRow, { by, daysLate, debt, waived, payments, days }: AskedPlan): string[] {
  const { role, staff, upToDebt, leastPercent, mostPayments, mostDays } = row;
  const excess: string[] = [];
  if (staff !== undefined && !staff.some((name) => isSamePerson(name, by))) excess.push(`it is for ${role}`);
  if (upToDebt !== undefined && debt > upToDebt) excess.push('the debt is larger');
  if (daysLate < row.daysLate) excess.push(`it is less than ${row.daysLate} days late`);
  if ((debt - waived) * 100n < debt * BigInt(leastPercent)) excess.push(`it pays less than ${leastPercent} %`);
  if (payments > mostPayments) excess.push(`it has more than ${mostPayments} payments`);
  if (days > mostDays) excess.push(`its last payment is more than ${mostDays} days away`);
  return excess;
}
