/** A score, its model and its quality as text for a terminal. */

import type { ModelCard, ScoreModel } from '../domain/contracts/score-model.ts';
import { NORMAL_95 } from '../domain/statistics.ts';
import { AXES } from '../domain/strategy/score/axes.ts';
import type { Score } from '../domain/strategy/score/score.ts';
import { featureWords, rangeWords, signedPoints } from '../domain/strategy/score/words.ts';
import { paint, pairs, plain, table } from './print.ts';

/** Half the width of a 95 % interval in standard errors. */

/** "0.7312 (95 %: 0.7001 to 0.7623)" */
function aucWords({ auc, aucError }: NonNullable<ModelCard['late']>): string {
  if (auc === null || aucError === null) return 'not known: only one outcome';
  const [from, to] = [auc - NORMAL_95 * aucError, Math.min(1, auc + NORMAL_95 * aucError)];
  return `${auc.toFixed(4)} (95 %: ${from.toFixed(4)} to ${to.toFixed(4)})`;
}

export function qualityText(title: string, quality: ModelCard['late']): string {
  if (quality === null) return `${paint('bold', title)}\nno rows`;
  return [
    paint('bold', title),
    pairs([
      ['n', `${quality.rows}, of them ${quality.defaults} defaulted`],
      ['AUC', aucWords(quality)],
      ['Brier', quality.brier.toFixed(4)],
      ['calibration error', quality.calibrationError.toFixed(4)],
    ]),
  ].join('\n');
}

export function modelTitle({ layout, digest }: ScoreModel): string {
  const { data } = layout;
  return [
    paint('bold', plain(layout.name)),
    plain(data.caution.en),
    plain(`Learnt from: ${data.name}, ${data.author}, ${data.source}; ${data.licence}`),
    `Digest: ${digest}`,
  ].join('\n');
}

/** Every bin of every feature with its points. */
export function cardText(model: ScoreModel): string {
  const axes = AXES.map((axis) => {
    const { high, middle } = model.cuts[axis];
    const features = model.features
      .filter((feature) => feature.axis === axis)
      .map((feature) => {
        const bins = table(
          [
            { title: 'points', of: ({ points }) => signedPoints(points), right: true },
            { title: 'rows', of: ({ rows }) => String(rows), right: true },
            {
              title: 'defaulted',
              of: ({ rows, defaults }) => (rows === 0 ? '' : `${((100 * defaults) / rows).toFixed(1)} %`),
              right: true,
            },
            { title: 'where', of: (bin) => rangeWords(model, feature, bin).en },
          ],
          feature.bins,
        );
        return `${plain(featureWords(model, feature).en)} (${feature.name})\n${bins}`;
      });
    const head = `${axis}: ${model.base[axis]} points and those below; high from ${high}, middle from ${middle}`;
    return [paint('bold', head), ...features].join('\n\n');
  });
  return [modelTitle(model), ...axes].join('\n\n');
}

export function scoreText(score: Score): string {
  const axisLine = (axis: (typeof AXES)[number]): string => {
    const { points, class: name } = score[axis];
    return points === null ? name : `${points}, ${name}`;
  };
  const { probability, missing } = score;
  return [
    pairs([
      ['ability', axisLine('ability')],
      ['willingness', axisLine('willingness')],
      ['defaults with', probability === null ? 'not known' : `${(100 * probability).toFixed(1)} %`],
      ['missing', missing.join(', ')],
    ]),
    ...score.reasons.map(({ axis, points, words }) =>
      plain(`  ${signedPoints(points).padStart(4)}  ${axis}: ${words.en}`),
    ),
  ].join('\n');
}
