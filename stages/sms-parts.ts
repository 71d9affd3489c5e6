/**
 * The form of every SMS: who, for whom, reference, phone, STOP. At most two parts. Others may read a lock screen, so it
 * gives no reason: no amount, no date of payment, no mention of a debt, and not the person's name. Only where a law has
 * a collector say what it is, it does, in two parts more.
 */
import type { Feature } from '../domain/law/content/features.ts';
import type { LetterFacts, Rendered } from '../domain/letter.ts';
import { measureSms } from '../domain/sms-segments.ts';
import type { Texts } from './letter-parts.ts';

const MAX_SMS_SEGMENTS = 2;
/** Parts of an SMS at most. */
export const mostSegments = ({ collector }: Pick<LetterFacts, 'collector'>): number =>
  collector ? MAX_SMS_SEGMENTS + 2 : MAX_SMS_SEGMENTS;

const COLLECTOR: Texts<string> = {
  en: ' A debt collector: this is an attempt to collect a debt. Any information obtained will be used for that purpose.',
  'zh-Hans': '本短信来自催收机构，旨在催收债务，所获信息将用于该目的。',
};
/** What every SMS mentions, and nothing else. */
export const SMS_MENTIONS: readonly Feature[] = ['identity', 'creditor-contact', 'opt-out'];

export interface SmsWords {
  /** A whole sentence or more, including how to reach the customer team. */
  say: string;
  /** The same in a few words, for when names and references leave no room. */
  brief: string;
}

/** To a person who is or was under care. */
export const HELPING: Texts<(phone: string) => SmsWords> = {
  en: (phone) => ({
    say: `we are here to help and would like to find a way together. Please call us on ${phone} when it suits you.`,
    brief: `we can help, please call ${phone}.`,
  }),
  'zh-Hans': (phone) => ({
    say: `我们愿意协助您，一起想办法，方便时请致电${phone}。`,
    brief: `我们愿意协助，请致电${phone}。`,
  }),
};

const FRAME: Texts<{
  full(name: string, say: string, reference: string): string;
  brief(name: string, say: string, reference: string): string;
  bare(name: string, say: string): string;
}> = {
  en: {
    full: (name, say, reference) =>
      `Customer team for ${name}: ${say} Reference: ${reference}. To stop SMS, reply STOP.`,
    brief: (name, say, reference) => `Customer team for ${name}: ${say} Ref. ${reference}. SMS off: STOP`,
    bare: (name, say) => `Customer team for ${name}: ${say} SMS off: STOP`,
  },
  'zh-Hans': {
    full: (name, say, reference) => `${name}客户服务组：${say}编号：${reference}。不愿再收短信请回复STOP。`,
    brief: (name, say, reference) => `${name}客户服务组：${say}编号${reference}，退订回STOP`,
    bare: (name, say) => `${name}客户服务组：${say}退订回STOP`,
  },
};

/** Said in the first message after a long silence or for a new owner: how to check who writes. It gives no reason. */
const RESTART: Texts<SmsWords> = {
  en: { say: 'Not sure it is us? Call a number that you know.', brief: 'Unsure? Call a number you know.' },
  'zh-Hans': { say: '如有疑虑，请拨打您熟悉的电话核实。', brief: '如有疑虑，请拨打您熟悉的电话核实。' },
};
/** After a long silence. */
const LONG_SINCE: Texts<string> = { en: 'It is long since we last wrote.', 'zh-Hans': '许久未联系，打扰了。' };

function withRestart({ language, restart }: LetterFacts, { say, brief }: SmsWords): SmsWords {
  if (restart === null || !restart.first) return { say, brief };
  const between = language === 'en' ? ' ' : '';
  const since = restart.cause === 'silence' ? [LONG_SINCE[language]] : [];
  return {
    say: [say, ...since, RESTART[language].say].join(between),
    brief: [brief, RESTART[language].brief].join(between),
  };
}

function withDisclosure({ language, collector }: LetterFacts, { say, brief }: SmsWords): SmsWords {
  return collector ? { say: say + COLLECTOR[language], brief: brief + COLLECTOR[language] } : { say, brief };
}

/**
 * Writes the fullest form that fits: drops references first, then words, then the end of the name, then every
 * reference. Throws when none fits.
 */
export function writeSms(l: LetterFacts, words: SmsWords): Rendered {
  const frame = FRAME[l.language];
  const { say, brief } = withDisclosure(l, withRestart(l, words));
  const most = mostSegments(l);
  const { name } = l.creditor;
  const lists = referenceLists(l);
  const few = lists.at(-1) ?? '';
  const bodies = [
    ...lists.map((list) => () => frame.full(name, say, list)),
    ...lists.map((list) => () => frame.brief(name, brief, list)),
    ...[40, 30, 20, 12].map((most) => () => frame.brief(cut(name, most), brief, few)),
    () => frame.bare(cut(name, 12), brief),
    // A notice is never the first message of a restart.
    () => frame.brief(cut(name, 12), withDisclosure(l, words).brief, few),
  ];
  for (const write of bodies) {
    const body = write();
    if (measureSms(body).segments <= most) return { body };
  }
  throw new Error(`an SMS does not fit into ${most} parts`);
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
