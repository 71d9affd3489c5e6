/** Reads what the newest book that splits dues says of their components. */
import { type Kysely, sql } from 'kysely';
import type { CreditorTerms } from '../domain/contracts/creditor.ts';
import type { StatedSplit } from '../domain/money/allocation.ts';
import type { AllocatedBy } from '../domain/money/allocation-order.ts';
import type { Component } from '../domain/money/components.ts';
import { productsOf } from '../domain/products.ts';
import type { CalendarDate } from '../domain/time.ts';
import type { Database } from './schema.ts';

/** What a book says of the components of an account's dues, and what the order of payments depends on. */
export interface AccountSplit extends StatedSplit {
  readonly accountId: string;
  /** `creditor/number` */
  readonly name: string;
  readonly currency: string;
  /** Code of the product. */
  readonly product: string;
  readonly creditor: AllocatedBy;
}

interface Row extends Record<Component, bigint> {
  account: string;
  name: string;
  currency: string;
  product: string;
  zone: string;
  terms: CreditorTerms;
  on: CalendarDate;
  asOf: CalendarDate;
}

/** By account, in the order of their names; those of which no book splits a due are left out. */
export async function readComponents(
  db: Kysely<Database>,
  accountIds: readonly string[],
): Promise<Map<string, AccountSplit>> {
  const { rows } = await sql<Row>`
    select a.id as account, c.code || '/' || a.number as name, a.currency, a.product, c.zone, c.terms, d.due_on as on,
      d.as_of as "asOf", d.principal, d.interest, d.fees, d.costs
    from due_component d
    join account a on a.id = d.account_id
    join creditor c on c.id = a.creditor_id
    where d.account_id = any(${[...accountIds]}::uuid[])
    order by c.code, a.number, d.due_on`.execute(db);
  const splits = new Map<string, AccountSplit & { dues: AccountSplit['dues'][number][] }>();
  for (const { account: accountId, name, currency, product, zone, terms, on, asOf, ...row } of rows) {
    const { principal, interest, fees, costs } = row;
    const { country, paymentOrder } = terms;
    const creditor = { zone, country, paymentOrder, products: productsOf(terms) };
    const split = splits.get(accountId) ?? { accountId, name, currency, product, creditor, asOf, dues: [] };
    split.dues.push({ on, parts: { principal, interest, fees, costs } });
    splits.set(accountId, split);
  }
  return splits;
}
