/** Values of contact points as they are stored: E.164 phones (+886225550100), plain e-mail addresses. */

import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { WrittenChannel } from '../channels.ts';

/** The caller pays for these: never a debtor's own number. */
const COSTLY: ReadonlySet<string> = new Set(['PREMIUM_RATE', 'SHARED_COST']);

/**
 * Reads a number with its country code (spaces, dashes, dots and brackets allowed) into E.164; null when it is not one.
 */
export function parsePhone(text: string): string | null {
  if (!/^\+[\d\s().-]{7,24}$/.test(text)) return null;
  const phone = parsePhoneNumberFromString(text);
  if (!phone?.isPossible()) return null;
  return COSTLY.has(phone.getType() ?? '') ? null : phone.number;
}

/** Reads one plain ASCII address without a display name; null when it is not one. The domain becomes lower case. */
export function parseEmail(text: string): string | null {
  if (text.length > 254) return null;
  const match =
    /^([A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*)@((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63})$/.exec(
      text,
    );
  if (!match || (match[1]?.length ?? 0) > 64) return null;
  return `${match[1]}@${match[2]?.toLowerCase()}`;
}

/** The value of a contact point as it is stored; null when the text is not one. */
export function parseContact(channel: WrittenChannel, text: string): string | null {
  return channel === 'email' ? parseEmail(text) : parsePhone(text);
}

const E164 = /^\+[1-9]\d{6,14}$/;

/**
 * Equal for two values that reach the same place: the e-mail address in lower case, the phone number in E.164. Values
 * are compared and searched by their keys only. A number that is E.164 already, as every stored number is, needs no
 * parsing.
 */
export function contactKey(channel: WrittenChannel, value: string): string {
  if (channel === 'email') return value.toLowerCase();
  return E164.test(value) ? value : (parsePhoneNumberFromString(value)?.number ?? value);
}
