/** All reasons to hold back, one line a policy. The order does not matter: the gate keeps every reason. */
import { contactCaps } from './contact-caps.ts';
import { lawfulHours } from './lawful-hours.ts';
import type { Policy } from './policy.ts';
import { announcedPayment, gentleAfterReversal, hold, quietAfterPayment, runningPromise } from './quiet.ts';
import { care, dispute, placement, stop } from './refusals.ts';

export const POLICIES: readonly Policy[] = [
  lawfulHours,
  contactCaps,
  hold,
  runningPromise,
  quietAfterPayment,
  announcedPayment,
  gentleAfterReversal,
  dispute,
  stop,
  care,
  placement,
];
