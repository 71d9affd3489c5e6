/** What a debt is made of, and how money covers it. */

/** What a due, or a debt, is made of. */
export const COMPONENTS = ['principal', 'interest', 'fees', 'costs'] as const;
/** One of COMPONENTS. */
export type Component = (typeof COMPONENTS)[number];
/** An amount of each component, minor units. */
export type Components = Readonly<Record<Component, bigint>>;

export const NO_COMPONENTS: Components = { principal: 0n, interest: 0n, fees: 0n, costs: 0n };

/** The sum of all components. */
export const sumOf = ({ principal, interest, fees, costs }: Components): bigint => principal + interest + fees + costs;

/** Adds two amounts of each component. */
export const addComponents = (a: Components, b: Components): Components => ({
  principal: a.principal + b.principal,
  interest: a.interest + b.interest,
  fees: a.fees + b.fees,
  costs: a.costs + b.costs,
});

/** What money covered of each component, what it left, and the money that is over. */
export interface Covered {
  readonly paid: Components;
  readonly left: Components;
  readonly over: bigint;
}

/** Covers components with money, each whole before the next of `order`, which names all of them once. */
export function coverComponents(owed: Components, minor: bigint, order: readonly Component[]): Covered {
  const paid = { ...NO_COMPONENTS };
  const left = { ...owed };
  let over = minor;
  for (const name of order) {
    const part = owed[name] < over ? owed[name] : over;
    paid[name] = part;
    left[name] -= part;
    over -= part;
  }
  return { paid, left, over };
}
