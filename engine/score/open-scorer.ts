/** Opens the scorer of a process: by the model that ARREARS_SCORE_MODEL names, or by the shipped model. */
import { readFileSync } from 'node:fs';
import { faultsOf, showFaults } from '../../domain/contracts/event.ts';
import { JsonFault, parseStrictBytes } from '../../domain/contracts/strict-json.ts';
import { Problem } from '../../domain/problems.ts';
import { checkModel, readShippedModel } from './model-file.ts';
import { type Scorer, scorerOf } from './scorer.ts';

/** Throws `configuration-invalid` for a file that is no model, `score-model-version` or `score-model-changed`. */
export function openScorer(path: string | undefined): Scorer {
  if (path === undefined) return scorerOf(readShippedModel());
  const checked = checkModel(readJson(path));
  if ('error' in checked) throw refused(showFaults(faultsOf(checked.error)));
  return scorerOf(checked.model);
}

function readJson(path: string): unknown {
  try {
    return parseStrictBytes(readFileSync(path));
  } catch (error) {
    throw refused(error instanceof JsonFault ? `it ${error.message}` : 'it cannot be read');
  }
}

const refused = (fault: string) =>
  new Problem('configuration-invalid', {
    count: 1,
    faults: `ARREARS_SCORE_MODEL names a file that is no model: ${fault}`,
  });
