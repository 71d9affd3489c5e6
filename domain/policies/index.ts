/** All reasons to hold back, one line per policy. The order does not matter: the gate keeps every reason. */
import { contactCaps } from './contact-caps.ts';
import {
  announcedPayment,
  coolingOffAfterPayment,
  coolingOffAfterReturnedPayment,
  hold,
  runningPromise,
} from './cooling-off.ts';
import { lawfulHours } from './lawful-hours.ts';
import { oneAStep } from './one-a-step.ts';
import type { Policy } from './policy.ts';
import { dispute, optOut, placement, vulnerability } from './refusals.ts';

/** The shipped policies. */
export const POLICIES: readonly Policy[] = [
  lawfulHours,
  contactCaps,
  oneAStep,
  hold,
  runningPromise,
  coolingOffAfterPayment,
  announcedPayment,
  coolingOffAfterReturnedPayment,
  dispute,
  optOut,
  vulnerability,
  placement,
];
