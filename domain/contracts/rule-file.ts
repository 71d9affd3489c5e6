/**
 * A file of the lender's own rules: rules as data, asked beside the law by the processes (ARREARS_RULES, `arrears law
 * publish`) and by `arrears gate --rules`. docs/law.md describes it.
 */
import { z } from 'zod';
import { ACTORS, ACTS, ADDRESSEES, CONTACT_CHANNELS, CONTACT_PURPOSES, OUTCOMES } from '../law/case.ts';
import { ownRuleFaults } from '../law/own-rule-faults.ts';
import type { OwnRules } from '../law/own-rules.ts';
import { type Binds, type Counted, type Demand, JURISDICTIONS, type Rule } from '../law/rule.ts';
import { CalendarDay } from './event.ts';
import { Name } from './fields.ts';
import { HoursText, readHours } from './hours.ts';

const Words = z.string().min(4).max(300);
const listOf = <T extends z.ZodType>(type: T) => z.array(type).min(1).max(50).optional();
const BindsText = z.strictObject({
  acts: listOf(z.enum(ACTS)),
  actors: listOf(z.enum(ACTORS)),
  channels: listOf(z.enum(CONTACT_CHANNELS)),
  purposes: listOf(z.enum(CONTACT_PURPOSES)),
  addressees: listOf(z.enum(ADDRESSEES)),
  products: listOf(Name),
  exceptProducts: listOf(Name),
  regions: listOf(Name),
  automated: z.literal(true).optional(),
  jurisdictions: listOf(z.enum(JURISDICTIONS)).describe('asked where the law of one of these applies'),
});
const CountedText = z.strictObject({
  channels: listOf(z.enum(CONTACT_CHANNELS)),
  outcomes: listOf(z.enum(OUTCOMES)),
  purposes: listOf(z.enum(CONTACT_PURPOSES)),
  addressees: listOf(z.enum(ADDRESSEES)),
  directions: listOf(z.enum(['in', 'out'])),
});
const Per = z.enum(['person', 'debt', 'point']).default('person');
const Days = z.int().min(1).max(366);

const DemandText = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('hours'), hours: HoursText, agreed: z.literal(true).optional() }),
  z.strictObject({
    kind: z.literal('cap'),
    counts: CountedText.prefault({}),
    per: Per,
    days: Days,
    most: z.int().min(1).max(1000),
    unlessConsent: Name.optional(),
  }),
  z.strictObject({
    kind: z.literal('cool-down'),
    after: CountedText.prefault({}),
    per: Per,
    days: Days,
    unlessConsent: Name.optional(),
  }),
  z.strictObject({
    kind: z.literal('gap'),
    after: CountedText.prefault({}),
    per: Per,
    minutes: z.int().min(1).max(525_600),
  }),
  z.strictObject({ kind: z.literal('status'), status: Name, written: z.literal(true).optional() }),
  z.strictObject({
    kind: z.literal('notice'),
    notice: Name,
    days: z.int().min(0).max(366).default(0),
    since: z.enum(['sent', 'delivered']).default('sent'),
  }),
  z.strictObject({ kind: z.literal('consent'), scope: Name }),
  z.strictObject({ kind: z.literal('addressee'), only: z.array(z.enum(ADDRESSEES)).min(1) }),
  z.strictObject({ kind: z.literal('content'), requires: listOf(Name), forbids: listOf(Name) }),
  z.strictObject({ kind: z.literal('preferences'), of: z.enum(['hours', 'channel', 'place']) }),
]);

const RuleText = z.strictObject({
  id: Name.describe('versions of one rule have the same id and dates that do not overlap'),
  words: Words.describe('what it demands, in one plain sentence; shown to people'),
  clause: Words.default('own rule'),
  severity: z.enum(['hard', 'presumption', 'soft']).default('hard'),
  from: CalendarDay.nullable().default(null).describe('first day on which it holds'),
  until: CalendarDay.nullable().default(null).describe('first day on which it no longer holds'),
  binds: BindsText.prefault({}),
  demand: DemandText,
});

/** A file of rules as it was stored: it was checked by the law of its time. */
export const RuleShape = z.strictObject({
  v: z.literal(1).default(1),
  version: Name.describe('raised with each change; shown with every answer'),
  covers: z
    .array(z.string().max(2))
    .max(250)
    .default([])
    .describe('countries without a pack that these rules cover, ISO 3166-1 alpha-2'),
  rules: z.array(RuleText).max(500),
});
/** A file of rules. What no schema says is checked besides: domain/law/own-rule-faults.ts. */
export const RuleFile = RuleShape.superRefine((file, context) => {
  for (const { path, words } of ownRuleFaults(ownRulesOf(file)))
    context.addIssue({ code: 'custom', path: [...path], message: words });
});
export type RuleFile = z.infer<typeof RuleFile>;

/** What was left out stays left out. */
type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
const given = <T extends object>(value: T): Given<T> =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Given<T>;

function demandOf(demand: RuleFile['rules'][number]['demand']): Demand {
  switch (demand.kind) {
    case 'hours':
      return { kind: 'hours', ...readHours(demand.hours), ...given({ agreed: demand.agreed }) };
    case 'cap':
      return { ...given(demand), counts: given(demand.counts) as Counted } as Demand;
    case 'cool-down':
    case 'gap':
      return { ...given(demand), after: given(demand.after) as Counted } as Demand;
    default:
      return given(demand) as Demand;
  }
}

/** The rules that a file describes. */
export function ownRulesOf({ version, covers, rules }: RuleFile): OwnRules {
  return {
    covers,
    pack: {
      name: 'house',
      title: 'The lender’s own rules',
      version,
      rules: rules.map(
        (rule): Rule => ({
          ...rule,
          source: 'the lender',
          confidence: 'verbatim',
          binds: given(rule.binds) as Binds,
          demand: demandOf(rule.demand),
        }),
      ),
      notCovered: [],
    },
  };
}
