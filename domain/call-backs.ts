/** Calls at a time that the person asked for. */
import { HOUR_MS } from './time.ts';

/** Call-backs at the person's request are numbered from here, among the attempts of the stage `call`. */
export const CALL_BACKS = 1000;

/** A call-back that nobody made so long after its wished time counts as missed. */
export const CALL_BACK_MISSED_MS = HOUR_MS;
