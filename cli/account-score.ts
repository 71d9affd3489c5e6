/** The score and the classes of an account as they are read. */

import type { ScoreView } from '../domain/contracts/score-view.ts';
import { AXES, type Axis } from '../domain/strategy/score/axes.ts';
import { signedPoints } from '../domain/strategy/score/words.ts';
import { paint, plain, showTime, wrap } from './print.ts';

const TITLES: Readonly<Record<Axis, string>> = { ability: 'Ability', willingness: 'Willingness' };

/** Everything that led to the classes; times in the creditor's zone. */
export function accountScoreText(score: ScoreView): string {
  const parts = [
    headText(score),
    ...AXES.map((axis) => axisText(score, axis)),
    block('Missing features', score.missing.length === 0 ? [] : [score.missing.join(', ')]),
    block(
      'Changes',
      score.changes.map((change) => changeText(change, score)),
    ),
    decisionText(score),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function headText({
  account,
  ability,
  willingness,
  probability,
  model,
  featuresAsOf,
  scoredAt,
  isDue,
  zone,
}: ScoreView) {
  const lines = [
    paint('bold', `${account}: ability ${ability.class}, willingness ${willingness.class}`),
    scoredAt === null
      ? 'It was never scored.'
      : `Scored ${showTime(scoredAt, zone)}${isDue ? '; news is scored soon' : ''}.`,
  ];
  const on = featuresAsOf === null ? '' : ` on features of ${featuresAsOf}`;
  if (model !== null) lines.push(`By the model ${model.name} (${model.digest.slice(0, 12)})${on}.`);
  if (probability !== null)
    lines.push(`The model puts the probability of default at ${(probability * 100).toFixed(1)} %.`);
  if (model !== null) lines.push(model.caution.en);
  return lines.map((line) => wrap(plain(line), '')).join('\n');
}

/** The parts of the score of one axis, then what made the class in force of it. */
function axisText(score: ScoreView, axis: Axis): string {
  const { class: name, points } = score[axis];
  const title = `${TITLES[axis]}: ${name}${points === null ? '' : `, ${points} points`}`;
  return block(title, [
    ...score.reasons
      .filter((reason) => reason.axis === axis)
      .map(({ words, points: part }) => `${words.en}: ${signedPoints(part)}`),
    ...score.because.filter((reason) => reason.axis === axis).map(({ words }) => words.en),
  ]);
}

const pairText = ({ ability, willingness }: { ability: string; willingness: string }): string =>
  `ability ${ability}, willingness ${willingness}`;

/** What changed, and the reasons but the bare class of the score. */
function changeText({ at, before, after, because }: ScoreView['changes'][number], { zone }: ScoreView): string {
  const from = before === null ? '' : ` (before: ${pairText(before)})`;
  const why = because.filter(({ code }) => code !== 'waits').map(({ axis, words }) => `${axis}: ${words.en}`);
  return `${showTime(at, zone)}  ${pairText(after)}${from}${why.length === 0 ? '' : `: ${[...new Set(why)].join('; ')}`}`;
}

function decisionText({ contested, closed, account }: ScoreView): string {
  if (closed) return 'The account is closed: its last classes stay.';
  if (contested) return 'The person waits for a human decision: npx arrears tasks --kind review-classes';
  return `The person may ask for a human decision: npx arrears record ${account} classes-contested`;
}

function block(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  return [paint('bold', title), ...lines.map((line) => wrap(plain(line), '  '))].join('\n');
}
