/**
 * A feature layout: what a score is learnt from, as data. It names the columns of the file, the measures worked out of
 * them, the axis on which each stands, and the words for people. docs/score.md shows the shipped layout.
 */
import { z } from 'zod';
import { LANGUAGES } from '../letter.ts';
import { AXES } from '../strategy/score/axes.ts';
import { type Expression, namesIn } from '../strategy/score/measure.ts';
import { personalTraitIn } from '../strategy/score/personal-traits.ts';

const FeatureName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/, 'a name as in the features file');
const ColumnName = z.string().min(1).max(64);
const line = z.string().min(1).max(200);
const WordsByLanguage = z.strictObject(
  Object.fromEntries(LANGUAGES.map((language) => [language, line])) as Record<(typeof LANGUAGES)[number], typeof line>,
);

const ExpressionText: z.ZodType<Expression> = z.lazy(() => {
  const list = z.array(ExpressionText).min(1).max(50);
  const pair = z.tuple([ExpressionText, ExpressionText]);
  return z.union([
    FeatureName,
    z.strictObject({ sum: list }),
    z.strictObject({ difference: pair }),
    z.strictObject({ ratio: pair }),
    z.strictObject({ greatest: list }),
    z.strictObject({ least: list }),
    z.strictObject({ run: list, atLeast: z.number() }),
  ]);
});

/** What values of a measure are counted in. */
const UNITS = ['months', 'money', 'share'] as const;

const Measure = z.strictObject({
  of: ExpressionText,
  unit: z.enum(UNITS),
  words: WordsByLanguage.describe('what is measured'),
  none: WordsByLanguage.optional().describe('what it means that there is nothing to divide by'),
});

/** `worse`: more of it never improves the points. `better`: more of it never worsens them. */
const DIRECTIONS = ['worse', 'better', 'any'] as const;

const Feature = z.strictObject({
  name: FeatureName,
  axis: z.enum(AXES),
  of: z.array(FeatureName).min(1).max(2).describe('one measure, or two for a table of both'),
  direction: z.enum(DIRECTIONS).default('any').describe('of one measure; a table has none'),
});

const Share = z.number().min(0.05).max(0.9);

export const ScoreLayout = z
  .strictObject({
    v: z.literal(1),
    name: FeatureName,
    data: z.strictObject({
      name: line,
      author: line,
      source: line,
      licence: line,
      caution: WordsByLanguage.describe('what the model must not be used for'),
    }),
    columns: z.record(FeatureName, ColumnName).describe('stored feature -> column of the file'),
    late: z
      .strictObject({ of: FeatureName, atLeast: z.number() })
      .optional()
      .describe('which rows are late: weights are fitted and quality is measured on these; all when left out'),
    groups: z
      .record(FeatureName, z.strictObject({ column: ColumnName, bounds: z.array(z.number()).max(20).optional() }))
      .default({})
      .describe('personal traits by which the quality is compared, never a feature; bounds make bands of a number'),
    measures: z.record(FeatureName, Measure),
    features: z.array(Feature).min(1).max(100),
    binning: z.strictObject({
      most: z.int().min(2).max(20).describe('bins of a measure'),
      mostInTables: z.int().min(2).max(10).describe('bins of each measure of a table'),
      leastShare: z.number().min(0.005).max(0.3).describe('of the rows, in each bin'),
      smoothing: z.number().min(1).max(1000).describe('rows with the average outcome that are added to each bin'),
    }),
    ridge: z.number().min(0).max(100_000),
    points: z.strictObject({
      even: z.int().min(0).max(10_000).describe('of both axes together where a default is as likely as none'),
      double: z.int().min(5).max(1000).describe('points that double the odds'),
    }),
    classes: z
      .strictObject({ high: Share, low: Share })
      .refine(({ high, low }) => high + low < 1, 'high and low leave something for the middle')
      .describe('share of the late rows in the best and in the worst class of each axis'),
  })
  .superRefine((layout, context) => {
    const fail = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    const grouped = new Set(Object.values(layout.groups).map(({ column }) => column));
    for (const [name, column] of Object.entries(layout.columns))
      if (grouped.has(column) || personalTraitIn(name) !== null || personalTraitIn(column) !== null)
        fail(['columns', name], 'is a personal trait: it may stand in groups, never in a score');
    for (const [name, { of }] of Object.entries(layout.measures)) {
      if (personalTraitIn(name) !== null) fail(['measures', name], 'is named after a personal trait');
      for (const read of namesIn(of))
        if (layout.columns[read] === undefined) fail(['measures', name, 'of'], `names ${read}, which is no column`);
    }
    for (const [at, { of }] of layout.features.entries())
      for (const name of of)
        if (layout.measures[name] === undefined) fail(['features', at, 'of'], `names ${name}, which is no measure`);
    if (new Set(layout.features.map(({ name }) => name)).size < layout.features.length)
      fail(['features'], 'two features have the same name');
    if (layout.late !== undefined && layout.columns[layout.late.of] === undefined)
      fail(['late', 'of'], `names ${layout.late.of}, which is no column`);
  });
export type ScoreLayout = z.infer<typeof ScoreLayout>;
export type Direction = (typeof DIRECTIONS)[number];
