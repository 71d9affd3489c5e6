/** Test vectors of the pack, by rule: a situation and what the gate must answer. */
import type { Vector } from '../vector.ts';
import { CONTACT_VECTORS } from './contact-vectors.ts';
import { PROCESS_VECTORS } from './process-vectors.ts';

export const UK_VECTORS: readonly Vector[] = [...CONTACT_VECTORS, ...PROCESS_VECTORS];
