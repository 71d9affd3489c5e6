/**
 * Conditions of segments: expressions of CEL (Common Expression Language) that compare fields of an account with fixed
 * values. Nothing else of CEL is taken, so that whether a condition can ever hold is decided when the file is checked,
 * and no condition fails on an account.
 */
import { type ASTNode, Environment, type ParseResult } from '@marcbachmann/cel-js';
import { nearest, suggest } from '../nearest.ts';
import { SEGMENT_FIELDS, type SegmentField, SegmentInput } from './segment-input.ts';

/** A value that a condition compares a field with. */
export type Literal = bigint | string | boolean;

/** A checked condition. */
export interface Condition {
  readonly text: string;
  /** Fields that it reads, in the order of the text. */
  readonly reads: readonly SegmentField[];
  /** Values that each field is compared with. */
  readonly literals: ReadonlyMap<SegmentField, readonly Literal[]>;
  holds(input: SegmentInput): boolean;
}

/** What is wrong with a condition; `start` is an index of its text. */
export class ConditionFault extends Error {
  override readonly name = 'ConditionFault';
  readonly start: number;
  readonly remedy: string;
  constructor(what: string, remedy: string, start: number) {
    super(what);
    this.remedy = remedy;
    this.start = start;
  }
}

/** Longest text of a condition. */
export const LONGEST_CONDITION = 500;
const FIELDS = Object.keys(SEGMENT_FIELDS) as SegmentField[];
const isField = (name: string): name is SegmentField => Object.hasOwn(SEGMENT_FIELDS, name);
const CEL = new Environment({ limits: { maxAstNodes: 200, maxDepth: 20, maxListElements: 50 } });
for (const name of FIELDS) CEL.registerVariable(name, SEGMENT_FIELDS[name].type);

const FORMS =
  'Compare a field with fixed values: ==, !=, <, <=, >, >=, in [...], joined by &&, || and !. docs/strategies.md lists the fields.';

/** Reads a condition. Throws ConditionFault for what is no condition, names no field, or compares unlike things. */
export function readCondition(text: string): Condition {
  if (text.length > LONGEST_CONDITION)
    throw new ConditionFault('is too long', `Write at most ${LONGEST_CONDITION} characters.`, 0);
  const program = parsed(text);
  const found = new Map<SegmentField, Literal[]>();
  collect(program.ast, found);
  const checked = program.check();
  if (!checked.valid)
    throw new ConditionFault(`does not fit: ${checked.error?.summary}`, FORMS, checked.error?.range?.start ?? 0);
  return { text, reads: [...found.keys()], literals: found, holds: (input) => program(contextOf(input)) === true };
}

/** Any error of the parser is a fault of the text. */
function parsed(text: string): ParseResult {
  try {
    return CEL.parse(text);
  } catch (error) {
    const { summary, range } = error as { summary?: string; range?: { start: number } };
    throw new ConditionFault(`is no condition: ${summary ?? 'it is not understood'}`, FORMS, range?.start ?? 0);
  }
}

/** Whole numbers are bigints in CEL. */
function contextOf(input: SegmentInput): Record<string, Literal> {
  const context: Record<string, Literal> = {};
  for (const [name, value] of Object.entries(input)) context[name] = typeof value === 'number' ? BigInt(value) : value;
  return context;
}

const ORDERED: readonly string[] = ['<', '<=', '>', '>='];

/** Gathers the fields of a condition and what each is compared with; throws at the first part that is no comparison. */
function collect(node: ASTNode, found: Map<SegmentField, Literal[]>): void {
  switch (node.op) {
    case '&&':
    case '||':
      for (const part of node.args) collect(part, found);
      return;
    case '!_':
      collect(node.args, found);
      return;
    case 'id': {
      const field = fieldAt(node);
      if (SEGMENT_FIELDS[field].type !== 'bool')
        throw faultAt(node, `${field} is compared with nothing`, `Compare it, such as ${field} == ${sampleOf(field)}.`);
      add(found, field, [true]);
      return;
    }
    case 'value':
      if (typeof node.args !== 'boolean') throw faultAt(node, 'compares no field', FORMS);
      return;
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case 'in':
      collectComparison(node.op, node.args, found);
      return;
    default:
      throw faultAt(node, 'uses more of CEL than conditions may', FORMS);
  }
}

function collectComparison(op: string, args: [ASTNode, ASTNode], found: Map<SegmentField, Literal[]>): void {
  // The value may stand first: 30 < dpd.
  const [left, right] = args[1].op === 'id' && args[0].op !== 'id' && op !== 'in' ? [args[1], args[0]] : args;
  const field = fieldAt(left);
  const values = op === 'in' ? listOf(right) : [right];
  if (ORDERED.includes(op) && SEGMENT_FIELDS[field].type !== 'int')
    throw faultAt(left, `${field} has no order`, 'Compare it with ==, != or in.');
  const literals = values.map((value) => literalOf(field, value));
  add(found, field, literals);
}

/** Throws where the node is no field. */
function fieldAt(node: ASTNode): SegmentField {
  if (node.op !== 'id') throw faultAt(node, 'compares no field with a fixed value', FORMS);
  if (!isField(node.args)) throw faultAt(node, `names ${node.args}, which is no field`, suggest(node.args, FIELDS));
  return node.args;
}

function listOf(node: ASTNode): ASTNode[] {
  if (node.op !== 'list' || node.args.length === 0)
    throw faultAt(node, '"in" needs a list of values', 'Write it so: ability in ["low", "unknown"].');
  return node.args;
}

function literalOf(field: SegmentField, node: ASTNode): Literal {
  const { type, values } = SEGMENT_FIELDS[field];
  const inner = node.op === '-_' ? node.args : node;
  const value = inner.op === 'value' ? inner.args : null;
  const literal = node.op === '-_' && typeof value === 'bigint' ? -value : value;
  const fits =
    type === 'int' ? typeof literal === 'bigint' : typeof literal === (type === 'bool' ? 'boolean' : 'string');
  if (!fits)
    throw faultAt(node, `${field} is compared with something else than ${KINDS[type]}`, `Such as ${sampleOf(field)}.`);
  if (values !== null && typeof literal === 'string' && !values.includes(literal)) {
    const near = nearest(literal, values);
    const remedy = near === null ? `One of: ${values.join(', ')}.` : `Did you mean "${near}"?`;
    throw faultAt(node, `${field} is never "${literal}"`, remedy);
  }
  if (typeof literal === 'string' && !SegmentInput.shape[field].safeParse(literal).success)
    throw faultAt(node, `${field} is never "${literal}"`, `Such as ${sampleOf(field)}.`);
  return literal as Literal;
}

const KINDS = { int: 'a whole number', string: 'a text in quotes', bool: 'true or false' } as const;
function sampleOf(field: SegmentField): string {
  const { type, values } = SEGMENT_FIELDS[field];
  return type === 'int' ? '30' : type === 'bool' ? 'true' : `"${values?.[0] ?? 'TWD'}"`;
}

function add(found: Map<SegmentField, Literal[]>, field: SegmentField, literals: readonly Literal[]): void {
  found.set(field, [...(found.get(field) ?? []), ...literals]);
}

const faultAt = (node: ASTNode, what: string, remedy: string): ConditionFault =>
  new ConditionFault(what, remedy, node.range.start);
