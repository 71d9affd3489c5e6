/** Money is an integer number of minor units (cents) and an ISO 4217 currency; never a float. */

/** An amount in minor units. */
interface Money {
  currency: string;
  minor: bigint;
}
/** Money on the wire: the minor units as a decimal string. */
export interface WireMoney {
  currency: string;
  minor: string;
}

/** Decimals of the supported currencies (ISO 4217 exponents). */
const DECIMALS: Readonly<Record<string, number>> = {
  TWD: 2,
  CNY: 2,
  HKD: 2,
  USD: 2,
  EUR: 2,
  GBP: 2,
  INR: 2,
  SGD: 2,
  CHF: 2,
  AUD: 2,
  CAD: 2,
  JPY: 0,
  KRW: 0,
  VND: 0,
  KWD: 3,
};
const SIGN: Readonly<Record<string, string>> = {
  TWD: 'NT$ ',
  USD: '$',
  EUR: '€',
  GBP: '£',
  CNY: 'CN¥',
  HKD: 'HK$',
  JPY: 'JP¥',
};

/** Whether the code is a supported currency. */
export function isCurrency(code: string): boolean {
  return Object.hasOwn(DECIMALS, code);
}

/** Decimals of a currency. Throws for one that is not supported. */
export function decimalsOf(currency: string): number {
  const decimals = DECIMALS[currency];
  if (decimals === undefined) throw new Error(`unknown currency ${currency}`);
  return decimals;
}

/** Why a text is not an amount. */
export type AmountFault = 'not-a-number' | 'thousands-mark' | 'too-many-decimals' | 'too-large';

/**
 * Reads a plain decimal ("1434", "1434.50", "-3") into minor units, or says why not. At most 15 digits before the
 * point.
 */
export function parseAmount(text: string, currency: string): bigint | AmountFault {
  if (/^-?\d{1,3}([,' ]\d{3})+(\.\d+)?$/.test(text)) return 'thousands-mark';
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) return 'not-a-number';
  const [, sign, whole = '', fraction = ''] = match;
  const decimals = decimalsOf(currency);
  if (whole.length > 15) return 'too-large';
  if (fraction.length > decimals) return 'too-many-decimals';
  const minor = BigInt(whole + fraction.padEnd(decimals, '0'));
  return sign ? -minor : minor;
}

/** "1434.00": plain, for files. */
export function plainAmount(minor: bigint, currency: string): string {
  const decimals = decimalsOf(currency);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0');
  const sign = minor < 0n ? '-' : '';
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** "NT$ 1,434" or "NT$ 1,434.50" (the code, "SGD 1,434", where no sign is known); zero decimals are dropped. */
export function showAmount(minor: bigint, currency: string): string {
  const plain = plainAmount(minor < 0n ? -minor : minor, currency).replace(/\.0+$/, '');
  const [whole = '', fraction] = plain.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${minor < 0n ? '-' : ''}${SIGN[currency] ?? `${currency} `}${grouped}${fraction ? `.${fraction}` : ''}`;
}

/** Money as it is sent and stored as JSON. */
export function toWire(money: Money): WireMoney {
  return { currency: money.currency, minor: money.minor.toString() };
}
