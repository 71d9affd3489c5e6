/** Sets of states, purposes and channels as SQL literals, defined in the domain: `e.state in ${CLAIMABLE}`. */
import {
  CHANNELS,
  COLLECTING_PURPOSES,
  isFileChannel,
  PERSON_CHANNELS,
  SHARED_FILE_CHANNELS,
  WRITTEN_CHANNELS,
} from '../domain/channels.ts';
import { BEGUN_STATES, CLAIMABLE_STATES, FINAL_STATES, LEFT_STATES, statesBefore } from '../domain/effects.ts';
import { literalsOf } from './literals.ts';

/** States in which a worker may take it; the condition of the index `effect_due`. */
export const CLAIMABLE = literalsOf(CLAIMABLE_STATES);
/** States of an effect that has left or may have left; also final results of its permit and its dispatch. */
export const LEFT = literalsOf(LEFT_STATES);
/** States after a claim without proof that the effect did not leave. */
export const BEGUN = literalsOf(BEGUN_STATES);
/** States that never change again. */
export const FINAL = literalsOf(FINAL_STATES);
/** States in which an evaluation may plan it, or change its plan. */
export const MOVABLE = literalsOf(statesBefore('wanted'));
/** States in which it may be dropped because no evaluation plans it any more. */
export const DROPPABLE = literalsOf(statesBefore('not-wanted'));
/** States from which a person's retry frees it. */
export const RETRYABLE = literalsOf(statesBefore('retry'));

/** Purposes that ask something of the person or act against them. */
export const COLLECTING = literalsOf(COLLECTING_PURPOSES);

/** Channels that write to a person. */
export const IN_WRITING = literalsOf(WRITTEN_CHANNELS);
/** Channels that reach a person. */
export const TO_PERSON = literalsOf(PERSON_CHANNELS);
/** Channels that leave as files to an organisation. */
export const BY_FILE = literalsOf(CHANNELS.filter(isFileChannel));
/** File channels on which many effects leave together in a file. */
export const BY_SHARED_FILE = literalsOf(SHARED_FILE_CHANNELS);
