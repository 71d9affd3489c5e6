/** Which of the things that arrived a debtor took notice of, and when. */
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
  return day + drawBetween(0, 1, seed, person, day, `reads ${channel} when`);
}

/** What has been read by the end of `today`, oldest first. */
export function readBy(debtor: Debtor, received: readonly Received[], today: number): Read[] {
  const read = received.flatMap((one) => {
    const readDay = readDayOf(debtor, one);
    return readDay === null || readDay > today ? [] : [{ ...one, readDay }];
  });
  return read.sort((a, b) => a.readDay - b.readDay || a.day - b.day || (a.account < b.account ? -1 : 1));
}

/** A contact is remembered so many days. */
const REMEMBERED_DAYS = 21;
export function wasContacted(read: readonly Read[], account: string, today: number): boolean {
  return read.some((one) => one.account === account && one.readDay >= today - REMEMBERED_DAYS);
}
