/** Number of parts of an SMS: GSM 03.38 where every character allows it, else UCS-2. */

/** One septet each. */
const GSM_BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** An escape and a character: two septets each. */
const GSM_EXTENSION = new Set('\f^{}\\[~]|€');

/** Units in a single message, and in each part of a longer one, whose header needs some of them. */
const ROOM = { 'gsm-7': { single: 160, part: 153 }, 'ucs-2': { single: 70, part: 67 } } as const;

/** The size of one SMS. */
interface SmsSize {
  encoding: 'gsm-7' | 'ucs-2';
  /** Septets (GSM-7) or 16-bit units (UCS-2). */
  units: number;
  segments: number;
}

/** Units of one character in GSM-7; null when it is not in that alphabet. */
function septetsOf(char: string): number | null {
  if (GSM_BASIC.has(char)) return 1;
  return GSM_EXTENSION.has(char) ? 2 : null;
}

/** Measures a text as an SMS. A character of two units (extension, surrogate pair) is never split between parts. */
export function measureSms(text: string): SmsSize {
  const chars = [...text];
  const septets = chars.map(septetsOf);
  const gsm = septets.every((septet) => septet !== null);
  const encoding = gsm ? 'gsm-7' : 'ucs-2';
  const widths = gsm ? (septets as number[]) : chars.map((char) => char.length);
  const units = widths.reduce((sum, width) => sum + width, 0);
  const { single, part } = ROOM[encoding];
  return { encoding, units, segments: units <= single ? 1 : countParts(widths, part) };
}

function countParts(widths: readonly number[], room: number): number {
  let parts = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > room) {
      parts += 1;
      used = 0;
    }
    used += width;
  }
  return parts;
}
