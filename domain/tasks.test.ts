import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { LADDER } from '../stages/index.ts';
import { fieldVisit } from '../tests/field-visit/stage.ts';
import { PLAIN_TASK, reviewAfter, TASK_KINDS, TASKS, taskDueAt, taskRule, tasksEndedBy } from './tasks.ts';

const openedBySteps = LADDER.flatMap((stage) => stage.steps.flatMap((step) => step.task ?? []));
const operating = readFileSync(new URL('../docs/operating.md', import.meta.url), 'utf8');

describe('kinds of task', () => {
  test('the steps of the ladder open the kinds that say so, and no others', () => {
    const said = TASK_KINDS.filter((kind) => TASKS[kind].openedBy === 'step');
    expect([...new Set(openedBySteps)].sort()).toEqual([...said].sort());
  });
  test('a kind that a stage adds follows the plain rule', () => {
    const [added] = fieldVisit.steps.flatMap((step) => step.task ?? []);
    expect(added).toBe('field-visit');
    expect(taskRule('field-visit')).toBe(PLAIN_TASK);
    expect(taskRule('toString')).toBe(PLAIN_TASK);
  });
  test.each([
    ...TASK_KINDS.map((kind) => [kind, taskRule(kind)] as const),
    ['plain', taskRule('field-visit')] as const,
  ])('%s is late some time and takes an outcome', (_, rule) => {
    expect(rule.dueHours).toBeGreaterThan(0);
    expect(rule.outcomes.length).toBeGreaterThan(0);
    expect(rule.outcomes.includes('approved')).toBe(rule.doer === 'second-person');
  });
  test('a fact opens the review that its outcome ends', () => {
    const facts = ['hardship', 'death', 'bankruptcy', 'represented', 'cease', 'care-hold'] as const;
    expect(facts.map(reviewAfter)).toEqual(tasksEndedBy('care-reviewed'));
    expect(tasksEndedBy('not-filed')).toEqual(['record-filing']);
    expect(tasksEndedBy('ladder-answer')).toEqual(['ladder-end']);
  });
  test.each([
    ['call', 12],
    ['approve-court', 120],
    ['missing-from-file', 168],
    ['field-visit', 120],
  ])('%s shows as stuck after %i hours', (kind, hours) => expect(taskDueAt(kind, 1000)).toBe(1000 + hours * 3_600_000));
  test.each(TASK_KINDS)('docs/operating.md names %s and its time', (kind) => {
    const { dueHours } = TASKS[kind];
    const time =
      dueHours < 1 ? `${dueHours * 60} minutes` : dueHours <= 24 ? `${dueHours} hours` : `${dueHours / 24} days`;
    const row = operating.split('\n').find((line) => line.startsWith(`| \`${kind}\` |`));
    expect(row).toContain(`| ${time} |`);
  });
});
