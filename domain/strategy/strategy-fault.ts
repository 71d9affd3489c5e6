/** A fault of a strategy that no schema says. */
import type { TextPath } from '../contracts/strict-yaml.ts';

/** A fault, and the value that has it. */
export interface StrategyFault {
  /** Name of the check. */
  readonly rule: string;
  readonly what: string;
  readonly remedy: string;
  readonly path: TextPath;
  /** Characters within the value. */
  readonly offset?: number;
}
