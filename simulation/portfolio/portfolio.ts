/**
 * A portfolio as a simulation starts from it. Nothing personal is in it: the book's names and addresses stay outside.
 */
import type { BookRow } from '../../domain/contracts/book-row.ts';
import type { CreditorFacts } from '../../domain/creditor-facts.ts';
import type { Due } from '../../domain/facts.ts';
import { groupBy } from '../../domain/group.ts';
import type { Language } from '../../domain/letter.ts';
import { prefixOf } from '../../domain/number-plan.ts';
import { type ProductTerms, productOf } from '../../domain/products.ts';
import type { CalendarDate } from '../../domain/time.ts';
import type { Given } from '../maps/book.ts';

/** One account of the book. */
export interface PortfolioAccount {
  /** `creditor/number`. */
  id: string;
  number: string;
  creditor: CreditorFacts;
  person: PortfolioPerson;
  product: 'card' | 'instalment-loan';
  bureauConsent: boolean;
  given: Given;
  asOf: CalendarDate;
  balance: bigint;
  /** Oldest first. */
  dues: readonly Due[];
  /** Newest feature values by name, from the features file. */
  features: Readonly<Record<string, string>>;
}

/** A person of the book: where they live, and by what they can be reached. */
export interface PortfolioPerson {
  /** `creditor/number`. */
  id: string;
  number: string;
  language: Language;
  zone: string;
  country: string | null;
  region: string | null;
  hasEmail: boolean;
  hasPhone: boolean;
  /** The characters of the phone number that say where it belongs, such as `+8869`; null where nothing says it. */
  phonePrefix: string | null;
  hasAddress: boolean;
}

/** What the rows of a creditor are read with. */
export interface PortfolioCreditor {
  facts: CreditorFacts;
  products: readonly ProductTerms[];
}

/** The accounts of a book's rows; rows of one person share it. */
export function accountsOf(
  rows: readonly BookRow[],
  creditorOf: (code: string) => PortfolioCreditor,
  featuresOf: (row: BookRow) => PortfolioAccount['features'],
): PortfolioAccount[] {
  const persons = new Map<string, PortfolioPerson>();
  return rows.map((row) => {
    const { facts, products } = creditorOf(row.creditor);
    const id = `${row.creditor}/${row.person}`;
    const person = persons.get(id) ?? personOf(row, id);
    persons.set(id, person);
    return accountOf(row, { creditor: facts, person, products, features: featuresOf(row) });
  });
}

function personOf(row: BookRow, id: string): PortfolioPerson {
  return {
    id,
    number: row.person,
    language: row.language,
    zone: row.zone,
    country: row.details.country ?? null,
    region: row.details.region ?? null,
    hasEmail: row.email !== null,
    hasPhone: row.phone !== null,
    phonePrefix: row.phone === null ? null : prefixOf(row.phone),
    hasAddress: row.address !== null,
  };
}

function accountOf(
  row: BookRow,
  of: {
    creditor: CreditorFacts;
    person: PortfolioPerson;
    products: readonly ProductTerms[];
    features: PortfolioAccount['features'];
  },
): PortfolioAccount {
  const { creditor, person, products, features } = of;
  const { kind, grace } = productOf(row.product, products);
  const { details, lastPaymentOn, lastPayment, asOf, dues } = row;
  return {
    id: `${row.creditor}/${row.account}`,
    number: row.account,
    creditor,
    person,
    product: kind,
    bureauConsent: row.bureauConsent,
    given: {
      grace: { ...grace, days: details.graceDays ?? grace.days },
      currency: row.currency,
      bookPayment:
        lastPaymentOn === null || lastPayment === null ? null : { on: lastPaymentOn, minor: lastPayment, asOf },
      lastContactOn: details.lastContactOn ?? null,
      owner: details.presentCreditor ?? null,
      ownerChangedAt: null,
      contractDate: row.contractDate,
      hasStatement: true,
      reachedStage: row.reachedStage,
      notifiedOn: row.notifiedOn,
      arrival: row.reachedStage === null ? null : { asOf, episode: 1 },
    },
    asOf,
    balance: row.balance,
    dues,
    features,
  };
}

/** Persons with their accounts, in the order of the book. */
export const personsOf = (accounts: readonly PortfolioAccount[]): PortfolioAccount[][] => [
  ...groupBy(accounts, ({ person }) => person.id).values(),
];
