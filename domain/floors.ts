/** Small money: the amounts below which an account is left alone, called, placed, reported or taken to court. */
import { decimalsOf } from './money.ts';

/** What a floor decides. `cost` is the least balance that is worth the costs of a court. */
export const FLOOR_NAMES = ['contact', 'call', 'placement', 'legal', 'cost', 'bureau'] as const;
/** One of FLOOR_NAMES. */
export type FloorName = (typeof FLOOR_NAMES)[number];
/** Floors in minor units of the creditor's currency, which is that of its accounts. */
export type Floors = Readonly<Record<FloorName, bigint>>;

/** Default floors in steps of the currency (STEPS). `bureau` is for a first record; an open one goes on below it. */
const DEFAULTS: Readonly<Record<FloorName, bigint>> = {
  contact: 1n,
  call: 5n,
  bureau: 10n,
  placement: 30n,
  cost: 300n,
  legal: 1000n,
};

/** One step in minor units: a round sum near one US dollar. A currency that is not listed has its own unit. */
const STEPS: Readonly<Record<string, bigint>> = {
  TWD: 3_000n,
  CNY: 700n,
  HKD: 800n,
  USD: 100n,
  EUR: 100n,
  GBP: 100n,
  INR: 8_000n,
  SGD: 100n,
  CHF: 100n,
  AUD: 150n,
  CAD: 150n,
  JPY: 150n,
  KRW: 1_300n,
  VND: 25_000n,
  KWD: 300n,
};

/** Default floors of a currency. Throws for a currency that is not supported. */
export function defaultFloors(currency: string): Floors {
  const step = STEPS[currency] ?? 10n ** BigInt(decimalsOf(currency));
  return mapFloors((name) => DEFAULTS[name] * step);
}

/** The floors of a creditor: those that its terms name, as text of minor units, and the currency's for the rest. */
export function floorsOf(named: Readonly<Partial<Record<FloorName, string | undefined>>>, currency: string): Floors {
  const usual = defaultFloors(currency);
  return mapFloors((name) => (named[name] === undefined ? usual[name] : BigInt(named[name])));
}

const mapFloors = (floor: (name: FloorName) => bigint): Floors =>
  Object.fromEntries(FLOOR_NAMES.map((name) => [name, floor(name)])) as Record<FloorName, bigint>;
