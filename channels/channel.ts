/**
 * How a thing leaves. One folder a channel: writer, parser of what comes back, samples.
 * `key` is the same for every attempt at the same message: a hash of the business key. Sending twice with one key must have one effect or say `unknown`.
 */
import type { Language } from '../domain/letter.ts';
import type { Permit } from '../domain/permit.ts';
import type { Instant } from '../domain/time.ts';

export type SendResult =
  | { kind: 'sent'; reference: string }
  /** Proved that nothing left: refused before the first byte, or the provider said no. */
  | { kind: 'not-sent'; reason: string }
  /** Proved that nothing left: it takes nothing just now. No failure; the lane rests, for so many wall milliseconds where it said so. */
  | { kind: 'busy'; reason: string; retryAfterMs: number | null }
  /** It may have left. Never sent again by a machine. */
  | { kind: 'unknown'; reason: string };

export interface Message {
  /** The address or number, as stored. Never logged. */
  to: string;
  subject?: string;
  body: string;
  language: Language;
  from: { name: string; address: string };
}
/** A file for an organisation; `name` is deterministic: recipient, kind, business date, sequence. */
export interface OutFile {
  /** Path below the channel's folder, with forward slashes. */
  name: string;
  content: Uint8Array;
}
export interface Outgoing {
  key: string;
  /** The effects that it covers, each by its hash (db/effect-hash.ts): what the other side's log can be compared by, also after a restore. */
  covers: readonly string[];
  message?: Message;
  files?: OutFile[];
}

/** One message or file, as the log of the other side has it. */
export interface SentLogRow {
  key: string;
  /** Wall time at which it was taken. */
  at: Instant;
  covers: readonly string[];
}

export interface ChannelAdapter {
  id: string;
  /** The longest a call may take, wall milliseconds: the permit ends so much before the lawful window does. */
  slowestCallMs: number;
  /** `ask` never knows: a mark is written before the first byte, so that a claim that ended without it is a proved non-send. */
  unasked?: true;
  /**
   * `at-most-once`: what reaches people; when nobody knows whether it left, no machine sends it again. `at-least-once`: what one name makes harmless (files);
   * under the same permit and key it is sent again until it is known to be there.
   */
  policy: 'at-most-once' | 'at-least-once';
  send(permit: Permit, outgoing: Outgoing): Promise<SendResult>;
  /**
   * What became of a key, asked after a crash or a call without an answer; `cannot-tell` leaves it unknown. `not-sent` is believed once the lease has
   * passed, so nothing may be taken later than that.
   */
  ask(key: string): Promise<'sent' | 'not-sent' | 'cannot-tell'>;
  /** What the other side says it took since a wall moment, oldest first. Left out where there is nobody to ask. Throws when it cannot be read. */
  log?(since: Instant): Promise<SentLogRow[]>;
}
