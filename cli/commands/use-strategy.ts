/** `arrears strategy use`: which strategy new accounts of a creditor begin with. */
import type { StrategyUseView } from '../../domain/contracts/strategy-view.ts';
import { openApiClient } from '../api-client.ts';
import { asTyped } from '../facts.ts';
import { UsageFault } from '../fault.ts';
import { readName } from '../input.ts';
import { answer, type OutputOptions } from '../print.ts';
import { useText } from './publish-strategy.ts';

interface UseOptions extends OutputOptions {
  creditor?: string;
  none?: boolean;
  as?: string;
}

/** Without a strategy and without `--none`, what was chosen so far. */
export async function useStrategy(strategy: string | undefined, options: UseOptions): Promise<void> {
  const { creditor, none = false, as } = options;
  if (strategy === undefined && !none && creditor === undefined && as === undefined) return listUses(options);
  const body = { strategy: none ? refuseBoth(strategy) : readStrategyName(strategy), as: readName(as) };
  if (creditor === undefined || creditor.trim() === '')
    throw new UsageFault('It is not said whose new accounts begin with it.', 'Add --creditor CODE.');
  const use = await openApiClient()
    .post<StrategyUseView>(`/v1/creditors/${encodeURIComponent(creditor.trim())}/strategy`, body)
    .catch((error: unknown) => Promise.reject(asTyped(error)));
  answer(options, use, () => `${useText(use)} Those that are there keep theirs.`);
}

/** The name of a strategy; a version is none. */
function readStrategyName(typed: string | undefined): string {
  if (typed === undefined)
    throw new UsageFault(
      'It is not said which strategy new accounts begin with.',
      'Give its name, or --none for the ladder of the code.',
    );
  const [name = ''] = typed.split('@');
  if (name !== typed)
    throw new UsageFault(
      `"${typed}" is one version, and new accounts begin with the newest that is published.`,
      `Give the name alone: ${name}.`,
    );
  return name;
}

function refuseBoth(strategy: string | undefined): null {
  if (strategy === undefined) return null;
  throw new UsageFault('A strategy and --none cannot both be chosen.', 'Leave one of them out.');
}

async function listUses(options: OutputOptions): Promise<void> {
  const uses = await openApiClient().get<StrategyUseView[]>('/v1/strategies/uses');
  answer(options, uses, () =>
    uses.length === 0
      ? 'No strategy was chosen: new accounts of all creditors begin with the ladder of the code.'
      : uses.map((use) => `${useText(use)} Chosen by ${use.madeBy}.`).join('\n'),
  );
}
