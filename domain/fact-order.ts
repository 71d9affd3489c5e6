/** The one order of facts, whatever the order in which they arrived. */
import type { Fact, FactKind } from './facts.ts';

/** The body as text, amounts in digits: facts that agree in all else are ordered by it. */
function bodyText({ body }: Fact): string {
  return JSON.stringify(body, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}

/** What ends something that another fact began. */
const ENDING: ReadonlySet<FactKind> = new Set([
  'hold-released',
  'dispute-closed',
  'start',
  'hardship-ended',
  'care-hold-lifted',
  'consent-withdrawn',
  'preference-ended',
  'represented-ended',
  'cease-ended',
]);
const isEnding = ({ kind }: Fact): number => (ENDING.has(kind) ? 1 : 0);

/**
 * The order of facts: by moment, source and reference, never by arrival; of one moment, what begins stands before what
 * ends it (`hold` before `hold-released`). A comparison for `sort`.
 */
export function inOrder(a: Fact, b: Fact): number {
  if (a.occurredAt !== b.occurredAt) return a.occurredAt - b.occurredAt;
  if (isEnding(a) !== isEnding(b)) return isEnding(a) - isEnding(b);
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  const [first, second] = [a.reference ?? '', b.reference ?? ''];
  if (first !== second) return first < second ? -1 : 1;
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1;
  const [text, other] = [bodyText(a), bodyText(b)];
  return text < other ? -1 : text > other ? 1 : 0;
}
