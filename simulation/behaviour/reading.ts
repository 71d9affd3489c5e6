/** Which of the received contacts a debtor noticed, and when. */
import type { Debtor, Received } from './debtor.ts';
import { draw, drawBetween } from './draw.ts';

export interface Read extends Received {
  /** Day of the run on which it was read or heard. */
  readDay: number;
}

function readDayOf({ seed, person, traits }: Debtor, { day, channel, account }: Received): number | null {
  if (channel === 'call' || channel === 'agency') return day;
  if (channel === 'sms' && traits.phone !== 'right') return null;
  if (draw(seed, account, day, `reads ${channel}`) >= traits.readsMail) return null;
  return day + drawBetween(0, LONGEST_WAIT, seed, person, day, `reads ${channel} when`);
}

/** Draws that were made: a contact is read on the same day however often that is asked. */
const known = new WeakMap<Debtor, WeakMap<Received, number | null>>();

function knownReadDay(debtor: Debtor, received: Received): number | null {
  const days = known.get(debtor) ?? new WeakMap<Received, number | null>();
  known.set(debtor, days);
  const day = days.get(received);
  if (day !== undefined) return day;
  const read = readDayOf(debtor, received);
  days.set(received, read);
  return read;
}

/** Days until an e-mail or SMS is read: the same day or the next. */
export const LONGEST_WAIT = 1;
/** Whether something about the account may have been read on a day. A cheap check before the exact one. */
export function mayHaveRead(received: readonly Received[], account: string, on: number): boolean {
  return received.some(
    (received) => received.account === account && received.day <= on && received.day >= on - LONGEST_WAIT,
  );
}

/** What has been read by the end of `today`, oldest first. */
function readBy(debtor: Debtor, received: readonly Received[], today: number): Read[] {
  const read = received.flatMap((received) => {
    const readDay = knownReadDay(debtor, received);
    return readDay === null || readDay > today ? [] : [{ ...received, readDay }];
  });
  return read.sort((a, b) => a.readDay - b.readDay || a.day - b.day || (a.account < b.account ? -1 : 1));
}

/** `readBy` computed on first use: on most days nothing depends on it. */
export function readingOf(debtor: Debtor, received: readonly Received[], today: number): () => readonly Read[] {
  let read: readonly Read[] | null = null;
  return () => {
    read ??= readBy(debtor, received, today);
    return read;
  };
}

/** Days for which a contact is remembered. */
const REMEMBERED_DAYS = 21;
export function wasContacted(read: readonly Read[], account: string, today: number): boolean {
  return read.some((read) => read.account === account && read.readDay >= today - REMEMBERED_DAYS);
}
