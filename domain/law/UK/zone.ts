/** The zone in which the courts, registers and notices of the United Kingdom count their days. */
import type { Zone } from '../../time.ts';

export const COURT_ZONE: Zone = 'Europe/London';
