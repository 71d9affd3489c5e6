/** The model card: how good a model is on rows that it has not seen, and for whom. */
import type { LearntModel, ModelCard, UnsealedModel } from '../../contracts/score-model.ts';
import { AXES } from './axes.ts';
import { isHeldOut, type ScoreRow } from './dataset.ts';
import { axisPoints, probabilityAt, rounded } from './points.ts';
import { qualityOf } from './quality.ts';

/** What a model is learnt from besides the rows. */
export interface TrainingSource {
  readonly target: string;
  /** SHA-256 of the CSV. */
  readonly dataDigest: string;
}

type Points = Pick<UnsealedModel, 'layout' | 'base' | 'features'>;
/** Points of both axes together; null when a feature is missing. */
function totalOfRow(model: Points, { features }: ScoreRow): number | null {
  const points = AXES.map((axis) => axisPoints(model, (name) => features.get(name) ?? null, axis)?.points ?? null);
  return points.reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0);
}

/** A row that could be scored. */
interface ScoredRow {
  row: ScoreRow;
  points: number;
  /** Of default. */
  probability: number;
}

/** Scores rows. Rows that lack a feature are left out. */
export function scoreRows(model: LearntModel, rows: readonly ScoreRow[]): ScoredRow[] {
  return rows.flatMap((row) => {
    const points = totalOfRow(model, row);
    if (points === null) return [];
    return [{ row, points, probability: probabilityAt(row.late ? model.odds.late : model.odds.others, points) }];
  });
}

/** Quality of a model on the rows that it can score; null when there are none. */
export function qualityOn(model: LearntModel, rows: readonly ScoreRow[]): ModelCard['late'] {
  const scored = scoreRows(model, rows);
  if (scored.length === 0) return null;
  const quality = qualityOf(
    scored.map(({ probability }) => probability),
    scored.map(({ row }) => row.outcome),
  );
  return {
    ...quality,
    auc: quality.auc === null ? null : rounded(quality.auc),
    aucError: quality.aucError === null ? null : rounded(quality.aucError),
    brier: rounded(quality.brier),
    calibrationError: rounded(quality.calibrationError),
    calibration: quality.calibration.map((band) => ({
      rows: band.rows,
      predicted: rounded(band.predicted),
      observed: rounded(band.observed),
    })),
  };
}

/** The card of a model: measured on the late rows and on all rows that are held out. */
export function cardOf(
  model: LearntModel,
  rows: readonly ScoreRow[],
  { target, dataDigest }: TrainingSource,
): ModelCard {
  const held = rows.filter(isHeldOut);
  const learnt = rows.filter((row) => !isHeldOut(row));
  const late = held.filter((row) => row.late);
  return {
    target,
    dataDigest,
    rows: rows.length,
    split: {
      learntFrom: learnt.length,
      lateLearntFrom: learnt.filter((row) => row.late).length,
      heldOut: held.length,
      words: 'a fifth of the rows, by a hash of what they hold, is never learnt from',
    },
    late: qualityOn(model, late),
    all: qualityOn(model, held),
    groups: Object.keys(model.layout.groups).flatMap((group) => groupChecks(model, late, group)),
  };
}

function groupChecks(model: LearntModel, rows: readonly ScoreRow[], group: string): ModelCard['groups'] {
  const traitOf = ({ row }: ScoredRow): string => row.groups.get(group) ?? '';
  const scored = scoreRows(model, rows);
  return [...new Set(scored.map(traitOf))].sort().map((value) => {
    const members = scored.filter((each) => traitOf(each) === value);
    const meanOf = (of: (each: ScoredRow) => number) =>
      members.reduce((sum, each) => sum + of(each), 0) / members.length;
    const isSmall = members.length < LEAST_GROUP;
    return {
      group,
      value,
      rows: members.length,
      defaultRate: rounded(meanOf(({ row }) => row.outcome)),
      predicted: rounded(meanOf(({ probability }) => probability)),
      points: rounded(
        meanOf(({ points }) => points),
        1,
      ),
      auc: isSmall
        ? null
        : (qualityOn(
            model,
            members.map(({ row }) => row),
          )?.auc ?? null),
    };
  });
}

/** Rows of a group without which its AUC says nothing. */
const LEAST_GROUP = 50;
