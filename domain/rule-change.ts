/** What other rules would change about one account: two decisions of the same facts at the same moment, compared. */
import type { ChangeKind } from './contracts/views.ts';
import type { Decision } from './decide.ts';
import { keyOf } from './effect-key.ts';
import { holderOf } from './gate.ts';
import type { PlannedEffect } from './plan.ts';
import { localDate, type Zone } from './time.ts';

/** A change, and the rule or policy that makes it; null where none holds the step and planning moves its hour. */
export interface RuleChange {
  readonly kind: ChangeKind;
  readonly rule: string | null;
}

/** The changes from one decision to the other, each once. Days are those of the zone. */
export function changesBetween(before: Decision, after: Decision, zone: Zone): RuleChange[] {
  const old = new Map(before.planned.map((planned) => [keyOf(planned), planned]));
  const changes = after.planned.flatMap((planned) => {
    const known = old.get(keyOf(planned));
    old.delete(keyOf(planned));
    return known === undefined ? changeOf('step', [], planned.held) : changesOf(known, planned, zone);
  });
  const gone = [...old.values()].flatMap((planned) => changeOf('step', planned.held, []));
  return [...new Map([...changes, ...gone].map((change) => [`${change.kind} ${change.rule}`, change])).values()];
}

function changesOf(before: PlannedEffect, after: PlannedEffect, zone: Zone): RuleChange[] {
  if (goes(before) !== goes(after)) return changeOf(goes(after) ? 'freed' : 'held-back', before.held, after.held);
  if (!goes(after)) return [];
  if (before.channel !== after.channel) return changeOf('channel', before.held, after.held);
  if (before.dueAt === after.dueAt) return [];
  const isSameDay = localDate(before.dueAt, zone) === localDate(after.dueAt, zone);
  return changeOf(isSameDay ? 'hour' : 'day', before.held, after.held);
}

/** Whether the step will happen, now or later. */
export const goes = ({ verdict }: PlannedEffect): boolean =>
  verdict === 'allow' || verdict === 'wait' || verdict === 'keep';

/** The change by each rule that holds the step under one set of rules only. */
function changeOf(kind: ChangeKind, before: PlannedEffect['held'], after: PlannedEffect['held']): RuleChange[] {
  const [old, fresh] = [new Set(before.map(holderOf)), new Set(after.map(holderOf))];
  const rules = [...old, ...fresh].filter((rule) => old.has(rule) !== fresh.has(rule));
  return (rules.length === 0 ? [null] : rules).map((rule) => ({ kind, rule }));
}
