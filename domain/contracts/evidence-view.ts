/** Evidence files as the API and the CLI show them. */
import { z } from 'zod';
import type { Instant } from '../time.ts';

/** A file in a list; gains fields only. */
export const EvidenceView = z.object({
  evidence: z.uuid(),
  about: z.enum(['dispute', 'complaint']),
  /** Id of the dispute or the complaint. */
  of: z.uuid(),
  /** As it is kept: safe to save and to show. */
  name: z.string(),
  kind: z.enum(['pdf', 'jpeg', 'png', 'text']),
  bytes: z.number(),
  sha256: z.string(),
  addedAt: z.string(),
  addedBy: z.string(),
  /** Who has read it. */
  readBy: z.array(z.string()),
});
export type EvidenceView = z.infer<typeof EvidenceView>;

/** A file that was taken. */
export const EvidenceTaken = EvidenceView.pick({
  evidence: true,
  of: true,
  kind: true,
  bytes: true,
  sha256: true,
}).extend({
  /** The dispute or the complaint had this very file: nothing was done. */
  before: z.boolean(),
});
export type EvidenceTaken = z.infer<typeof EvidenceTaken>;

interface Listed extends Omit<EvidenceView, 'evidence' | 'bytes' | 'addedAt' | 'addedBy'> {
  id: string;
  size: number;
  at: Instant;
  by: string;
}

export const evidenceAnswer = ({ id, about, of, name, kind, size, sha256, at, by, readBy }: Listed): EvidenceView => ({
  ...{ evidence: id, about, of, name, kind, bytes: size, sha256, addedBy: by, readBy },
  addedAt: new Date(at).toISOString(),
});
