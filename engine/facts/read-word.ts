/** A word that the person wrote back, as the fact that it stands for. The word itself is kept nowhere. */
import type { z } from 'zod';
import type { WrittenChannel } from '../../domain/channels.ts';
import type { PERSON_CONTRACTS } from '../../domain/contracts/event.ts';
import { readStop } from '../../domain/law/stop-words.ts';
import { faultAt } from './field-fault.ts';

type Word = z.output<(typeof PERSON_CONTRACTS)['reply-word']>;
type Reply = z.output<(typeof PERSON_CONTRACTS)['reply']>;
interface Wish {
  kind: 'stop' | 'start';
  data: { channel: WrittenChannel };
}

/** The fact of a reply that is one such word and nothing else; null for every other text. */
export function wishOf({ channel, text }: Pick<Reply, 'channel' | 'text'>): Wish | null {
  const wish = readStop(text);
  return wish === 'stop' || wish === 'start' ? { kind: wish, data: { channel } } : null;
}

/** `stop` or `start` of the channel. Throws `fact-invalid` for HELP and for any other text. */
export function readWord({ channel, word }: Word): Wish {
  const wish = wishOf({ channel, text: word });
  if (wish !== null) return wish;
  throw faultAt(
    'fact-invalid',
    '/data/word',
    readStop(word) === 'help'
      ? 'asks for help, which changes nothing: answer it where it came in'
      : 'is no word that a machine may act on: send the text as a reply, which a person reads',
    'reply-word',
  );
}
