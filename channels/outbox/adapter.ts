/** The default way out: what would leave is written as files, as sent, below `<home>/outbox/<channel>/`. A true adapter: nothing here pretends. */
import { join } from 'node:path';
import type { WrittenChannel } from '../../domain/channels.ts';
import type { Permit } from '../../domain/permit.ts';
import type { ChannelAdapter, OutFile, SendResult } from '../channel.ts';
import { composeEmail, composeSms, emailFault, smsFault } from './letter-file.ts';
import { areOutNames, isKey, wordsOf } from './names.ts';
import type { DatedOutgoing } from './outgoing.ts';
import { askPlace, listPlaced, type Place, placeFiles } from './place.ts';

export type OutboxChannel = WrittenChannel | 'agency' | 'bureau' | 'court';

/** A write to a local disk; a network disk may be slower. */
const SLOWEST_CALL_MS = 5_000;

export const PERMIT_PASSED = 'the permit had passed before the first byte';

/** True while something may still leave under this permit. */
export function holds(permit: Permit): boolean {
  return performance.now() <= permit.notAfterMonotonic;
}

const notSent = (reason: string): SendResult => ({ kind: 'not-sent', reason });

/** The files that this sending makes, the one that counts last; or why it makes none. */
async function filesOf(channel: OutboxChannel, permit: Permit, outgoing: DatedOutgoing): Promise<OutFile[] | string> {
  if (!isKey(outgoing.key)) return 'the key is not 8 to 128 plain characters';
  if (channel !== 'email' && channel !== 'sms') {
    if (!outgoing.files || !areOutNames(outgoing.files)) return 'the files have no names that the outbox takes';
    return outgoing.files;
  }
  const { message, key } = outgoing;
  if (!message) return 'there is no message';
  const fault = channel === 'email' ? emailFault(message) : smsFault(message);
  if (fault !== null) return fault;
  const at = outgoing.at ?? permit.notAfter;
  const on = outgoing.on ?? new Date(permit.notAfter).toISOString().slice(0, 10);
  const content =
    channel === 'email' ? await composeEmail(key, message, at, outgoing.covers) : composeSms(key, message, at);
  return [{ name: `${on}/${key}.${channel === 'email' ? 'eml' : 'txt'}`, content }];
}

async function send(
  place: Place,
  channel: OutboxChannel,
  permit: Permit,
  outgoing: DatedOutgoing,
): Promise<SendResult> {
  if (!holds(permit)) return notSent(PERMIT_PASSED);
  try {
    const files = await filesOf(channel, permit, outgoing);
    if (typeof files === 'string') return notSent(files);
    const placed = placeFiles(place, outgoing, files, () => holds(permit));
    if (placed.kind === 'placed') return { kind: 'sent', reference: `${channel}/${placed.name}` };
    return notSent(
      placed.kind === 'late' ? PERMIT_PASSED : 'another file has this name already, or another sender this key',
    );
  } catch (error) {
    // placeFiles throws only while no name has appeared: a proved non-send.
    return notSent(wordsOf(error));
  }
}

/** Opens the outbox of one channel below `home`. Folders are made when first needed, mode 0700, files 0600. The reference is the path below `outbox/`. */
export function openOutbox(home: string, channel: OutboxChannel): ChannelAdapter {
  const place: Place = {
    root: join(home, 'outbox'),
    channel,
    durable: channel !== 'email' && channel !== 'sms',
  };
  return {
    id: `outbox-${channel}`,
    slowestCallMs: SLOWEST_CALL_MS,
    policy: place.durable ? 'at-least-once' : 'at-most-once',
    send: (permit, outgoing: DatedOutgoing) => send(place, channel, permit, outgoing),
    ask: async (key) => (isKey(key) ? askPlace(place, key) : 'not-sent'),
    log: (since) => listPlaced(place, since),
  };
}
