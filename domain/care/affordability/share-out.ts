/** Shares an amount out over debts by what is owed on each, exact to the minor unit. */

/** What a share is reckoned by. */
export interface Shared {
  /** Minor units, not negative. */
  readonly balance: bigint;
  /** It is owed to the creditor that asks. */
  readonly ours: boolean;
}

const sumOf = (numbers: readonly bigint[]): bigint => numbers.reduce((total, number) => total + number, 0n);

/**
 * The share of each debt, in their order: together the amount, or all that is owed where that is less, and never more
 * than the debt. The creditor that asks gets its share rounded down, so that its offer never falls when more is there
 * to share; the units that rounding leaves go to the others.
 */
export function shareOut(amount: bigint, debts: readonly Shared[]): bigint[] {
  const own = sumOf(debts.filter(({ ours }) => ours).map(({ balance }) => balance));
  const owed = sumOf(debts.map(({ balance }) => balance));
  const total = amount < owed ? amount : owed;
  const forOwn = owed === 0n ? 0n : (total * own) / owed;
  const balancesOf = (ours: boolean) => debts.map((debt) => (debt.ours === ours ? debt.balance : 0n));
  const owns = splitByBalance(forOwn, balancesOf(true));
  const others = splitByBalance(total - forOwn, balancesOf(false));
  return debts.map((_, at) => (owns[at] ?? 0n) + (others[at] ?? 0n));
}

/**
 * Splits a total, at most all balances together, by balance: each share rounded down, then a unit more for each of the
 * largest balances until nothing is left. Of equal balances the first gets it.
 */
function splitByBalance(total: bigint, balances: readonly bigint[]): bigint[] {
  const owed = sumOf(balances);
  if (owed === 0n) return balances.map(() => 0n);
  const shares = balances.map((balance) => (total * balance) / owed);
  const largestFirst = balances
    .map((balance, at) => ({ balance, at }))
    .sort((a, b) => Number(b.balance > a.balance) - Number(b.balance < a.balance));
  let over = total - sumOf(shares);
  for (const { at } of largestFirst) {
    if (over === 0n) break;
    shares[at] = (shares[at] ?? 0n) + 1n;
    over -= 1n;
  }
  return shares;
}
