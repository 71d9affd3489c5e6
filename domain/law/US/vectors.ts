/** Test vectors of the pack: a situation and what the gate must answer. */
import type { Vector } from '../vector.ts';
import { CONTACT_VECTORS } from './contact-vectors.ts';
import { MASSACHUSETTS_VECTORS } from './massachusetts-vectors.ts';
import { MEDIA_VECTORS } from './media-vectors.ts';
import { NOTICE_VECTORS } from './notice-vectors.ts';
import { PARTY_VECTORS } from './party-vectors.ts';
import { STATUS_VECTORS } from './status-vectors.ts';

export const US_VECTORS: readonly Vector[] = [
  ...CONTACT_VECTORS,
  ...MEDIA_VECTORS,
  ...PARTY_VECTORS,
  ...NOTICE_VECTORS,
  ...STATUS_VECTORS,
  ...MASSACHUSETTS_VECTORS,
];
