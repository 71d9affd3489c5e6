/** One account in a run: its row in the engine, the lender's ledger of it, and what happened to it. */

import type { AccountSeen, Part } from '../behaviour/debtor.ts';
import type { Ledger } from '../behaviour/ledger.ts';
import { standOn } from '../behaviour/ledger.ts';
import type { AccountRow } from '../maps/book.ts';
import { assumedMinimum } from './costs.ts';
import { type AccountFigures, noFigures } from './figures.ts';
import type { PortfolioAccount } from './portfolio.ts';

/** A placement as the agency knows it. */
export interface SimulatedPlacement {
  id: string;
  placedDay: number;
  accepted: boolean;
}

export interface SimulatedAccount {
  of: PortfolioAccount;
  row: AccountRow;
  ledger: Ledger;
  figures: AccountFigures;
  /** Day on which the next due falls that is not in the book yet; null where the book has all. */
  nextDueDay: number | null;
  /** The segment at the start; null where the strategy has only one. */
  firstSegment: string | null;
  /** Least minimum of its statements. */
  leastMinimum: bigint;
  /** Days late at the start. */
  lateAtStart: number;
  placement: SimulatedPlacement | null;
  promises: (readonly Part[])[];
  /** Steps and rules that were counted as held back: `effect rule refused`. */
  heldBack: Set<string>;
  /** Moment of the last evaluation whose holds were counted. */
  countedAt: number | null;
  /** An open dispute will be answered. */
  disputed: boolean;
}

/** A fresh account; days of its ledger are days of its person. */
export function simulatedAccount(
  of: PortfolioAccount,
  row: AccountRow,
  { dues, nextDueDay, today }: { dues: Part[]; nextDueDay: number | null; today: number },
): SimulatedAccount {
  const ledger: Ledger = { dues, balance: of.balance, received: 0n };
  const { dpd, overdueMinor } = standOn(ledger, today);
  return {
    ...{ of, row, ledger, nextDueDay, lateAtStart: dpd },
    figures: { ...noFigures(), accounts: 1, owed: overdueMinor },
    leastMinimum: assumedMinimum(of.given.currency),
    firstSegment: null,
    ...{ placement: null, promises: [], heldBack: new Set<string>(), countedAt: null, disputed: false },
  };
}

/** What a statement of the day would show. */
export function seenOn({ of, ledger, placement }: SimulatedAccount, day: number): AccountSeen {
  const { upcoming, ...stand } = standOn(ledger, day);
  return {
    account: of.id,
    ...stand,
    ...(upcoming === null ? {} : { upcoming }),
    placed: placement?.accepted === true,
  };
}
