/** A simulation as its page gets it, made up: two strategies, numbers of every kind, names that need escaping. */
import { assumedCosts } from '../../simulation/portfolio/costs.ts';
import { type AccountFigures, noFigures } from '../../simulation/portfolio/figures.ts';
import { ROLL_STATES, type Simulation, type StrategyResult } from '../../simulation/portfolio/result.ts';

function figures(accounts: number, more: number): AccountFigures {
  return {
    ...noFigures(),
    accounts,
    owed: BigInt(accounts) * 432_100n,
    contacts: { email: 5 * accounts, sms: 3 * accounts + more, call: 4 * accounts, agency: accounts },
    cost: { email: 35n, sms: 1280n, call: 8_000_000n, record: 100n, filing: 288_000n, commission: 99_900n },
    payments: accounts,
    paid: BigInt(accounts + more) * 210_000n,
    reversals: 3,
    reversed: 630_000n,
    paidToAgency: 1_000_000n,
    cured: Math.round(accounts * 0.7),
    clear: Math.round(accounts * 0.55),
    promises: { made: 90 + more, kept: 51, broken: 30 },
    placements: 120,
    records: 300,
    cases: 2,
    givenUp: 1,
    incidents: { dispute: 12, hardship: 9, stop: 20, death: 3, bankruptcy: 4, 'wrong-number': 8, bounce: 31 },
    refused: { 'cooling-off': 120, 'TW.self-regulation.calls-a-day': 14 + more, '<b>rule & "name"</b>': 3 },
    putOff: { 'house.hours-08-21': 900, 'one-a-step': 310 },
  };
}

function result(strategy: string, more: number): StrategyResult {
  const days = 120;
  const stages = ['clear', 'unreachable', 'reminder', 'sms', 'call', 'agency', 'bureau', 'legal', 'closed'];
  const share = (index: number, day: number) => Math.round(100 * Math.exp(-((day / 14 - index * 1.4) ** 2) / 8));
  return {
    strategy,
    decisions: 80_000 + more,
    total: { name: 'all', persons: 900, figures: figures(1000, more) },
    segments: [
      { name: 'able and <unwilling>', persons: 300, figures: figures(320, more) },
      { name: 'unknown', persons: 600, figures: figures(680, 0) },
    ],
    lateness: ['1 month', '2 months', '3 months', '4 months and more'].map((name, index) => ({
      name,
      persons: 400 - 90 * index,
      figures: figures(440 - 95 * index, more),
    })),
    pressure: {
      histogram: Array.from({ length: 34 }, (_, bar) => Math.round(80 * Math.exp(-((bar - 9) ** 2) / 60))),
      mean: 9.4,
      most: 33,
      mostIn7Days: 7,
    },
    moneyByDay: Array.from({ length: days }, (_, day) => BigInt(Math.round(2e8 * (1 - Math.exp(-day / (50 + more)))))),
    peopleByStage: stages.map((stage, index) => ({
      stage,
      people: Array.from({ length: days }, (_, day) => share(index, day)),
    })),
    rolls: ROLL_STATES.map((_, row) =>
      ROLL_STATES.map((_, column) => (column === row + 1 ? 60 : row > column ? 25 : 3)),
    ),
  };
}

export const MADE_UP: Simulation = {
  v: 1,
  input: { name: 'book "A" & <b>.csv', sha256: 'ab'.repeat(32), accounts: 1000, persons: 900 },
  currency: 'TWD',
  startsOn: '2026-03-02',
  days: 120,
  seed: 7,
  costs: assumedCosts('TWD') as NonNullable<ReturnType<typeof assumedCosts>>,
  strategies: [result('standard', 0), result('gentle', 12)],
  differences: [
    {
      figure: 'moneyIn',
      first: 2.1e8,
      second: 2.2e8,
      difference: 1e7,
      error: 4e6,
      from: 2.2e6,
      to: 1.78e7,
      persons: 211,
    },
    {
      figure: 'contacts',
      first: 13000,
      second: 12000,
      difference: -1000,
      error: 100,
      from: -1196,
      to: -804,
      persons: 700,
    },
    { figure: 'clear', first: 550, second: 550, difference: 0, error: 0, from: 0, to: 0, persons: 0 },
  ],
  digest: 'cd'.repeat(32),
};
