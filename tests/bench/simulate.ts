/**
 * How fast `arrears simulate` lives the demo's portfolio under the strategy standard, on one core, and what memory it
 * needs: `npm run bench -- simulate [--accounts N] [--days D]`. More accounts than the portfolio has repeat it under
 * other numbers. JSON lines; exit 1 when the gate is missed.
 */
import { parseArgs } from 'node:util';
import { readPortfolioInput } from '../../cli/portfolio-file.ts';
import { SHIPPED_RULES } from '../../domain/law/house.ts';
import { shippedStrategy } from '../../engine/strategy/shipped-strategies.ts';
import { assumedCosts, type Costs } from '../../simulation/portfolio/costs.ts';
import type { PortfolioAccount } from '../../simulation/portfolio/portfolio.ts';
import { simulate } from '../../simulation/portfolio/simulate.ts';
import { simulatedStrategy } from '../../simulation/portfolio/strategy-rules.ts';
import { LENDER } from '../../stages/rules.ts';
import { report } from './report.ts';

const { values } = parseArgs({
  options: { accounts: { type: 'string' }, days: { type: 'string' } },
  allowPositionals: true,
});
const ACCOUNTS = Number(values.accounts ?? 1000);
const DAYS = Number(values.days ?? 365);
const WARM_UP = 60;
const GATE = 500;
const MIB = 2 ** 20;

const { accounts, currency, startsOn, sha256 } = await readPortfolioInput({});
const strategy = simulatedStrategy(shippedStrategy('standard', LENDER), LENDER, SHIPPED_RULES);

/** As many accounts, those of later rounds under numbers of their own. */
function portfolioOf(count: number): PortfolioAccount[] {
  return Array.from({ length: count }, (_, index) => {
    const account = accounts[index % accounts.length] as PortfolioAccount;
    const round = Math.floor(index / accounts.length);
    if (round === 0) return account;
    const person = {
      ...account.person,
      id: `${account.person.id}-${round}`,
      number: `${account.person.number}-${round}`,
    };
    return { ...account, id: `${account.id}-${round}`, number: `${account.number}-${round}`, person };
  });
}

function run(count: number) {
  let most = 0;
  let seen = -1;
  const started = process.cpuUsage();
  const { strategies } = simulate({
    ...{ input: { name: 'bench', sha256 }, accounts: portfolioOf(count), currency, startsOn, days: DAYS, seed: 7 },
    costs: assumedCosts(currency) as Costs,
    strategies: [strategy],
    onProgress: (share) => {
      const percent = Math.floor(100 * share);
      if (percent > seen) most = Math.max(most, process.memoryUsage.rss());
      seen = percent;
    },
  });
  const { user, system } = process.cpuUsage(started);
  return { seconds: (user + system) / 1e6, most, decisions: strategies[0]?.decisions ?? 0 };
}

/** The first run builds the tables of the time zones and warms the code up; it does not count. */
run(WARM_UP);
const { seconds, most, decisions } = run(ACCOUNTS);
const years = (ACCOUNTS * DAYS) / 365;
const parameters = { accounts: ACCOUNTS, days: DAYS, decisionsAYear: Math.round(decisions / years) };
report(
  'simulate',
  { figure: 'account-years-per-second', value: years / seconds, unit: 'account-years/s of CPU', atLeast: GATE },
  parameters,
);
report('simulate', { figure: 'resident-memory', value: most / MIB, unit: 'MiB' }, parameters);
