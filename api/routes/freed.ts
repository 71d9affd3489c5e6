/** The answer of every route that frees what is stuck. */
import type { FreedView } from '../../domain/contracts/views.ts';
import type { Freed } from '../../engine/operate/free-effects.ts';
import type { ApiDeps } from '../deps.ts';

/** Nudges the accounts of the freed effects and answers what was freed. */
export async function answerFreed(deps: ApiDeps, freed: Freed): Promise<FreedView> {
  await deps.nudge(freed.nudge);
  return { effects: [...freed.effects], lanes: [...freed.lanes] };
}
