/** Two short messages: who, for whom, reference, phone, STOP. The form is in stages/sms-parts.ts. */
import type { LetterFacts, Rendered } from '../../domain/letter.ts';
import type { Texts } from '../letter-parts.ts';
import { type SmsWords, writeSms } from '../sms-parts.ts';

const FIRST: Texts<(phone: string) => SmsWords> = {
  en: (phone) => ({ say: `please call us on ${phone}, we would like to talk to you.`, brief: `please call ${phone}.` }),
  'zh-Hans': (phone) => ({ say: `请致电${phone}，我们想与您沟通。`, brief: `请致电${phone}。` }),
};
const SECOND: Texts<(phone: string) => SmsWords> = {
  en: (phone) => ({
    say: `we would still like to talk to you and can help. Please call us on ${phone}.`,
    brief: `please call ${phone}.`,
  }),
  'zh-Hans': (phone) => ({ say: `我们仍希望与您沟通，并可以提供帮助，请致电${phone}。`, brief: `请致电${phone}。` }),
};

export function smsFirst(l: LetterFacts): Rendered {
  return writeSms(l, FIRST[l.language](l.creditor.phone));
}
export function smsSecond(l: LetterFacts): Rendered {
  return writeSms(l, SECOND[l.language](l.creditor.phone));
}
