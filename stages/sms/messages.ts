/** Two short messages: who, for whom, reference, phone, STOP. The form is in stages/sms-parts.ts. */
import type { LetterFacts, Rendered, Tone } from '../../domain/letter.ts';
import type { Texts } from '../letter-parts.ts';
import { HELPING, type SmsWords, writeSms } from '../sms-parts.ts';

const PLAIN: Texts<(phone: string) => SmsWords> = {
  en: (phone) => ({ say: `please call us on ${phone}, we would like to talk to you.`, brief: `please call ${phone}.` }),
  'zh-Hans': (phone) => ({ say: `请致电${phone}，我们想与您沟通。`, brief: `请致电${phone}。` }),
};
const REPEAT: Texts<(phone: string) => SmsWords> = {
  en: (phone) => ({
    say: `we would still like to talk to you and can help. Please call us on ${phone}.`,
    brief: `please call ${phone}.`,
  }),
  'zh-Hans': (phone) => ({ say: `我们仍希望与您沟通，并可以提供帮助，请致电${phone}。`, brief: `请致电${phone}。` }),
};

/** An SMS gives no reason, so it thanks for nothing and is never firm. */
const BY_TONE: Readonly<Record<Tone, Texts<(phone: string) => SmsWords>>> = {
  'after-hardship': HELPING,
  'thanks-for-part': PLAIN,
  plain: PLAIN,
  repeat: REPEAT,
  firm: REPEAT,
};

export function smsInTone(l: LetterFacts): Rendered {
  return writeSms(l, BY_TONE[l.tone][l.language](l.creditor.phone));
}
