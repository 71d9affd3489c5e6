/**
 * Contract of a channel. Each channel is a folder: writer, parser of returned files, samples. `key` is a hash of the
 * business key and identical for every attempt at a message. Sending twice with one key must have one effect or return
 * `unknown`.
 */
import type { Language } from '../domain/letter.ts';
import type { Permit } from '../domain/permit.ts';
import type { Instant } from '../domain/time.ts';

/** Outcome of one call to send. */
export type SendResult =
  | { kind: 'sent'; reference: string }
  /** Proof that nothing was sent: refused before the first byte, or by the provider. */
  | { kind: 'not-sent'; reason: string }
  /**
   * Proof that nothing was sent: the provider is overloaded. No failure; the lane rests, for `retryAfterMs` wall
   * milliseconds if given.
   */
  | { kind: 'busy'; reason: string; retryAfterMs: number | null }
  /** The message may have been sent. No machine sends it again. */
  | { kind: 'unknown'; reason: string };

/** A message to one person. */
export interface Message {
  /** Address or number as stored. Never logged. */
  to: string;
  subject?: string;
  body: string;
  language: Language;
  from: { name: string; address: string };
}
/** A file for an organisation. Its name is built from recipient, kind, business date and sequence. */
export interface OutFile {
  /** Path below the channel's folder, with forward slashes. */
  name: string;
  content: Uint8Array;
}
/** One message, or the files of one dispatch. */
export interface Outgoing {
  key: string;
  /**
   * Hash of each effect in it (db/effect-hash.ts). The provider's log is compared by these hashes, even after a
   * restore.
   */
  covers: readonly string[];
  message?: Message;
  files?: OutFile[];
}

/** One message or file in the log of the provider. */
export interface SentLogRow {
  key: string;
  /** Wall time at which the provider accepted it. */
  at: Instant;
  covers: readonly string[];
}

/** What each channel implements; tests/conformance/channels.test.ts runs against every adapter. */
export interface ChannelAdapter {
  id: string;
  /** Longest duration of a call in wall milliseconds. No call begins later than this before the lawful window ends. */
  slowestCallMs: number;
  /**
   * The adapter cannot answer `ask`. A mark is written before the first byte, so a claim that ended without the mark
   * proves a non-send.
   */
  unasked?: true;
  /**
   * `at-most-once` is for what reaches people: no machine repeats an unknown outcome. `at-least-once` is for files
   * whose name makes a repeat harmless: sending is repeated under the same permit and key until it is known to have
   * succeeded.
   */
  policy: 'at-most-once' | 'at-least-once';
  send(permit: Permit, outgoing: Outgoing): Promise<SendResult>;
  /**
   * Outcome of a key, asked after a crash or a call without an answer. `cannot-tell` leaves it unknown. `not-sent` is
   * believed once the lease has expired, so the provider must accept nothing after that.
   */
  ask(key: string): Promise<'sent' | 'not-sent' | 'cannot-tell'>;
  /**
   * What the provider says it accepted since a wall moment, oldest first. Missing if there is no provider to ask.
   * Throws if the log cannot be read.
   */
  log?(since: Instant): Promise<SentLogRow[]>;
}
