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

/**
 * Decimals that ISO 4217 gives these currencies. The runtime's tables (CLDR) say how cash is written today, without
 * decimals for most of them, while banks keep accounts in the minor units of ISO 4217. TWD stands here because its
 * stored amounts must not depend on a release of the runtime.
 */
const ISO_DECIMALS: Readonly<Record<number, string>> = {
  2: 'AFN ALL COP HUF IDR IRR KPW LAK LBP MGA MMK PKR RSD SLL SOS SYP TWD YER',
  3: 'IQD',
};
/** Units of account, metals and tests: nobody owes them, and ISO 4217 gives them no decimals. */
const NO_MONEY: ReadonlySet<string> = new Set(['XAG', 'XAU', 'XDR', 'XPD', 'XPT', 'XSU', 'XTS', 'XUA', 'XXX']);
const CURRENCIES: ReadonlySet<string> = new Set(
  Intl.supportedValuesOf('currency').filter((code) => !NO_MONEY.has(code)),
);

/**
 * Decimals by currency, as far as they were asked for. Stored amounts depend on them: money.test.ts holds the whole
 * list, so that a newer runtime cannot move a decimal point unseen.
 */
const decimalsBy = new Map(
  Object.entries(ISO_DECIMALS).flatMap(([decimals, codes]) =>
    codes.split(' ').map((code) => [code, Number(decimals)] as const),
  ),
);

const SIGN: Readonly<Record<string, string>> = {
  TWD: 'NT$ ',
  USD: '$',
  EUR: '€',
  GBP: '£',
  CNY: 'CN¥',
  HKD: 'HK$',
  JPY: 'JP¥',
};

/** Whether the code is a currency of ISO 4217. */
export function isCurrency(code: string): boolean {
  return CURRENCIES.has(code);
}

/** Decimals of a currency by ISO 4217. Throws for a code that is not a currency. */
export function decimalsOf(currency: string): number {
  const known = decimalsBy.get(currency);
  if (known !== undefined) return known;
  if (!isCurrency(currency)) throw new Error(`unknown currency ${currency}`);
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  decimalsBy.set(currency, decimals);
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
  const decimals = decimalsOf(currency);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  let grouped = digits.slice(0, ((point - 1) % 3) + 1);
  for (let at = grouped.length; at < point; at += 3) grouped += `,${digits.slice(at, at + 3)}`;
  const fraction = digits.slice(point);
  const isWhole = Number(fraction) === 0;
  return `${minor < 0n ? '-' : ''}${SIGN[currency] ?? `${currency} `}${grouped}${isWhole ? '' : `.${fraction}`}`;
}

/** Money as it is sent and stored as JSON. */
export function toWire(money: Money): WireMoney {
  return { currency: money.currency, minor: money.minor.toString() };
}
