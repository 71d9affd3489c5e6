/**
 * Words with which a person answers a message to stop it, to allow it again or to ask for help. A reply that is one of
 * them, and nothing else, is read by a machine; every other reply needs a person.
 */

/** What a reply asks for. */
export type ReplyWish = 'stop' | 'start' | 'help';
/** Languages of the words, as BCP 47 names them. */
type WordLanguage = 'en' | 'zh-Hans' | 'zh-Hant' | 'hi';

interface ReplyWords {
  /** Where they were seen. */
  readonly source: string;
  readonly words: Readonly<Record<ReplyWish, readonly string[]>>;
}

/** By language. A word means the same in every language of the table. */
export const REPLY_WORDS: Readonly<Record<WordLanguage, ReplyWords>> = {
  en: {
    source: '47 CFR 64.1200(a)(10): stop, quit, end, revoke, opt out, cancel, unsubscribe; the others are usual',
    words: {
      stop: ['stop', 'stop all', 'quit', 'end', 'revoke', 'opt out', 'cancel', 'unsubscribe'],
      start: ['start', 'unstop', 'opt in', 'subscribe'],
      help: ['help', 'info'],
    },
  },
  'zh-Hans': {
    source: 'usual at the end of messages in mainland China: 回T退订, 回复TD退订, 拒收请回复R',
    words: {
      stop: ['退订', '取消', '取消订阅', '停止', '拒收', 't', 'td', 'r', 'qx', 'n'],
      start: ['恢复', '订阅', '恢复接收'],
      help: ['帮助'],
    },
  },
  'zh-Hant': {
    source: 'usual in Taiwan',
    words: {
      stop: ['退訂', '取消', '取消訂閱', '停止', '拒收'],
      start: ['恢復', '訂閱', '恢復接收'],
      help: ['說明', '幫助'],
    },
  },
  hi: {
    source: 'usual in India, in Devanagari and in Latin letters',
    words: {
      stop: ['बंद', 'बंद करें', 'बंद करो', 'रोकें', 'रोको', 'band', 'band karo', 'roko', 'ruko'],
      start: ['शुरू', 'शुरू करें', 'चालू करें', 'shuru', 'shuru karo', 'chalu karo'],
      help: ['मदद', 'सहायता', 'madad'],
    },
  },
};

/** Wide letters become narrow ones; case, blanks and signs do not count: `Opt-out!` is `optout`. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '');

const WISHES: ReadonlyMap<string, ReplyWish> = new Map(
  Object.values(REPLY_WORDS).flatMap(({ words }) =>
    (['stop', 'start', 'help'] as const).flatMap((wish) => words[wish].map((word) => [plain(word), wish] as const)),
  ),
);

/** What the reply asks for; null when it is not one of the words. */
export const readStop = (text: string): ReplyWish | null => WISHES.get(plain(text)) ?? null;
