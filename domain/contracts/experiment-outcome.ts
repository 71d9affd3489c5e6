/** A row of the file of outcomes of an experiment: what happened to one person. docs/experiments.md describes it. */
import { z } from 'zod';
import type { PersonOutcome } from '../strategy/experiment/evaluate.ts';
import { CalendarDay } from './event.ts';

const Key = z.string().regex(/^[\w.-]{1,64}$/, 'letters, digits, ".", "-" and "_", at most 64');
const Count = z
  .string()
  .regex(/^\d{1,9}$/, 'a whole number, 0 or more')
  .transform(Number);
const Amount = z
  .string()
  .regex(/^-?\d{1,12}(\.\d{1,3})?$/, 'a plain decimal such as 1434.00')
  .transform(Number);

/** Columns of the file, and what their cells hold. */
export const OutcomeRow = z.strictObject({
  creditor: Key,
  person: Key,
  entered: CalendarDay,
  segment: Key,
  money: Amount,
  contacts: Count,
  complaints: Count,
});
export const OUTCOME_COLUMNS = Object.keys(OutcomeRow.shape) as (keyof typeof OutcomeRow.shape)[];

/** The outcome that a checked row tells. */
export const outcomeOf = ({ entered: enteredOn, ...row }: z.infer<typeof OutcomeRow>): PersonOutcome => ({
  ...row,
  enteredOn,
});
