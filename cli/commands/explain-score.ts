/**
 * `arrears score explain`: the score and classes of an account, or the score of one row of a CSV; a row needs nothing
 * running.
 */
import { readDataset } from '../../domain/strategy/score/dataset.ts';
import { scoreOf } from '../../domain/strategy/score/score.ts';
import { UsageFault } from '../fault.ts';
import { answer, type OutputOptions } from '../print.ts';
import { readModel, readRows } from '../score-files.ts';
import { scoreText } from '../score-text.ts';
import { explainAccountScore } from './explain-account-score.ts';

interface ExplainOptions extends OutputOptions {
  input?: string;
  row?: number;
  model?: string;
}

export async function explainScore(account: string | undefined, options: ExplainOptions): Promise<void> {
  const { input, row, model } = options;
  if (account !== undefined) {
    if (input !== undefined || row !== undefined || model !== undefined)
      throw new UsageFault(
        'An account takes no --input, --row or --model.',
        'Leave them out, or leave the account out.',
      );
    return explainAccountScore(account, options);
  }
  if (input === undefined || row === undefined)
    throw new UsageFault(
      'Say what to explain: an account, or a row of a file.',
      'npx arrears score explain ACCOUNT, or npx arrears score explain --input FILE --row N',
    );
  return explainRow({ ...options, input, row });
}

type RowOptions = ExplainOptions & { input: string; row: number };

async function explainRow({ input, row, model: path, ...options }: RowOptions): Promise<void> {
  const model = readModel(path);
  const [header, ...lines] = readRows(input).rows;
  const line = lines.find((each) => each.row === row);
  if (header === undefined || line === undefined)
    throw new UsageFault(`The file has no row ${row}.`, 'Rows count as in a spreadsheet: the header is row 1.');
  const [read] = readDataset(model.layout, [header, line], null);
  const known = [...(read?.features ?? [])].filter(([, value]) => value !== null);
  const score = scoreOf(model, Object.fromEntries(known.map(([name, value]) => [name, String(value)])));
  answer(options, { model: model.digest, row, ...score }, () => scoreText(score));
}
