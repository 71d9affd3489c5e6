/** The answer of a simulation, as `--json` prints it and the page shows it. Amounts are minor units. */
import type { CalendarDate } from '../../domain/time.ts';
import type { Difference } from './compare.ts';
import type { Costs } from './costs.ts';
import type { AccountFigures } from './figures.ts';
import type { Pressure } from './person-figures.ts';

/** Names of the states of an account in the roll-rate matrix: nothing overdue, months late, no longer collected. */
export const ROLL_STATES = ['current', '1 month', '2 months', '3 months', '4+ months', 'closed'] as const;

/** A group of accounts with its figures. */
export interface Group {
  name: string;
  persons: number;
  figures: AccountFigures;
}

/** What became of the portfolio under one strategy. */
export interface StrategyResult {
  strategy: string;
  total: Group;
  /** Evaluations and claims. */
  decisions: number;
  /** By the strategy's segment at the start; empty where the strategy has only one. */
  segments: readonly Group[];
  /** By how late the account is at the start. */
  lateness: readonly Group[];
  pressure: Pressure;
  /** Money in until the end of each day. */
  moneyByDay: readonly bigint[];
  /** People by the furthest stage of their accounts, at the end of each day: a row a stage. */
  peopleByStage: readonly { stage: string; people: readonly number[] }[];
  /** Accounts from state to state in a month of 30 days: rows and columns as ROLL_STATES. */
  rolls: readonly (readonly number[])[];
}

export interface Simulation {
  v: 1;
  input: { name: string; sha256: string; accounts: number; persons: number };
  currency: string;
  startsOn: CalendarDate;
  days: number;
  seed: number;
  costs: Costs;
  strategies: readonly StrategyResult[];
  /** How the second strategy differs from the first; null where there is one strategy. */
  differences: readonly Difference[] | null;
  /** SHA-256 of all the above: the same input, strategies, days and seed give the same digest. */
  digest: string;
}
