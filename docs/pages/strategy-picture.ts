/** A strategy as a picture: each ladder with its stages, the days of its steps, and what leaves each stage. */

import type { LadderShape, Strategy } from '../../domain/contracts/strategy-file.ts';
import { count } from '../../domain/count.ts';
import type { Stage } from '../../domain/stage.ts';
import { shapedLadder, shapedTerms } from '../../domain/strategy/shaping.ts';
import type { BaseRules } from '../../domain/strategy/strategy.ts';
import { escapeText } from '../../simulation/page/markup.ts';

const WIDTH = 1040;
const LEFT = 24;
/** Where the days begin and end. */
const DAYS_FROM = 400;
const DAYS_TO = 1010;
const ROW = 72;
/** Characters of a line of small text over the whole width. */
const LINE = 150;
const CONTACT = { fill: '#cfe3f7', line: '#2b6cb0' };
const ESCALATION = { fill: '#f6d9c6', line: '#a8501b' };

/** The picture as SVG. */
export function strategyPicture(strategy: Strategy, base: BaseRules): string {
  let y = 64;
  const parts: string[] = [];
  for (const shape of strategy.ladders) {
    const block = ladderBlock(strategy, shape, base, y);
    parts.push(...block.parts);
    y = block.end + 40;
  }
  const height = y - 8;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="Helvetica, Arial, sans-serif">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    text(LEFT, 36, `${strategy.title.en}: strategy ${strategy.name}, version ${strategy.version}`, 20, 'bold'),
    ...parts,
    '</svg>\n',
  ].join('\n');
}

function ladderBlock(strategy: Strategy, shape: LadderShape, base: BaseRules, top: number) {
  const stages = shapedLadder(shape, base.ladder).filter(({ name }) => shape.stages[name] !== undefined);
  const { callAttempts, callAttemptsADay } = shapedTerms(shape, base.terms);
  const calls = Math.ceil(callAttempts / callAttemptsADay);
  const last = Math.max(...stages.map(({ opensAt }) => opensAt)) + 30;
  const xOf = (day: number): number => Math.round(DAYS_FROM + ((DAYS_TO - DAYS_FROM) * day) / last);
  const parts = [text(LEFT, top + 12, `Ladder ${shape.name}: ${shape.title.en}`, 16, 'bold')];
  let y = top + 32;
  for (const line of wrapped(`For ${segmentsOf(strategy, shape)}.`)) {
    parts.push(text(LEFT, y, line, 12, 'normal', '#444444'));
    y += 17;
  }
  y += 18;
  parts.push(text(DAYS_FROM - 110, y, 'Days past due', 12, 'normal', '#444444'));
  const bottom = y + 12 + stages.length * ROW;
  const every = last > 120 ? 30 : 15;
  for (let day = 0; day <= last; day += every) {
    parts.push(text(xOf(day), y, String(day), 12, 'normal', '#444444', 'middle'));
    parts.push(`<line x1="${xOf(day)}" y1="${y + 6}" x2="${xOf(day)}" y2="${bottom}" stroke="#e2e2e2"/>`);
  }
  for (const [at, stage] of stages.entries()) {
    const next = stages.slice(at + 1).find(({ kind }) => kind === 'contact' && stage.kind === 'contact');
    // A contact stage that no other follows is over with its last step, or one round of calls.
    const alone = stage.kind === 'contact' ? lastStep(stage, calls) + 1 : last;
    parts.push(...stageRow(stage, next?.opensAt ?? alone, y + 12 + at * ROW, xOf));
  }
  return { parts, end: bottom };
}

/** The day of the last step; of calls without a day, that of the last in one round. */
const lastStep = ({ opensAt, steps }: Stage, calls: number): number =>
  Math.max(...steps.filter(({ duty }) => !duty).map(({ day }) => day ?? opensAt + calls - 1));

const segmentsOf = ({ segments }: Strategy, { name }: LadderShape): string =>
  segments
    .filter(({ ladder }) => ladder === name)
    .map(({ title, selfCureDays }) =>
      selfCureDays === 0 ? title.en : `${title.en} (begins ${count(selfCureDays, 'day')} later)`,
    )
    .join('; ');

function stageRow(
  { title, opensAt, kind, steps, exits }: Stage,
  until: number,
  y: number,
  xOf: (day: number) => number,
) {
  const { fill, line } = kind === 'contact' ? CONTACT : ESCALATION;
  const own = steps.filter(({ duty, day }) => !duty && day !== undefined);
  const marks = own.map(({ day = 0 }) => `<circle cx="${xOf(day)}" cy="${y + 16}" r="4" fill="${line}"/>`);
  const days = own.map(({ day }) => day).join(', ');
  const detail = kind === 'contact' ? (days === '' ? 'one round of calls' : `steps on day ${days}`) : 'notice first';
  return [
    `<rect x="${xOf(opensAt)}" y="${y + 6}" width="${Math.max(6, xOf(until) - xOf(opensAt))}" height="20" rx="3" fill="${fill}" stroke="${line}"/>`,
    ...marks,
    text(LEFT, y + 21, title.en, 14, 'bold'),
    text(LEFT + 120, y + 21, `from day ${opensAt}; ${detail}`, 12, 'normal', '#222222'),
    `<rect x="${LEFT}" y="${y + 34}" width="${WIDTH - 2 * LEFT}" height="20" fill="#ffffff"/>`,
    text(LEFT, y + 48, `Leaves by: ${exits}`, 12, 'normal', '#555555'),
  ];
}

/** Lines of at most LINE characters. */
function wrapped(words: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words.split(' ')) {
    if (line.length + word.length > LINE) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}

function text(
  x: number,
  y: number,
  words: string,
  size: number,
  weight = 'normal',
  fill = '#111111',
  anchor = 'start',
) {
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}">${escapeText(words)}</text>`;
}
