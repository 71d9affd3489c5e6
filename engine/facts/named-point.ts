/** Contact points as facts name them. */
import type { Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { WrittenChannel } from '../../domain/channels.ts';
import { contactKey, parseContact } from '../../domain/contracts/contact-value.ts';
import type { Instant } from '../../domain/time.ts';
import { findPoints, storePoint } from '../persons/contact-points.ts';
import { pointOfMessage } from '../persons/message-bodies.ts';
import { faultAt } from './field-fault.ts';
import type { Subject } from './find-subject.ts';

type Trx = Transaction<Database>;

/** A contact value as it is stored. Throws `fact-invalid`. */
function stored(channel: WrittenChannel, value: string): string {
  const read = parseContact(channel, value);
  if (read === null)
    throw faultAt(
      'fact-invalid',
      '/data/value',
      channel === 'email' ? 'not one e-mail address' : 'not a phone number with its country code',
    );
  return read;
}

/** How a fact names a contact point. */
interface PointNamed {
  channel?: WrittenChannel;
  value?: string;
  message?: string;
}
/**
 * The id of a contact point of the person, named by its value, by a message that went there, or by its channel when the
 * person has a single valid point on it. Throws `fact-invalid`.
 */
export async function findPoint(trx: Trx, subject: Subject, { channel, value, message }: PointNamed): Promise<string> {
  if (message !== undefined) {
    const point = await pointOfMessage(trx, message, subject.personId);
    if (point !== null) return point;
    throw faultAt('fact-invalid', '/data/message', 'no message of this person has this key');
  }
  if (channel === undefined)
    throw faultAt('fact-invalid', '/data/channel', 'name the channel and the value, or a message');
  const points = await findPoints(trx, subject.personId, channel);
  const named =
    value === undefined
      ? points.filter((point) => point.valid)
      : points.filter((point) => point.key === contactKey(channel, stored(channel, value)));
  const [point, other] = named;
  if (!point) throw faultAt('fact-invalid', '/data/value', 'this person has no such contact point');
  if (other) throw faultAt('fact-invalid', '/data/value', 'say which one: this person has several');
  return point.id;
}

/** Stores a contact point. A point that was given up before it was told becomes valid again. */
export function addPoint(
  trx: Trx,
  { creditorId, personId }: Subject,
  channel: WrittenChannel,
  value: string,
  at: Instant,
): Promise<string> {
  return storePoint(trx, {
    creditorId,
    personId,
    channel,
    value: stored(channel, value),
    source: 'event',
    at,
    revive: true,
  });
}
