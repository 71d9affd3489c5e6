/**
 * The witness of the database: every worker tells it the mark that it has just raised. A process asks it before its
 * first claim, so an older copy is recognised even where no loop and no file knows better. It costs the same whatever
 * happens.
 */
import { condition, continueAsNew, defineQuery, defineSignal, setHandler, workflowInfo } from '@temporalio/workflow';
import type { WitnessedMark } from '../domain/contracts/loop.ts';

export const tell = defineSignal<[WitnessedMark]>('tell');
export const told = defineQuery<WitnessedMark[]>('told');

const LONG_HISTORY = 300;
/** Epochs remembered; each release after a restore begins one. */
const EPOCHS = 20;

export async function witness(handed: WitnessedMark[] = []): Promise<void> {
  let marks = handed;
  setHandler(tell, (mark) => {
    marks = remember(marks, mark);
  });
  setHandler(told, () => marks);
  await condition(() => workflowInfo().historyLength > LONG_HISTORY);
  await continueAsNew<typeof witness>(marks);
}

/** The highest mark of each epoch, the epoch told last at the end. */
function remember(marks: readonly WitnessedMark[], told: WitnessedMark): WitnessedMark[] {
  const known = marks.find((mark) => mark.epoch === told.epoch);
  const highest = known !== undefined && BigInt(known.mark) > BigInt(told.mark) ? known : told;
  return [...marks.filter((mark) => mark.epoch !== told.epoch), highest].slice(-EPOCHS);
}
