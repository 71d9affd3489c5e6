/** Where a command takes a strategy from: a shipped strategy, by name, or a file. */
import { existsSync, readFileSync } from 'node:fs';
import { suggest } from '../domain/nearest.ts';
import { type BaseRules, faultLine, readStrategy, type Strategy, type TextFault } from '../domain/strategy/strategy.ts';
import { isShipped, SHIPPED_STRATEGIES, shippedText } from '../engine/strategy/shipped-strategies.ts';
import { LENDER } from '../stages/rules.ts';
import { EXIT, Fault, UsageFault } from './fault.ts';
import { count, note } from './print.ts';

/** The ladder and the terms that strategies shape here. */
export const BASE: BaseRules = LENDER;

/** The text of a file; `-` is standard input. Throws a Fault for what is no UTF-8. */
export function strategyText(path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path === '-' ? 0 : path));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Fault('file-refused', 'The strategy is not UTF-8.', 'Save it as UTF-8; nothing was checked.');
  }
}

/** The text of a strategy that ships, or of a file. Throws a UsageFault where there is neither. */
export function namedText(typed: string): string {
  if (isShipped(typed)) return shippedText(typed);
  if (typed !== '-' && !existsSync(typed))
    throw new UsageFault(
      `"${typed}" is no strategy that ships, and no file.`,
      `${suggest(typed, SHIPPED_STRATEGIES)} Or give the path of a file.`,
    );
  return strategyText(typed);
}

/** A strategy that ships, or that of a file. Throws a Fault with the faults of the file. */
export const readNamedStrategy = (typed: string): Strategy => checkedStrategy(namedText(typed));

/** The strategy of a text. Throws a Fault with the faults of the text. */
export function checkedStrategy(text: string): Strategy {
  const read = readStrategy(text, BASE);
  if ('strategy' in read) return read.strategy;
  throw refusedStrategy(read.faults);
}

/** The first fault as the sentence; the others are noted before it. */
function refusedStrategy(faults: readonly TextFault[]): Fault {
  const [first = '', ...others] = faults.map(faultLine);
  for (const line of others) note(line);
  const more = others.length > 0 ? `; and ${count(others.length, 'fault')} more` : '';
  return new Fault(
    'file-refused',
    `The strategy was refused. ${first}${more}`,
    'Correct it; docs/strategies.md describes each field.',
    EXIT.notDone,
    { faults },
  );
}
