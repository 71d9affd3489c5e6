/**
 * `arrears strategy lint FILE`: the faults of a strategy file, each with line, column and remedy. Needs nothing
 * running.
 */
import { faultLine, lintStrategy } from '../../domain/strategy/strategy.ts';
import { EXIT } from '../fault.ts';
import { answer, count, type OutputOptions, paint, plain } from '../print.ts';
import { BASE, strategyText } from '../strategy-source.ts';

/** Answers 1 when there is a fault, so that a script can stop at it. */
export async function lintStrategyFile(path: string, options: OutputOptions): Promise<number> {
  const faults = lintStrategy(strategyText(path), BASE);
  answer(options, { faults }, () =>
    faults.length === 0
      ? 'No fault: the strategy may be used.'
      : [...faults.map((fault) => plain(faultLine(fault))), paint('red', `${count(faults.length, 'fault')}.`)].join(
          '\n',
        ),
  );
  return faults.length === 0 ? EXIT.done : EXIT.notDone;
}
