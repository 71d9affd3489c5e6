/** The default adapter: writes what would be sent as files below `<home>/outbox/<channel>/`. Nothing is simulated. */
import { join } from 'node:path';
import type { WrittenChannel } from '../../domain/channels.ts';
import type { Permit } from '../../domain/permit.ts';
import type { ChannelAdapter, OutFile, SendResult } from '../channel.ts';
import type { Disk } from './disk.ts';
import { composeEmail, composeSms, emailFault, smsFault } from './letter-file.ts';
import { areOutNames, isKey, wordsOf } from './names.ts';
import type { DatedOutgoing } from './outgoing.ts';
import { placeFiles } from './place.ts';
import { askPlace, listPlaced, openPlace, type Place } from './trace.ts';

/** What the outbox can carry: channels, and the instructions to the lender's book. */
type OutboxChannel = WrittenChannel | 'agency' | 'bureau' | 'court' | 'book';

/** For a local disk; a network disk may be slower. */
const SLOWEST_CALL_MS = 5_000;

/** Reason of `not-sent` when the permit expired in time. */
export const PERMIT_PASSED = 'the permit had passed before the first byte';

/** True while the permit still allows sending. */
export function holds(permit: Permit): boolean {
  return performance.now() <= permit.notAfterMonotonic;
}

const notSent = (reason: string): SendResult => ({ kind: 'not-sent', reason });

const NOT_PLACED: Readonly<Record<'late' | 'taken' | 'lost' | 'unflushed', SendResult>> = {
  late: notSent(PERMIT_PASSED),
  taken: notSent('another file has this name already, or another sender this key'),
  lost: { kind: 'unknown', reason: 'an earlier call was cut off at the moment of sending' },
  unflushed: { kind: 'unknown', reason: 'the file was written, but the disk did not confirm it' },
};

/** The files of this dispatch, with the decisive file last; or the reason why there are none. */
function filesOf(channel: OutboxChannel, permit: Permit, outgoing: DatedOutgoing): OutFile[] | string {
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
  const content = channel === 'email' ? composeEmail(key, message, at, outgoing.covers) : composeSms(key, message, at);
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
    const files = filesOf(channel, permit, outgoing);
    if (typeof files === 'string') return notSent(files);
    const placed = await placeFiles(place, outgoing, files, () => holds(permit));
    if (placed.kind === 'placed') return { kind: 'sent', reference: `${channel}/${placed.name}` };
    return NOT_PLACED[placed.kind];
  } catch (error) {
    // placeFiles throws only before a name has appeared, so this proves a non-send.
    return notSent(wordsOf(error));
  }
}

/**
 * Opens the outbox of one channel below `home`. Folders are created when first needed, mode 0700, files 0600. The
 * reference is the path below `outbox/`. Calls that are under way at the same time share their flushes to disk.
 */
export function openOutbox(home: string, channel: OutboxChannel, disk?: Disk): ChannelAdapter {
  const place = openPlace(join(home, 'outbox'), channel, channel !== 'email' && channel !== 'sms', disk);
  return {
    id: `outbox-${channel}`,
    slowestCallMs: SLOWEST_CALL_MS,
    policy: place.repeatable ? 'at-least-once' : 'at-most-once',
    send: (permit, outgoing: DatedOutgoing) => send(place, channel, permit, outgoing),
    ask: async (key) => (isKey(key) ? askPlace(place, key) : 'not-sent'),
    log: (since) => listPlaced(place, since),
  };
}
