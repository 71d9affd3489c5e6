/** What a sender may add for channels that keep files by day. */
import type { CalendarDate, Instant } from '../../domain/time.ts';
import type { Outgoing } from '../channel.ts';

export interface DatedOutgoing extends Outgoing {
  /** Business date: the folder a message is put into. Without it the date of the permit's end, in UTC. */
  on?: CalendarDate;
  /** Business moment of sending: the `Date` of an e-mail or SMS. Without it the permit's end. */
  at?: Instant;
}
