/** What a simulation knows of accounts beside the book: their features, and the classes that a model gives by them. */
import type { ScoreModel } from '../domain/contracts/score-model.ts';
import { type StoredFeatures, scoreOf } from '../domain/strategy/score/score.ts';
import { readShippedData, readShippedLayout } from '../engine/score/model-file.ts';

/** The features with the classes by the model; classes that the features name themselves stay. */
export function withClasses(model: ScoreModel, features: StoredFeatures): StoredFeatures {
  const { ability, willingness } = scoreOf(model, features);
  return { ability: ability.class, willingness: willingness.class, ...features };
}

/** Features of the accounts of the demo by number: `C-7377` is the row with the id 7377 of the data that ships. */
export function demoFeatures(): ReadonlyMap<string, StoredFeatures> {
  const { columns } = readShippedLayout();
  const [header, ...lines] = readShippedData().rows;
  const places = new Map((header?.cells ?? []).map((name, at) => [name, at]));
  const cellOf = (cells: readonly string[], column: string): string => cells[places.get(column) ?? -1] ?? '';
  return new Map(
    lines.map(({ cells }) => [
      `C-${cellOf(cells, 'ID')}`,
      Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, cellOf(cells, column)])),
    ]),
  );
}
