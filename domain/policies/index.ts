/**
 * All reasons of the product to hold back, one line per policy; hours, caps and what else law demands are rules of
 * packs (domain/law). The order does not matter: the gate keeps every reason.
 */
import { booking } from './being-booked.ts';
import { callBack } from './call-back.ts';
import {
  afterBreathingSpace,
  announcedPayment,
  coolingOffAfterPayment,
  coolingOffAfterReturnedPayment,
  hold,
  restAfterAnswer,
  runningPromise,
} from './cooling-off.ts';
import { coolingOffAfterFailedDebit, debitInFlight } from './debit.ts';
import { oneAStep } from './one-a-step.ts';
import { plan } from './plan.ts';
import type { Policy } from './policy.ts';
import { pressure } from './pressure.ts';
import { complaint, dispute, optOut, placement, representation, suspense, vulnerability } from './refusals.ts';

import { restart } from './restart.ts';

/** The shipped policies. */
export const POLICIES: readonly Policy[] = [
  oneAStep,
  hold,
  runningPromise,
  plan,
  coolingOffAfterPayment,
  announcedPayment,
  coolingOffAfterReturnedPayment,
  restAfterAnswer,
  dispute,
  suspense,
  optOut,
  vulnerability,
  afterBreathingSpace,
  complaint,
  representation,
  placement,
  pressure,
  restart,
  booking,
  debitInFlight,
  coolingOffAfterFailedDebit,
  callBack,
];
