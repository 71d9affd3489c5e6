/** A scorer whose classes are features of the account: `ability` and `willingness`, each a class. */
import { AXES, type Axis, KNOWN_CLASSES, type ScoreClass } from '../../domain/strategy/score/axes.ts';
import type { Score, StoredFeatures } from '../../domain/strategy/score/score.ts';
import type { Scorer } from '../../engine/score/scorer.ts';

const POINTS: Readonly<Record<ScoreClass, number | null>> = { high: 40, middle: 0, low: -42, unknown: null };

export function scoreOfClasses(features: StoredFeatures): Score {
  const classOf = (axis: Axis): ScoreClass => KNOWN_CLASSES.find((name) => name === features[axis]) ?? 'unknown';
  const axisOf = (axis: Axis) => ({ points: POINTS[classOf(axis)], class: classOf(axis) });
  const missing = AXES.filter((axis) => classOf(axis) === 'unknown');
  return {
    ability: axisOf('ability'),
    willingness: axisOf('willingness'),
    probability: missing.length === 0 ? 0.25 : null,
    reasons: AXES.filter((axis) => classOf(axis) !== 'unknown').map((axis) => ({
      ...{ feature: axis, axis, points: POINTS[classOf(axis)] ?? 0 },
      words: { en: `the file says ${classOf(axis)}`, 'zh-Hans': `文件所示为 ${classOf(axis)}` },
    })),
    missing,
  };
}

export const TEST_SCORER: Scorer = {
  ...{ name: 'test', digest: 'a'.repeat(64), caution: { en: 'A test.', 'zh-Hans': '测试。' } },
  scoreOf: scoreOfClasses,
};
