/** Products of a creditor: which texts an account gets, and when a payment still counts as on time. */
import { NO_GRACE } from './dpd.ts';
import { type Grace, PRODUCTS, type Product } from './facts.ts';
import type { Component } from './money/components.ts';

/** A product as the terms of a creditor hold it. `tolerance` is text of minor units. */
export interface ProductTerms {
  code: string;
  /** Chooses the texts of letters. */
  kind: Product;
  graceDays: number;
  tolerance: string;
  /** Which components a payment covers first, where the contracts say so (domain/money/allocation-order.ts). */
  paymentOrder?: readonly Component[] | undefined;
}

/** Products of a creditor whose terms list none: the kinds themselves, without grace. */
const SHIPPED_PRODUCTS: readonly ProductTerms[] = PRODUCTS.map((kind) => ({
  code: kind,
  kind,
  graceDays: 0,
  tolerance: '0',
}));

/** The products that accounts of the creditor may be of. */
export const productsOf = (terms: { products?: readonly ProductTerms[] | undefined }): readonly ProductTerms[] =>
  terms.products ?? SHIPPED_PRODUCTS;

/**
 * What holds for an account of the product. A code that the terms no longer list keeps its texts where it names a kind,
 * and has no grace.
 */
export function productOf(code: string, products: readonly ProductTerms[]): { kind: Product; grace: Grace } {
  const found = products.find((product) => product.code === code);
  if (found) return { kind: found.kind, grace: { days: found.graceDays, tolerance: BigInt(found.tolerance) } };
  return { kind: PRODUCTS.find((kind) => kind === code) ?? 'card', grace: NO_GRACE };
}
