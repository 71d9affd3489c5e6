/** What a simulated portfolio adds up to. Amounts are minor units of the portfolio's currency. */

/** Ways in which a person is contacted: by the lender, or by an agency that has an account. */
export const CONTACT_WAYS = ['email', 'sms', 'call', 'agency'] as const;
/** One of CONTACT_WAYS. */
export type ContactWay = (typeof CONTACT_WAYS)[number];

/**
 * What costs money. `record` is a bureau record, `filing` a court case, `commission` the agency's part of its money.
 */
export const COST_ITEMS = ['email', 'sms', 'call', 'record', 'filing', 'commission'] as const;
/** One of COST_ITEMS. */
export type CostItem = (typeof COST_ITEMS)[number];

/** What people and organisations did, beside paying. */
export const INCIDENTS = ['dispute', 'hardship', 'stop', 'death', 'bankruptcy', 'wrong-number', 'bounce'] as const;
/** One of INCIDENTS. */
export type Incident = (typeof INCIDENTS)[number];

/** What happened to one account, or to all accounts of a group. Counts, and amounts as bigint. */
export interface AccountFigures {
  accounts: number;
  /** Overdue at the start. */
  owed: bigint;
  /** Messages and call attempts; a message about several accounts counts for the first that it names. */
  contacts: Record<ContactWay, number>;
  cost: Record<CostItem, bigint>;
  payments: number;
  paid: bigint;
  reversals: number;
  reversed: bigint;
  /** Part of `paid` that went to an agency. */
  paidToAgency: bigint;
  /** Accounts that were late, and had nothing overdue at some time after the start. */
  cured: number;
  /** Accounts that have nothing overdue at the end. */
  clear: number;
  promises: { made: number; kept: number; broken: number };
  placements: number;
  records: number;
  /** Case folders made for the court. */
  cases: number;
  /** Accounts written off or sold. */
  givenUp: number;
  incidents: Record<Incident, number>;
  /** Steps that the rules refused, by rule of law or policy. A step counts once for each rule. */
  refused: Record<string, number>;
  /** Steps that the rules put off, likewise. */
  putOff: Record<string, number>;
}

const zeros = <K extends string, V>(keys: readonly K[], zero: V): Record<K, V> =>
  Object.fromEntries(keys.map((key) => [key, zero])) as Record<K, V>;

export function noFigures(): AccountFigures {
  return {
    accounts: 0,
    owed: 0n,
    contacts: zeros(CONTACT_WAYS, 0),
    cost: zeros(COST_ITEMS, 0n),
    payments: 0,
    paid: 0n,
    reversals: 0,
    reversed: 0n,
    paidToAgency: 0n,
    cured: 0,
    clear: 0,
    promises: { made: 0, kept: 0, broken: 0 },
    placements: 0,
    records: 0,
    cases: 0,
    givenUp: 0,
    incidents: zeros(INCIDENTS, 0),
    refused: {},
    putOff: {},
  };
}

/** Payments less those that came back. */
export const moneyIn = ({ paid, reversed }: Pick<AccountFigures, 'paid' | 'reversed'>): bigint => paid - reversed;

export const contactsOf = ({ contacts }: Pick<AccountFigures, 'contacts'>): number =>
  CONTACT_WAYS.reduce((sum, way) => sum + contacts[way], 0);

export const costOf = ({ cost }: Pick<AccountFigures, 'cost'>): bigint =>
  COST_ITEMS.reduce((sum, item) => sum + cost[item], 0n);

/** Adds one to the count of a name. */
export function countName(counts: Record<string, number>, name: string, more = 1): void {
  counts[name] = (counts[name] ?? 0) + more;
}

/** Adds the figures of `more` to `sum`. */
export function addFigures(sum: AccountFigures, more: AccountFigures): void {
  for (const name of NUMBERS) sum[name] += more[name];
  for (const name of AMOUNTS) sum[name] += more[name];
  for (const way of CONTACT_WAYS) sum.contacts[way] += more.contacts[way];
  for (const item of COST_ITEMS) sum.cost[item] += more.cost[item];
  for (const incident of INCIDENTS) sum.incidents[incident] += more.incidents[incident];
  for (const name of ['made', 'kept', 'broken'] as const) sum.promises[name] += more.promises[name];
  for (const [name, count] of Object.entries(more.refused)) countName(sum.refused, name, count);
  for (const [name, count] of Object.entries(more.putOff)) countName(sum.putOff, name, count);
}
const NUMBERS = [
  'accounts',
  'payments',
  'reversals',
  'cured',
  'clear',
  'placements',
  'records',
  'cases',
  'givenUp',
] as const;
const AMOUNTS = ['owed', 'paid', 'reversed', 'paidToAgency'] as const;
