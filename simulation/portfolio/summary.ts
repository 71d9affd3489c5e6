/** The figures of a simulation as rows of words, for the command line and for the page. */
import { count } from '../../domain/count.ts';
import { showAmount } from '../../domain/money.ts';
import type { Difference } from './compare.ts';
import type { Costs } from './costs.ts';
import { type AccountFigures, CONTACT_WAYS, contactsOf, costOf, INCIDENTS, moneyIn } from './figures.ts';
import type { PersonFigure } from './person-figures.ts';
import type { Group, Simulation, StrategyResult } from './result.ts';

/** A row: its name, and what it shows of a strategy. */
export interface SummaryRow {
  name: string;
  of(result: StrategyResult): string;
}

const number = (value: number): string => value.toLocaleString('en-US');
const WAY_WORDS: Readonly<Record<(typeof CONTACT_WAYS)[number], string>> = {
  email: 'e-mails',
  sms: 'SMS',
  call: 'calls',
  agency: 'by agencies',
};

const INCIDENT_WORDS: Readonly<Record<(typeof INCIDENTS)[number], string>> = {
  dispute: 'disputes',
  hardship: 'told of hardship',
  stop: 'stopped a channel',
  death: 'deaths',
  bankruptcy: 'bankruptcies',
  'wrong-number': 'wrong numbers',
  bounce: 'bounced messages',
};

/** Rows about one group of accounts. */
function figureRows(money: (minor: bigint) => string): { name: string; of(figures: AccountFigures): string }[] {
  return [
    { name: 'overdue at the start', of: ({ owed }) => money(owed) },
    { name: 'money in', of: (figures) => money(moneyIn(figures)) },
    { name: 'of it through agencies', of: ({ paidToAgency }) => money(paidToAgency) },
    { name: 'cost', of: (figures) => money(costOf(figures)) },
    { name: 'accounts cured', of: ({ cured, accounts }) => shareOf(cured, accounts) },
    { name: 'nothing overdue at the end', of: ({ clear, accounts }) => shareOf(clear, accounts) },
    { name: 'contacts', of: (figures) => number(contactsOf(figures)) },
    ...CONTACT_WAYS.map((way) => ({
      name: `of them ${WAY_WORDS[way]}`,
      of: ({ contacts }: AccountFigures) => number(contacts[way]),
    })),
    { name: 'promises made', of: ({ promises }) => number(promises.made) },
    { name: 'kept', of: ({ promises }) => number(promises.kept) },
    { name: 'broken', of: ({ promises }) => number(promises.broken) },
    { name: 'placements with agencies', of: ({ placements }) => number(placements) },
    { name: 'bureau records', of: ({ records }) => number(records) },
    { name: 'court cases', of: ({ cases }) => number(cases) },
    { name: 'written off or sold', of: ({ givenUp }) => number(givenUp) },
    ...INCIDENTS.map((incident) => ({
      name: INCIDENT_WORDS[incident],
      of: ({ incidents }: AccountFigures) => number(incidents[incident]),
    })),
  ];
}

export const shareOf = (part: number, whole: number): string =>
  `${number(part)}${whole === 0 ? '' : ` (${Math.round((100 * part) / whole)} %)`}`;

/** The rows of the summary, in order. */
export function summaryRows({ currency }: Pick<Simulation, 'currency'>): SummaryRow[] {
  const ofTotal = figureRows((minor) => showAmount(minor, currency)).map(({ name, of }) => ({
    name,
    of: ({ total }: StrategyResult) => of(total.figures),
  }));
  return [
    {
      name: 'people, accounts',
      of: ({ total }) => `${number(total.persons)}, ${number(total.figures.accounts)}`,
    },
    ...ofTotal,
    { name: 'contacts a person', of: ({ pressure }) => pressure.mean.toFixed(1) },
    { name: 'most contacts of a person', of: ({ pressure }) => number(pressure.most) },
    { name: 'most in 7 days', of: ({ pressure }) => number(pressure.mostIn7Days) },
  ];
}

/** Columns of a table of groups. */
export const GROUP_COLUMNS: readonly { title: string; of(group: Group, currency: string): string }[] = [
  { title: 'accounts', of: ({ figures }) => number(figures.accounts) },
  { title: 'overdue', of: ({ figures }, currency) => showAmount(figures.owed, currency) },
  { title: 'money in', of: ({ figures }, currency) => showAmount(moneyIn(figures), currency) },
  { title: 'cost', of: ({ figures }, currency) => showAmount(costOf(figures), currency) },
  { title: 'cured', of: ({ figures }) => shareOf(figures.cured, figures.accounts) },
  {
    title: 'contacts a person',
    of: ({ figures, persons }) => (persons === 0 ? '' : (contactsOf(figures) / persons).toFixed(1)),
  },
  {
    title: 'promises kept',
    of: ({ figures: { promises } }) => `${number(promises.kept)} of ${number(promises.made)}`,
  },
  { title: 'placed', of: ({ figures }) => number(figures.placements) },
  { title: 'court', of: ({ figures }) => number(figures.cases) },
];

/** What each item costs. */
export function costWords({ commission, ...each }: Costs, currency: string): string {
  const prices = Object.entries(each).map(([item, minor]) => `${item} ${showAmount(minor, currency)}`);
  return `${prices.join(', ')}; agencies keep ${commission} % of the money that they collect`;
}

/** The rules that refused or put off steps, the most frequent first. */
export function refusalsOf({ total }: StrategyResult): { rule: string; refused: number; putOff: number }[] {
  const { refused, putOff } = total.figures;
  const rules = [...new Set([...Object.keys(refused), ...Object.keys(putOff)])];
  return rules
    .map((rule) => ({ rule, refused: refused[rule] ?? 0, putOff: putOff[rule] ?? 0 }))
    .sort((a, b) => b.refused + b.putOff - a.refused - a.putOff || (a.rule < b.rule ? -1 : 1));
}

const FIGURE_WORDS: Readonly<Record<PersonFigure, string>> = {
  moneyIn: 'money in',
  cost: 'cost',
  contacts: 'contacts',
  mostIn7Days: 'most contacts in 7 days, summed over people',
  cured: 'accounts cured',
  clear: 'accounts with nothing overdue at the end',
  incidents: 'disputes, stops and other troubles',
};

/** A difference in words: both values, the difference, and its 95 % interval. */
export function differenceRow(difference: Difference, currency: string) {
  const { figure, first, second, from, to, persons } = difference;
  const isMoney = figure === 'moneyIn' || figure === 'cost';
  const show = (value: number): string =>
    isMoney ? showAmount(BigInt(Math.round(value)), currency) : number(Math.round(value));
  const signed = (value: number): string => `${Math.round(value) > 0 ? '+' : ''}${show(value)}`;
  return {
    name: FIGURE_WORDS[figure],
    first: show(first),
    second: show(second),
    difference: signed(difference.difference),
    interval: difference.error === 0 ? 'none' : `${signed(from)} to ${signed(to)}`,
    persons: count(persons, 'person', 'people'),
  };
}
