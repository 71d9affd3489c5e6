/** What `decide` answers to each golden state, one line a state: a release that decides otherwise shows it as a diff of answers.txt. */
import { readFileSync, writeFileSync } from 'node:fs';
import { decide, type Wanted } from '../../domain/decide.ts';
import { LADDER } from '../../stages/index.ts';
import { readStates } from './states.ts';

const FILE = new URL('./answers.txt', import.meta.url);

const moment = (at: number | null): string => (at === null ? '-' : new Date(at).toISOString().slice(0, 16));
const wantedWords = ({ episode, stage, step, occurrence, channel, verdict, dueAt, held }: Wanted): string =>
  `${episode}/${stage}/${step}/${occurrence} ${channel ?? '-'} ${verdict} ${moment(dueAt)}${held.map((held) => ` ${held.code}`).join('')}`;

export function answerAll(): string[] {
  return readStates().map(({ facts, now }, index) => {
    const { stage, beside, health, nextLookAt, wanted } = decide(LADDER, facts, now);
    return [
      `${index} ${moment(now)} ${[stage, ...beside].join('+')} ${health} look ${moment(nextLookAt)}`,
      ...wanted.map(wantedWords),
    ].join(' | ');
  });
}

export const readAnswers = (): string[] => readFileSync(FILE, 'utf8').trimEnd().split('\n');
export const writeAnswers = (): void => writeFileSync(FILE, `${answerAll().join('\n')}\n`);
