/**
 * The form of every SMS: who, for whom, reference, phone, STOP. At most two parts. Others may read a lock screen, so it
 * gives no reason: no amount, no date of payment, no mention of a debt, and not the person's name.
 */
import type { LetterFacts, Rendered } from '../domain/letter.ts';
import { measureSms } from '../domain/sms-segments.ts';
import type { Texts } from './letter-parts.ts';

export const MAX_SMS_SEGMENTS = 2;

export interface SmsWords {
  /** A whole sentence or more, including how to reach the customer team. */
  say: string;
  /** The same in a few words, for when names and references leave no room. */
  brief: string;
}

const FRAME: Texts<{
  full(name: string, say: string, reference: string): string;
  brief(name: string, say: string, reference: string): string;
}> = {
  en: {
    full: (name, say, reference) =>
      `Customer team for ${name}: ${say} Reference: ${reference}. To stop SMS, reply STOP.`,
    brief: (name, say, reference) => `Customer team for ${name}: ${say} Ref. ${reference}. SMS off: STOP`,
  },
  'zh-Hans': {
    full: (name, say, reference) => `${name}客户服务组：${say}编号：${reference}。不愿再收短信请回复STOP。`,
    brief: (name, say, reference) => `${name}客户服务组：${say}编号${reference}，退订回STOP`,
  },
};

/**
 * Writes the fullest form that fits: drops references first, then words, then the end of the name. Throws when none
 * fits.
 */
export function writeSms(l: LetterFacts, { say, brief }: SmsWords): Rendered {
  const frame = FRAME[l.language];
  const { name } = l.creditor;
  const lists = referenceLists(l);
  const few = lists.at(-1) ?? '';
  const bodies = [
    ...lists.map((list) => () => frame.full(name, say, list)),
    ...lists.map((list) => () => frame.brief(name, brief, list)),
    ...[40, 30, 20, 12].map((most) => () => frame.brief(cut(name, most), brief, few)),
  ];
  for (const write of bodies) {
    const body = write();
    if (measureSms(body).segments <= MAX_SMS_SEGMENTS) return { body };
  }
  throw new Error(`an SMS does not fit into ${MAX_SMS_SEGMENTS} parts`);
}

/** The first `most` 16-bit units; never half a character. */
function cut(text: string, most: number): string {
  let kept = '';
  for (const char of text) {
    if (kept.length + char.length > most) return `${kept.trimEnd()}...`;
    kept += char;
  }
  return kept;
}

/** Last characters of a long reference that are enough to find it. */
const TAIL = 16;

/**
 * The references in shorter and shorter forms: all; as many as fit and the number of the others; the end of the first.
 */
function referenceLists({ accounts }: LetterFacts): string[] {
  const all = accounts.map((account) => account.paymentReference);
  const some = all.map((_, index) => listFirst(all, all.length - index));
  const [first = ''] = all;
  return first.length > TAIL ? [...some, `...${listFirst([first.slice(-TAIL), ...all.slice(1)], 1)}`] : some;
}

function listFirst(all: readonly string[], count: number): string {
  const more = all.length - count;
  return `${all.slice(0, count).join(', ')}${more > 0 ? ` +${more}` : ''}`;
}
