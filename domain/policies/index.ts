/**
 * All reasons of the product to hold back, one line per policy; hours, caps and what else law demands are rules of packs
 * (domain/law). The order does not matter: the gate keeps every reason.
 */
import { callBack } from './call-back.ts';
import {
  announcedPayment,
  coolingOffAfterPayment,
  coolingOffAfterReturnedPayment,
  hold,
  runningPromise,
} from './cooling-off.ts';
import { oneAStep } from './one-a-step.ts';
import type { Policy } from './policy.ts';
import { pressure } from './pressure.ts';
import { complaint, dispute, optOut, placement, representation, suspense, vulnerability } from './refusals.ts';

import { restart } from './restart.ts';

/** The shipped policies. */
export const POLICIES: readonly Policy[] = [
  oneAStep,
  hold,
  runningPromise,
  coolingOffAfterPayment,
  announcedPayment,
  coolingOffAfterReturnedPayment,
  dispute,
  suspense,
  optOut,
  vulnerability,
  complaint,
  representation,
  placement,
  pressure,
  restart,
  callBack,
];
