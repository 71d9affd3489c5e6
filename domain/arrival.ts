/** What was done before the import. It concerns one delinquency only: the one that was there on arrival. */
import type { Situation } from './stage.ts';
import type { CalendarDate } from './time.ts';

/** How far the delinquency had come before the import. */
export interface Arrival {
  stage: string;
  /** Day of that stage's notice; null when the book names none. */
  notifiedOn: CalendarDate | null;
}

/**
 * What the book says was done in the delinquency of this decision; null when the book speaks of another one. It speaks
 * of the episode that was the newest at the `as_of` of its row, if that episode's oldest due was overdue then. A notice
 * given before that due was late concerned an earlier delinquency, and so does the stage named with it.
 */
export function arrivalOf({ facts, episode }: Pick<Situation, 'facts' | 'episode'>): Arrival | null {
  const { reachedStage: stage, notifiedOn, arrival } = facts;
  if (stage === null || !arrival || !episode) return null;
  if (episode.no !== arrival.episode || episode.openedOn >= arrival.asOf) return null;
  return notifiedOn !== null && notifiedOn <= episode.openedOn ? null : { stage, notifiedOn };
}
