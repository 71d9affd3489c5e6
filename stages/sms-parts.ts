/**
 * The one form of every SMS: who, for whom, reference, phone, STOP. At most two parts. Nothing in it says why: a lock screen is read by others,
 * so no amount, no date of payment, no word of a debt, and no name of the person.
 */
import type { LetterFacts, Rendered } from '../domain/letter.ts';
import { measureSms } from '../domain/sms-segments.ts';
import type { Texts } from './letter-parts.ts';

export const MAX_SMS_SEGMENTS = 2;

export interface SmsWords {
  /** A whole sentence or more; it says how to reach the customer team. */
  say: string;
  /** The same in a few words, for names and references that leave no room. */
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

/** Writes the fullest form that fits: first fewer references, then fewer words, then a shorter name. Throws when none fits. */
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

/** So many characters of a long reference are enough to find it. */
const TAIL = 16;

/** All references; then as many as fit and how many more; at last the end of the first one. */
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
