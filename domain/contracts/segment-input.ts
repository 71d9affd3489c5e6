/** What the conditions of a strategy's segments may read of an account: flat, without personal values. */
import { z } from 'zod';
import { PRODUCTS } from '../facts.ts';
import { SCORE_CLASSES } from '../strategy/score/axes.ts';

const Count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** An account as conditions read it. Amounts are whole units of its currency, rounded down. */
export const SegmentInput = z.strictObject({
  ability: z.enum(SCORE_CLASSES).describe('how well the person can pay'),
  willingness: z.enum(SCORE_CLASSES).describe('how likely the person pays who can'),
  product: z.enum(PRODUCTS).describe('kind of the product'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'three capitals are needed, such as TWD')
    .describe('currency of the account, ISO 4217'),
  asked: Count.describe('amount that is asked for now, whole currency units'),
  balance: Count.describe('everything owed, whole currency units'),
  dpd: Count.describe('days past due'),
  debtAgeDays: Count.describe('days since the contract'),
  delinquencies: Count.describe('episodes of late payment, with this delinquency; 1 = the first'),
  selfCures: Count.describe('earlier episodes that ended paid before anybody had been contacted'),
  contacted: z.boolean().describe('whether the person was ever contacted about the account'),
  promisesKept: Count.describe('promises that were kept'),
  promisesBroken: Count.describe('promises that were broken'),
  inCare: z.boolean().describe('whether a hold on the person is in force, such as hardship'),
  disputed: z.boolean().describe('whether the debt, or a part of it, is disputed'),
});
/** One account as conditions read it. */
export type SegmentInput = z.infer<typeof SegmentInput>;
/** An account of which nothing is known: stands for what no condition reads. */
export const BLANK_ACCOUNT: SegmentInput = {
  ability: 'unknown',
  willingness: 'unknown',
  product: 'card',
  currency: 'XXX',
  asked: 0,
  balance: 0,
  dpd: 0,
  debtAgeDays: 0,
  delinquencies: 0,
  selfCures: 0,
  contacted: false,
  promisesKept: 0,
  promisesBroken: 0,
  inCare: false,
  disputed: false,
};
/** Name of a field of SegmentInput. */
export type SegmentField = keyof SegmentInput;

/** Type of a field in conditions, and its possible values where they are few. */
interface FieldType {
  readonly type: 'int' | 'string' | 'bool';
  readonly values: readonly string[] | null;
  readonly words: string;
}

/** The fields that conditions may name. */
export const SEGMENT_FIELDS = Object.fromEntries(
  Object.entries(SegmentInput.shape).map(([name, schema]) => [name, fieldType(schema)]),
) as Readonly<Record<SegmentField, FieldType>>;

function fieldType(schema: z.ZodType): FieldType {
  const words = schema.description ?? '';
  if (schema instanceof z.ZodEnum) return { type: 'string', values: schema.options.map(String), words };
  if (schema instanceof z.ZodBoolean) return { type: 'bool', values: null, words };
  return { type: schema instanceof z.ZodString ? 'string' : 'int', values: null, words };
}
