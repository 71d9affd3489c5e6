/** Notes where a book splits a payment otherwise than the order in force: the book counts, and a person looks once. */
import { type Kysely, sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { AccountSplit } from '../../db/read-components.ts';
import type { Database } from '../../db/schema.ts';
import type { BookRow } from '../../domain/contracts/book-row.ts';
import { type SplitDifference, splitDifference } from '../../domain/money/allocation.ts';
import { type AllocationOrder, allocationOrder } from '../../domain/money/allocation-order.ts';
import { showAmount } from '../../domain/money.ts';
import { type TaskKind, taskDueAt } from '../../domain/tasks.ts';
import { daysBetween, type Instant } from '../../domain/time.ts';

/** Kind of the task; a creditor has at most one open, since what is wrong is an order, and that of many accounts. */
const DIFFERS_TASK = 'payment-split-differs' satisfies TaskKind;

/** Opens a task about the first account of which the new row splits a payment otherwise, unless one is open. */
export async function noteDifferences(
  db: Kysely<Database>,
  creditorId: string,
  before: ReadonlyMap<string, AccountSplit>,
  rows: ReadonlyMap<string, BookRow>,
  now: Instant,
): Promise<void> {
  for (const split of before.values()) {
    const reason = differenceOf(split, rows.get(split.accountId));
    if (reason === null) continue;
    await sql`
      insert into task (id, creditor_id, account_id, kind, reason, opened_at, due_at)
      values (${uuidv7()}::uuid, ${creditorId}::uuid, ${split.accountId}::uuid, ${DIFFERS_TASK}, ${reason},
        ${new Date(now)}, ${new Date(taskDueAt(DIFFERS_TASK, now))})
      on conflict do nothing`.execute(db);
    return;
  }
}

/** In words, where the row splits a payment otherwise than any order that may have held; null where it does not. */
function differenceOf(split: AccountSplit, row: BookRow | undefined): string | null {
  const first = split.dues[0];
  if (first === undefined || !row?.details.components || row.asOf <= split.asOf) return null;
  // The order may depend on the days late, and the payment came on a day between the two books.
  const orders = [split.asOf, row.asOf].map((on) =>
    allocationOrder(split.creditor, split.product, Math.max(0, daysBetween(first.on, on))),
  );
  const after = row.details.components.map(({ on, ...parts }) => ({ on, parts }));
  const difference = splitDifference(
    split.dues,
    after,
    orders.map(({ order }) => order),
  );
  return difference === null ? null : differenceWords(difference, split, orders[0] as AllocationOrder);
}

function differenceWords(
  { on, component, forecast, booked }: SplitDifference,
  { product, currency }: AccountSplit,
  { order, by }: AllocationOrder,
): string {
  const show = (minor: bigint) => showAmount(minor, currency);
  return `of the due of ${on} the book leaves ${show(booked)} of ${component}, where the order ${order.join(', ')} (by ${by}) leaves ${show(forecast)}: look at the order for ${product}`;
}
