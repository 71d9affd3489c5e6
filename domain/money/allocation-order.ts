/**
 * Which components of a debt money covers first: as the contract says, else the law of the creditor's country, else the
 * lender itself. Payments of a due that is paid in full need no order.
 */
import { countryOfZone } from '../country-of-zone.ts';
import type { Product } from '../facts.ts';
import { type ProductTerms, productOf } from '../products.ts';
import type { Zone } from '../time.ts';
import type { Component } from './components.ts';

/** An order that names each component once, and who sets it. */
export interface AllocationOrder {
  readonly order: readonly Component[];
  readonly by: 'contract' | 'law' | 'lender';
  /** The rule of law with its source; null for another. */
  readonly source: string | null;
  /** The place of a component in it is a default, unverified. */
  readonly unverified: boolean;
}

/** A rule of law about the order, where the contract says nothing. */
interface LawOrder {
  readonly country: string;
  /** The only kind of product that it is about; null: any. */
  readonly product: Product | null;
  /** It holds from so many days past due. */
  readonly fromDays: number;
  readonly order: readonly Component[];
  readonly source: string;
  readonly unverified: boolean;
}

/** The first that fits holds. */
const LAW_ORDERS: readonly LawOrder[] = [
  {
    country: 'CN',
    product: 'card',
    fromDays: 91,
    order: ['principal', 'interest', 'fees', 'costs'],
    source: 'Measures for the Supervision of Credit Card Business (CBRC order 2011 No. 2), Art. 57',
    // The article was not seen on the regulator's own pages; it does not name costs of enforcement.
    unverified: true,
  },
  {
    country: 'CN',
    product: null,
    fromDays: 0,
    order: ['costs', 'interest', 'fees', 'principal'],
    source: 'Civil Code of China, Art. 561',
    // The article does not name fees.
    unverified: true,
  },
  {
    country: 'TW',
    product: null,
    fromDays: 0,
    order: ['costs', 'interest', 'principal', 'fees'],
    source: 'Civil Code of Taiwan, Art. 323',
    // The article does not name penalties (fees); courts mostly put them last.
    unverified: true,
  },
];

/** What the order depends on. */
export interface AllocatedBy {
  readonly zone: Zone;
  /** ISO 3166-1 alpha-2; that of the zone where null or left out. */
  readonly country?: string | null | undefined;
  /** Order of contracts that name none of their product. */
  readonly paymentOrder?: readonly Component[] | undefined;
  readonly products: readonly ProductTerms[];
}

/** The order of a lender that names none, where no law does. */
const SHIPPED_ORDER: readonly Component[] = ['costs', 'fees', 'interest', 'principal'];

/** The order for an account of a product, by its code, that is so many days past due. */
export function allocationOrder(creditor: AllocatedBy, product: string, daysLate: number): AllocationOrder {
  const contract = creditor.products.find(({ code }) => code === product)?.paymentOrder;
  if (contract !== undefined) return { order: contract, by: 'contract', source: null, unverified: false };
  const { kind } = productOf(product, creditor.products);
  const country = creditor.country ?? countryOfZone(creditor.zone);
  const law = LAW_ORDERS.find(
    (rule) => rule.country === country && (rule.product ?? kind) === kind && daysLate >= rule.fromDays,
  );
  if (law !== undefined) return { order: law.order, by: 'law', source: law.source, unverified: law.unverified };
  return { order: creditor.paymentOrder ?? SHIPPED_ORDER, by: 'lender', source: null, unverified: false };
}
