/**
 * Sets of states, purposes and channels of effects, written out for `in`: `e.state in ${CLAIMABLE}`. The domain says
 * what is in them.
 */
import { COLLECTING_PURPOSES, FILE_CHANNELS, PERSON_CHANNELS, WRITTEN_CHANNELS } from '../domain/channels.ts';
import { BEGUN_STATES, CLAIMABLE_STATES, FINAL_STATES, LEFT_STATES, statesBefore } from '../domain/effects.ts';
import { literalsOf } from './literals.ts';

/** States in which a worker may take it; the condition of the index `effect_due`. */
export const CLAIMABLE = literalsOf(CLAIMABLE_STATES);
/** It has left, or may have. Also what a permit or a dispatch says of it in the end. */
export const LEFT = literalsOf(LEFT_STATES);
/** A worker took it, and nothing proves that it did not leave. */
export const BEGUN = literalsOf(BEGUN_STATES);
export const FINAL = literalsOf(FINAL_STATES);
/** States in which a look may say what is wanted of it. */
export const MOVABLE = literalsOf(statesBefore('wanted'));
/** States in which it may be dropped because nobody wants it any more. */
export const DROPPABLE = literalsOf(statesBefore('not-wanted'));
/** States from which a person's retry frees it. */
export const RETRYABLE = literalsOf(statesBefore('retry'));

/** Purposes that ask something of the person or act against them. */
export const COLLECTING = literalsOf(COLLECTING_PURPOSES);

/** Channels that write to a person. */
export const IN_WRITING = literalsOf(WRITTEN_CHANNELS);
/** Channels that reach a person. */
export const TO_PERSON = literalsOf(PERSON_CHANNELS);
/** Channels of which many effects leave together in one file. */
export const BY_FILE = literalsOf(FILE_CHANNELS);
