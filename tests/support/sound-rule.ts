/** The shape of a rule of law as it runs: every name in it is one that exists. The compiler knows only some of them. */
import { z } from 'zod';
import { Name } from '../../domain/contracts/fields.ts';
import { ACTORS, ACTS, ADDRESSEES, CONTACT_CHANNELS, CONTACT_PURPOSES, OUTCOMES } from '../../domain/law/case.ts';
import { FEATURES } from '../../domain/law/content/features.ts';
import type { Jurisdiction, Rule } from '../../domain/law/rule.ts';

const some = <T extends string>(names: readonly [T, ...T[]]) => z.array(z.enum(names)).min(1).optional();
const Names = z.array(Name).min(1).optional();
const Text = z.string().min(4);
const Day = z.iso.date();
const Minutes = z.int().min(0).max(1440);
const Per = z.enum(['person', 'debt', 'point']);

const Binds = z.strictObject({
  acts: some(ACTS),
  actors: some(ACTORS),
  channels: some(CONTACT_CHANNELS),
  purposes: some(CONTACT_PURPOSES),
  addressees: some(ADDRESSEES),
  products: Names,
  exceptProducts: Names,
  regions: Names,
  automated: z.literal(true).optional(),
});
const Counted = z.strictObject({
  channels: some(CONTACT_CHANNELS),
  outcomes: some(OUTCOMES),
  purposes: some(CONTACT_PURPOSES),
  addressees: some(ADDRESSEES),
  directions: some(['in', 'out']),
});
const quiet = { after: Counted, per: Per };
const Demand = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('hours'), opens: Minutes, closes: Minutes, agreed: z.literal(true).optional() }),
  z.strictObject({
    ...{ kind: z.literal('cap'), counts: Counted, per: Per, days: z.int().min(1), most: z.int().min(1) },
    unlessConsent: Name.optional(),
  }),
  z.strictObject({ kind: z.literal('cool-down'), ...quiet, days: z.int().min(1), unlessConsent: Name.optional() }),
  z.strictObject({ kind: z.literal('gap'), ...quiet, minutes: z.int().min(1) }),
  z.strictObject({ kind: z.literal('status'), status: Name, written: z.literal(true).optional() }),
  z.strictObject({
    kind: z.literal('notice'),
    notice: Name,
    days: z.int().min(0),
    since: z.enum(['sent', 'delivered']),
  }),
  z.strictObject({ kind: z.literal('consent'), scope: Name }),
  z.strictObject({ kind: z.literal('addressee'), only: z.array(z.enum(ADDRESSEES)).min(1) }),
  z.strictObject({ kind: z.literal('content'), requires: some(FEATURES), forbids: some(FEATURES) }),
  z.strictObject({ kind: z.literal('preferences'), of: z.enum(['hours', 'channel', 'place']) }),
  z.strictObject({
    ...{ kind: z.literal('judged'), judge: z.instanceof(Function), contactDays: z.int().min(1).optional() },
    ...{
      reads: z
        .array(z.string().regex(/^[a-z][a-z -]+$/))
        .min(1)
        .optional(),
      consents: Names,
    },
  }),
  z.strictObject({
    kind: z.literal('duty'),
    keptBy: Text,
    clock: z
      .strictObject({
        of: z.enum(['dispute', 'complaint', 'acknowledgement']),
        days: z.int().min(1),
        by: z.literal('authority').optional(),
      })
      .optional(),
  }),
]);

const SoundRule = z.strictObject({
  id: z.string(),
  words: Text,
  clause: Text,
  source: Text,
  confidence: z.enum(['verbatim', 'quoted', 'secondary', 'general-knowledge']),
  severity: z.enum(['hard', 'presumption', 'soft']),
  from: Day.nullable(),
  until: Day.nullable(),
  binds: Binds,
  demand: Demand,
});

/** What is wrong with the rule, in words; null when nothing is. */
export function unsound(pack: Jurisdiction | 'HOUSE', rule: Rule): string | null {
  if (!new RegExp(`^${pack}(-[A-Z0-9]+)+$`).test(rule.id)) return `${rule.id} is no id of ${pack}`;
  const { error } = SoundRule.safeParse(rule);
  return error === undefined ? null : `${rule.id}: ${z.prettifyError(error)}`;
}
