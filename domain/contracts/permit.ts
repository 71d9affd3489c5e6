/** A verdict on an effect, as the API answers it: the proof of why something left or was held back. */
import { z } from 'zod';
import type { Proof } from '../claim.ts';
import type { Held } from '../gate.ts';
import type { CalendarDate } from '../time.ts';

export const PermitView = z.object({
  at: z.string(),
  /** Date and clock where the person lives. */
  local: z.string(),
  effect: z.string(),
  channel: z.string(),
  verdict: z.string(),
  /** What became of a permit; null while its call may still be made. */
  ended: z.string().nullable(),
  /** The packs that judged it, with their versions; null for permits of before they were stored. */
  law: z.array(z.string()).nullable(),
  /** Every zone in which the person may have been. */
  zones: z.array(z.string()).nullable(),
  /** Contacts that were counted: on the date, and in the seven days that end with it. */
  contacts: z.object({ day: z.number(), week: z.number() }).nullable(),
  ladder: z.number().nullable(),
  /** Strategy and segment that shaped the ladder, `name@version segment`; null for the ladder of the code. */
  strategy: z.string().nullable(),
  text: z.string().nullable(),
  factsVersion: z.string(),
  reasons: z.array(
    z.object({
      policy: z.string(),
      rule: z.string().nullable(),
      severity: z.string().nullable(),
      unverified: z.boolean(),
      words: z.string(),
    }),
  ),
});
export type PermitView = z.infer<typeof PermitView>;

/** A verdict as stored. */
export interface PermitRow {
  given_at: Date | number;
  local_date: CalendarDate;
  local_minute: number;
  stage: string;
  step: string;
  occurrence: number;
  channel: string;
  verdict: string;
  ended: string | null;
  reasons: Held[];
  facts_version: bigint;
  law: string | null;
  proof: Proof | null;
}

const twoDigits = (n: number): string => String(n).padStart(2, '0');

export function permitAnswer(row: PermitRow): PermitView {
  const { stage, step, occurrence, local_date, local_minute, law, proof, reasons } = row;
  return {
    at: new Date(row.given_at).toISOString(),
    local: `${local_date} ${twoDigits(Math.floor(local_minute / 60))}:${twoDigits(local_minute % 60)}`,
    effect: `${stage}/${step}${occurrence > 1 ? ` ${occurrence}` : ''}`,
    channel: row.channel,
    verdict: row.verdict,
    ended: row.ended,
    law: law === null ? null : law.split(' '),
    zones: proof === null ? null : [...proof.zones],
    contacts: proof?.contacts ?? null,
    ladder: proof?.ladder ?? null,
    strategy: proof?.strategy ?? null,
    text: proof?.text ?? null,
    factsVersion: String(row.facts_version),
    reasons: reasons.map(({ policy, rule = null, severity = null, unverified = false, words }) => ({
      policy,
      rule,
      severity,
      unverified,
      words,
    })),
  };
}
