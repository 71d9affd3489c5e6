/** What `decide` answers to each golden state, one line a state: a release that decides otherwise shows it as a diff of answers.txt. */
import { readFileSync, writeFileSync } from 'node:fs';
import { decide } from '../../domain/decide.ts';
import type { PlannedEffect } from '../../domain/plan.ts';
import { RULES } from '../../stages/rules.ts';
import { readStates } from './states.ts';

const FILE = new URL('./answers.txt', import.meta.url);

const moment = (at: number | null): string => (at === null ? '-' : new Date(at).toISOString().slice(0, 16));
const plannedText = ({ episode, stage, step, occurrence, channel, verdict, dueAt, held }: PlannedEffect): string =>
  `${episode}/${stage}/${step}/${occurrence} ${channel ?? '-'} ${verdict} ${moment(dueAt)}${held.map((held) => ` ${held.code}`).join('')}`;

export function answerAll(): string[] {
  return readStates().map(({ facts, now }, index) => {
    const { stage, parallel, health, nextEvaluationAt, planned } = decide(RULES, facts, now);
    return [
      `${index} ${moment(now)} ${[stage, ...parallel].join('+')} ${health} look ${moment(nextEvaluationAt)}`,
      ...planned.map(plannedText),
    ].join(' | ');
  });
}

export const readAnswers = (): string[] => readFileSync(FILE, 'utf8').trimEnd().split('\n');
export const writeAnswers = (): void => writeFileSync(FILE, `${answerAll().join('\n')}\n`);
