/** The answer of everything that frees what is stuck. */
import { z } from 'zod';
import type { Freed } from '../../engine/operate/retry-effects.ts';
import type { ApiDeps } from '../deps.ts';

export const FreedAnswer = z.object({ effects: z.array(z.uuid()), lanes: z.array(z.string()) });

/** Nudges the accounts of what was freed. */
export async function answerFreed(deps: ApiDeps, freed: Freed): Promise<z.infer<typeof FreedAnswer>> {
  await deps.nudge(freed.nudge);
  return { effects: freed.effects, lanes: freed.lanes };
}
