/** Reads what people type into what the API accepts. */
import { isCurrency, parseAmount, toWire, type WireMoney } from '../domain/money.ts';
import { suggest } from '../domain/nearest.ts';
import { Problem } from '../domain/problems.ts';
import { type CalendarDate, instantAt, isCalendarDate, localDate, type Zone } from '../domain/time.ts';
import { EXIT, Fault, UsageFault } from './fault.ts';

/** "1434" or "1434.50" in a currency. */
export function readMoney(text: string, currency: string, what = 'The amount'): WireMoney {
  const typed = text.trim();
  if (!isCurrency(currency))
    throw new UsageFault(
      `${what} needs an account: its currency is not known.`,
      'Write the account as creditor/number.',
    );
  const minor = parseAmount(typed, currency);
  switch (minor) {
    case 'not-a-number':
      throw new UsageFault(`${what} "${typed}" is not a plain decimal number.`, 'Write it as 1434 or 1434.50.');
    case 'thousands-mark':
      throw new UsageFault(`${what} "${typed}" has a thousands mark.`, `Write ${typed.replace(/[,' ]/g, '')} instead.`);
    case 'too-many-decimals':
      throw new UsageFault(
        `${what} "${typed}" has more decimals than ${currency}.`,
        'Round it to the decimals of the currency.',
      );
    case 'too-large':
      throw new UsageFault(`${what} "${typed}" is too large.`, 'Use at most 13 digits before the point.');
    default:
      return toWire({ currency, minor });
  }
}

/** The date at this terminal. */
export const today = (): CalendarDate => localDate(Date.now(), new Intl.DateTimeFormat().resolvedOptions().timeZone);

export function readDate(text: string, what: string): CalendarDate {
  if (isCalendarDate(text)) return text;
  throw new UsageFault(`${what} "${text}" is not a date that exists.`, 'Write it as YYYY-MM-DD.');
}

const MOMENT = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?)?(Z|[+-]\d\d:\d\d)?$/;

/**
 * A moment with its offset, as RFC 3339; without an offset, local time of `zone`; a date alone is the start of its day.
 */
export function readMoment(text: string, zone: Zone, what: string): string {
  const [, date = '', hour, minute, offset] = MOMENT.exec(text.trim()) ?? [];
  const wrong = new UsageFault(
    `${what} "${text}" is not a moment.`,
    'Write it as 2026-03-05, 2026-03-05T09:30 or 2026-03-05T09:30+08:00.',
  );
  if (!isCalendarDate(date)) throw wrong;
  if (offset !== undefined && hour !== undefined) {
    const at = Date.parse(text.trim().replace(' ', 'T'));
    if (Number.isNaN(at)) throw wrong;
    return new Date(at).toISOString();
  }
  const minutes = Number(hour ?? 0) * 60 + Number(minute ?? 0);
  if (offset !== undefined || Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59) throw wrong;
  return new Date(instantAt(date, minutes, zone)).toISOString();
}

interface WirePart {
  on: string;
  amount: WireMoney;
}
/** "2026-03-12=717.00", several or joined by ";". */
export function readParts(texts: readonly string[], currency: string, what: string): WirePart[] {
  const parts = texts.flatMap((text) => text.split(';')).filter((text) => text.trim() !== '');
  return parts.map((part) => {
    const [on = '', amount] = part.trim().split('=');
    if (amount === undefined)
      throw new UsageFault(`${what} "${part.trim()}" is not a date and an amount.`, 'Write it as 2026-03-12=717.00.');
    return { on: readDate(on.trim(), what), amount: readMoney(amount, currency, what) };
  });
}

/** One of `names`; otherwise throws with the nearest. */
export function readChoice<T extends string>(text: string, names: readonly T[], what: string): T {
  const found = names.find((name) => name === text);
  if (found !== undefined) return found;
  throw new UsageFault(`${what} "${text}" is not known.`, suggest(text, names));
}

/** The value of an option that the command cannot do without; `what` is what the option says. */
export function needed(value: string | undefined, option: string, what: string): string {
  if (value !== undefined && value.trim() !== '') return value;
  throw new UsageFault(`It is not said ${what}.`, `Add ${option}.`);
}

/** The person who answers for an act; throws when none is named. */
export function readName(as: string | undefined): string {
  if (as !== undefined && as.trim() !== '') return as;
  const { code, message, remedy } = new Problem('name-missing');
  throw new Fault(code, message, remedy, EXIT.usage);
}

/** A task's number. */
export function readTask(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new UsageFault(`"${text}" is not the number of a task.`, 'npx arrears tasks shows the open ones.');
}
