/**
 * How a thing leaves. One folder a channel: writer, parser of what comes back, samples.
 * `key` is the same for every attempt at the same message: a hash of the business key. Sending twice with one key must have one effect or say `unknown`.
 */
import type { Permit } from '../domain/permit.ts';

export type SendResult =
  | { kind: 'sent'; reference: string }
  /** Proved that nothing left: refused before the first byte, or the provider said no. */
  | { kind: 'not-sent'; reason: string }
  /** It may have left. Never sent again by a machine. */
  | { kind: 'unknown'; reason: string };

export interface Message {
  /** The address or number, as stored. Never logged. */
  to: string;
  subject?: string;
  body: string;
  language: 'en' | 'zh-Hans';
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
  message?: Message;
  files?: OutFile[];
}

export interface ChannelAdapter {
  id: string;
  /** The longest a call may take, wall milliseconds: the permit ends so much before the lawful window does. */
  slowestCallMs: number;
  /** `ask` never knows: a mark is written before the first byte, so that a claim that ended without it is a proved non-send. */
  unasked?: true;
  send(permit: Permit, outgoing: Outgoing): Promise<SendResult>;
  /** What became of a key, asked after a crash; `cannot-tell` leaves it unknown. */
  ask(key: string): Promise<'sent' | 'not-sent' | 'cannot-tell'>;
}
