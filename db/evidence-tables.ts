/** Tables of the files that persons send with disputes and complaints, as Kysely sees them; part of schema.ts. */
import type { Moment } from './column-types.ts';

export interface EvidenceFileTable {
  id: string;
  creditor_id: string;
  person_id: string;
  of_fact: string;
  kind: 'pdf' | 'jpeg' | 'png' | 'text';
  size: number;
  sha256: string;
  added_at: Moment;
  added_by: string;
  name: string;
  body: Buffer;
}
export interface EvidenceReadTable {
  evidence_id: string;
  at: Moment;
  by: string;
}
