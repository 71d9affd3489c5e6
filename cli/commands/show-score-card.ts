/** `arrears score` and `arrears score card`: the points of a model in words. Needs nothing running. */
import { answer, type OutputOptions } from '../print.ts';
import { readModel } from '../score-files.ts';
import { cardText } from '../score-text.ts';

interface CardOptions extends OutputOptions {
  model?: string;
}

export async function showScoreCard({ model: path, ...options }: CardOptions): Promise<void> {
  const model = readModel(path);
  answer(options, model, () => cardText(model));
}
