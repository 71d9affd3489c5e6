/** What was given at one moment and may have been taken back at a later one. */
import type { Instant } from '../../time.ts';
import type { Consent, LegalIntent } from '../case.ts';

/** Whether it was given by `at` and had not been withdrawn. */
export const isInForce = (given: { at: Instant; withdrawnAt: Instant | null }, at: Instant): boolean =>
  given.at <= at && (given.withdrawnAt === null || given.withdrawnAt > at);

/** Whether the act is by the channel and to the number or address to which the consent is limited, if it is. */
export const covers = ({ channel = null, point }: Consent, intent: LegalIntent): boolean =>
  (channel === null || channel === intent.channel) && (point === null || point === intent.point);
