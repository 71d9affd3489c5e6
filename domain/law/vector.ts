/** A test vector: a situation and what the gate must answer. Every pack brings its own and runs them (pack.test.ts). */
import type { GateCaseInput } from '../contracts/gate-case.ts';

/** What is expected. `require` names the notice. */
export type Expected = 'allow' | 'refuse' | { readonly wait: string } | { readonly require: string };

export interface Vector {
  /** The rule that it is about: when the answer is not `allow`, this rule must be among the reasons. */
  readonly rule: string;
  /** What distinguishes it, in words. */
  readonly says: string;
  readonly situation: GateCaseInput;
  readonly answer: Expected;
}

/** Expects a wait until the moment, RFC 3339 with its offset. */
export const waitUntil = (moment: string): Expected => ({ wait: moment });
