/** Dates that a sender may add for channels that keep files by day. */
import type { CalendarDate, Instant } from '../../domain/time.ts';
import type { Outgoing } from '../channel.ts';

/** An outgoing message with its business date and moment. */
export interface DatedOutgoing extends Outgoing {
  /** Business date, which names the folder of a message. Default: the date of the permit's end, in UTC. */
  on?: CalendarDate;
  /** Business moment of sending, used as `Date` of an e-mail or SMS. Default: the permit's end. */
  at?: Instant;
}
