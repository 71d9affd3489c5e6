/**
 * What is written for people is not behaviour: Stryker leaves such texts alone, and whom a duty binds, which no code
 * asks. Nothing else is left alone: a condition between two texts is changed, and so is a template that computes more
 * than names and plain calls.
 */
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** Properties and variables whose texts people read: rules, reasons, packs, and where a text was seen. */
const NAMED: ReadonlySet<string | undefined> = new Set([
  ...['words', 'clause', 'source', 'title', 'keptBy', 'notCovered', 'what'],
  ...['SEEN', 'PROTOCOL', 'CONTACT_GUIDE', 'ARREARS_GUIDE', 'LIMITATION_RULES', 'OUTSOURCING', 'CASH_CARDS'],
  ...['NOT_COVERED', 'NOT_KEPT', 'WRITE_HOLIDAYS', 'REMEDIES'],
]);
/** By function, which of its arguments people read, from 0. */
const ARGUMENTS: ReadonlyMap<string | undefined, readonly unknown[]> = new Map([
  ['refusal', [1, 2]],
  ['refuse', [1]],
  ['waitUntil', [4]],
  ['pauseOf', [1]],
  ['origin', [0, 1]],
  ...['readInFull', 'civilCode', 'privateLending', 'personalData', 'creditReporting', 'cards'].map(
    (name): [string, number[]] => [name, [0]],
  ),
]);

/** As much of a node of Babel as is read here. */
interface Node {
  readonly type: string;
  readonly name?: string;
  readonly operator?: string;
  readonly computed?: boolean;
  readonly id?: Node;
  readonly key?: Node;
  readonly object?: Node;
  readonly callee?: Node;
  readonly arguments?: readonly Node[];
  readonly expressions?: readonly Node[];
  readonly properties?: readonly Node[];
  readonly value?: Node | string;
}
/** A node and where it stands in its parent. */
interface Path {
  readonly node: Node;
  readonly key: string | number | null;
  readonly listKey?: string;
  readonly parentPath: Path | null;
}

const isName = (node: Node | undefined): boolean =>
  node?.type === 'Identifier' || (node?.type === 'MemberExpression' && !node.computed && isName(node.object));
const isPlain = (node: Node): boolean =>
  isName(node) || (node.type === 'CallExpression' && isName(node.callee) && (node.arguments ?? []).every(isName));
const isText = ({ type, expressions = [] }: Node): boolean =>
  type === 'StringLiteral' || (type === 'TemplateLiteral' && expressions.every(isPlain));

/** Whether a text in this place of the node is part of what the node stands for. */
const isJoined = ({ type, operator }: Node, key: Path['key']): boolean =>
  ['ArrayExpression', 'TSAsExpression'].includes(type) ||
  (type === 'BinaryExpression' && operator === '+') ||
  (type === 'ConditionalExpression' && key !== 'test');

/** Whether the text, alone or joined with others, is the value of a name or an argument that people read. */
function isRead({ parentPath: parent, key, listKey }: Path): boolean {
  if (parent === null) return false;
  const { node } = parent;
  if (node.type === 'VariableDeclarator') return NAMED.has(node.id?.name);
  if (node.type === 'CallExpression')
    return listKey === 'arguments' && (ARGUMENTS.get(node.callee?.name)?.includes(key) ?? false);
  if (node.type === 'ObjectProperty') return key === 'value' && (NAMED.has(node.key?.name) || isInTable(parent));
  return isJoined(node, key) && isRead(parent);
}

/** Whether the property is of an object that is a table of texts. */
function isInTable({ parentPath: object }: Path): boolean {
  const holder = object?.parentPath?.node.type === 'TSAsExpression' ? object.parentPath : object;
  const { type, id } = holder?.parentPath?.node ?? {};
  return type === 'VariableDeclarator' && NAMED.has(id?.name);
}

const propertyOf = ({ properties = [] }: Node, name: string): Node | undefined => {
  const value = properties.find(({ key }) => key?.name === name)?.value;
  return typeof value === 'object' ? value : undefined;
};

/** Whether the node is part of whom a duty binds: docs/law.md shows it, and the gate never asks it. */
function isOfDuty({ node, parentPath: parent }: Path): boolean {
  if (parent === null) return false;
  if (node.type !== 'ObjectProperty' || node.key?.name !== 'binds') return isOfDuty(parent);
  const demand = propertyOf(parent.node, 'demand');
  return demand !== undefined && propertyOf(demand, 'kind')?.value === 'duty';
}

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'texts', {
    shouldIgnore(path) {
      const text = path as unknown as Path;
      if (isOfDuty(text)) return 'whom a duty binds';
      return isText(text.node) && isRead(text) ? 'a text for people' : undefined;
    },
  }),
];
