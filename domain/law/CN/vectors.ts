/** Test vectors of the pack, by rule: a situation and what the gate must answer. */
import type { Vector } from '../vector.ts';
import { ADDRESSEE_VECTORS } from './addressee-vectors.ts';
import { CONTACT_VECTORS } from './contact-vectors.ts';
import { STAGE_VECTORS } from './stage-vectors.ts';

export const CN_VECTORS: readonly Vector[] = [...CONTACT_VECTORS, ...ADDRESSEE_VECTORS, ...STAGE_VECTORS];
