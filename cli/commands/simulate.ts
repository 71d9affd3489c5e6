/** `arrears simulate`: what would come of a portfolio under a strategy. Needs nothing running, and stores nothing. */

import { existsSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ContactCosts } from '../../domain/costs.ts';
import { SHIPPED_RULES } from '../../domain/law/house.ts';
import { suggest } from '../../domain/nearest.ts';
import { pageOf } from '../../simulation/page/page.ts';
import { CAUTION } from '../../simulation/portfolio/assumptions.ts';
import { assumedCosts, type Costs, readCost } from '../../simulation/portfolio/costs.ts';
import { COST_ITEMS, type CostItem } from '../../simulation/portfolio/figures.ts';
import type { PortfolioAccount } from '../../simulation/portfolio/portfolio.ts';
import type { Group, Simulation, StrategyResult } from '../../simulation/portfolio/result.ts';
import { simulate } from '../../simulation/portfolio/simulate.ts';
import { simulatedStrategy } from '../../simulation/portfolio/strategy-rules.ts';
import {
  costWords,
  differenceRow,
  GROUP_COLUMNS,
  refusalsOf,
  summaryRows,
} from '../../simulation/portfolio/summary.ts';
import { LENDER } from '../../stages/rules.ts';
import { EXIT, UsageFault } from '../fault.ts';
import { readPortfolioInput } from '../portfolio-file.ts';
import { answer, note, type OutputOptions, paint, table, wrap } from '../print.ts';
import { openShare } from '../share-progress.ts';
import { readNamedStrategy } from '../strategy-source.ts';

interface SimulateOptions extends OutputOptions {
  input?: string;
  features?: string;
  model?: string;
  creditors?: string;
  accounts?: number;
  strategy: string;
  against?: string;
  days: number;
  seed: number;
  cost?: string[];
  page?: string;
}

/** Accounts of the demo's portfolio that are lived when nothing else is said. */
const DEMO_ACCOUNTS = 300;
const RULES_SHOWN = 8;

export async function simulateStrategies(options: SimulateOptions): Promise<number> {
  const { days, seed, page } = options;
  if (page !== undefined && !existsSync(dirname(page)))
    throw new UsageFault(`There is no folder ${dirname(page)} for the page.`, 'Make it first, or name another file.');
  const named = options.against === undefined ? [options.strategy] : [options.strategy, options.against];
  const strategies = named.map((name) => simulatedStrategy(readNamedStrategy(name), LENDER, SHIPPED_RULES));
  const { accounts, name, sha256, currency, startsOn } = await readPortfolioInput(options);
  const costs = costsOf(options.cost ?? [], currency, accounts[0]?.creditor.costs);
  const most = options.accounts ?? (options.input === undefined ? DEMO_ACCOUNTS : accounts.length);
  const progress = openShare(options.json === true);
  const simulation = simulate({
    ...{ input: { name, sha256 }, accounts: firstAccounts(accounts, most) },
    ...{ currency, startsOn, days, seed, costs, strategies },
    onProgress: progress.at,
  });
  progress.end();
  answer(options, simulation, () => simulationText(simulation));
  if (page !== undefined) {
    writeFileSync(page, pageOf(simulation));
    note(`The page is ${page}.`);
  }
  return EXIT.done;
}

/** As many accounts of whole persons as come first in the book; at least one person. */
function firstAccounts(accounts: readonly PortfolioAccount[], most: number): PortfolioAccount[] {
  const persons = new Set(accounts.slice(0, most).map(({ person }) => person));
  const chosen = accounts.filter(({ person }) => persons.has(person));
  if (chosen.length <= most) return chosen;
  const last = chosen.filter(({ person }) => person !== accounts[most - 1]?.person);
  return last.length === 0 ? chosen : last;
}

/**
 * The costs that are assumed, those of the creditor’s terms, and those that were given, each over the ones before.
 * Throws a UsageFault for what is no cost.
 */
function costsOf(given: readonly string[], currency: string, ofCreditor: ContactCosts = {}): Costs {
  const own = Object.fromEntries(given.map((text) => readOwnCost(text, currency)));
  const assumed = assumedCosts(currency);
  const known: Partial<Costs> = { ...assumed, ...ofCreditor, ...own };
  const missing = COST_ITEMS.filter((item) => known[item] === undefined);
  if (missing.length > 0)
    throw new UsageFault(
      `No costs are assumed in ${currency}: ${missing.join(', ')} must be given.`,
      `Give --cost ${missing[0]}=AMOUNT and so on.`,
    );
  return known as Costs;
}

function readOwnCost(text: string, currency: string): [CostItem, bigint] {
  const [name = '', amount = ''] = text.split('=');
  const item = COST_ITEMS.find((known) => known === name);
  if (item === undefined) throw new UsageFault(`--cost names "${name}", which is no item.`, suggest(name, COST_ITEMS));
  const minor = readCost(item, amount, currency);
  if (minor !== null) return [item, minor];
  throw new UsageFault(
    `--cost ${item} needs ${item === 'commission' ? 'whole percent' : `a plain amount in ${currency}`}.`,
    item === 'commission' ? 'Write --cost commission=20.' : `Write --cost ${item}=1.50.`,
  );
}

function simulationText(simulation: Simulation): string {
  const { strategies, input, days, startsOn, seed, digest, costs, currency } = simulation;
  return [
    `${input.accounts} accounts of ${input.persons} people, ${days} days from ${startsOn}, seed ${seed}: ${input.name}.`,
    '',
    table(
      [
        { title: '', of: ({ name }) => name },
        ...strategies.map((result) => ({ title: result.strategy, of: (row: Row) => row.of(result) })),
      ],
      summaryRows(simulation),
    ),
    '',
    ...strategies.flatMap((result) => strategyText(result, simulation)),
    ...differenceText(simulation),
    wrap(`Costs: ${costWords(costs, currency)}.`, ''),
    wrap(CAUTION, ''),
    paint('dim', `digest ${digest}`),
  ].join('\n');
}
type Row = ReturnType<typeof summaryRows>[number];

function strategyText(result: StrategyResult, { currency }: Simulation): string[] {
  const groups = (title: string, all: readonly Group[]): string[] =>
    all.length === 0
      ? []
      : [
          table(
            [
              { title: `${result.strategy}: ${title}`, of: ({ name }) => name },
              ...GROUP_COLUMNS.map(({ title, of }) => ({
                title,
                of: (group: Group) => of(group, currency),
                right: true,
              })),
            ],
            all,
          ),
          '',
        ];
  const rules = refusalsOf(result).slice(0, RULES_SHOWN);
  return [
    ...groups('segment', result.segments),
    ...groups('late at the start', result.lateness),
    table(
      [
        { title: `${result.strategy}: held back by`, of: ({ rule }) => rule },
        { title: 'steps refused', of: ({ refused }) => String(refused), right: true },
        { title: 'put off', of: ({ putOff }) => String(putOff), right: true },
      ],
      rules,
    ),
    '',
  ];
}

function differenceText({ differences, strategies, currency }: Simulation): string[] {
  const [first, second] = strategies;
  if (differences === null || !first || !second) return [];
  const rows = differences.map((difference) => differenceRow(difference, currency));
  return [
    table(
      [
        { title: 'difference by person', of: ({ name }) => name },
        { title: first.strategy, of: (row) => row.first, right: true },
        { title: second.strategy, of: (row) => row.second, right: true },
        { title: 'difference', of: ({ difference }) => difference, right: true },
        { title: '95 % interval', of: ({ interval }) => interval, right: true },
        { title: 'differs for', of: ({ persons }) => persons, right: true },
      ],
      rows,
    ),
    '',
  ];
}
