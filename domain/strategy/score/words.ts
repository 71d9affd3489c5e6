/** Bins and features in words, for people. */
import type { ScoreLayout } from '../../contracts/score-layout.ts';
import type { BinPlace, ScoreBin, ScoredFeature, UnsealedModel } from '../../contracts/score-model.ts';
import { type ByLanguage, LANGUAGES, type Language } from '../../letter.ts';

type Layout = Pick<UnsealedModel, 'layout'>;

const RANGES: Readonly<
  Record<
    Language,
    {
      upTo(to: string): string;
      above(from: string): string;
      between(from: string, to: string): string;
      missing: string;
      none: string;
      colon: string;
      and: string;
      from(least: string): string;
      span(from: string, to: string): string;
    }
  >
> = {
  en: {
    upTo: (to) => `up to ${to}`,
    above: (from) => `more than ${from}`,
    between: (from, to) => `more than ${from}, up to ${to}`,
    from: (least) => `${least} or more`,
    span: (from, to) => (from === to ? to : `${from} to ${to}`),
    missing: 'not told',
    none: 'nothing to compare with',
    colon: ': ',
    and: '; ',
  },
  'zh-Hans': {
    upTo: (to) => `至多 ${to}`,
    above: (from) => `高于 ${from}`,
    between: (from, to) => `高于 ${from}，至多 ${to}`,
    from: (least) => `${least} 或以上`,
    span: (from, to) => (from === to ? to : `${from} 至 ${to}`),
    missing: '未提供',
    none: '无可比数据',
    colon: '：',
    and: '；',
  },
};

/** "12.5 %", "1,434", "2" */
function showValue(value: number, unit: ScoreLayout['measures'][string]['unit']): string {
  if (unit === 'share') return `${Number((value * 100).toFixed(2))} %`;
  return unit === 'money' ? value.toLocaleString('en-US') : String(value);
}

/** What a place means: "more than 3 %, up to 10 %". */
function placeWords(
  { layout }: Layout,
  { measure, upTo }: ScoredFeature['of'][number],
  place: BinPlace,
  language: Language,
): string {
  const { unit = 'money', none } = layout.measures[measure] ?? {};
  const words = RANGES[language];
  if (place === 'missing') return words.missing;
  if (place === 'none') return none?.[language] ?? words.none;
  const [from, to] = [upTo[place - 1], upTo[place]];
  const show = (value: number) => showValue(value, unit);
  if (from === undefined) return to === undefined ? words.from(show(0)) : words.upTo(show(to));
  if (unit === 'months') return to === undefined ? words.from(show(from + 1)) : words.span(show(from + 1), show(to));
  return to === undefined ? words.above(show(from)) : words.between(show(from), show(to));
}

const inEach = (of: (language: Language) => string): ByLanguage =>
  Object.fromEntries(LANGUAGES.map((language) => [language, of(language)])) as ByLanguage;

/**
 * What each measure of a feature is and where the bin lies: "months late now: 2; share of the limit used: up to 3 %".
 */
export function binWords(model: Layout, feature: ScoredFeature, bin: ScoreBin): ByLanguage {
  return inEach((language) =>
    feature.of
      .map((side, at) => {
        const label = model.layout.measures[side.measure]?.words[language] ?? side.measure;
        return `${label}${RANGES[language].colon}${placeWords(model, side, bin.at[at] ?? 'missing', language)}`;
      })
      .join(RANGES[language].and),
  );
}

/** The measures of a feature, without values. */
export function featureWords({ layout }: Layout, feature: ScoredFeature): ByLanguage {
  return inEach((language) =>
    feature.of.map(({ measure }) => layout.measures[measure]?.words[language] ?? measure).join(RANGES[language].and),
  );
}

/** Where the bin lies, without what is measured. */
export const rangeWords = (model: Layout, feature: ScoredFeature, bin: ScoreBin): ByLanguage =>
  inEach((language) =>
    feature.of.map((side, at) => placeWords(model, side, bin.at[at] ?? 'missing', language)).join(RANGES[language].and),
  );

/** Points with their sign. */
export const signedPoints = (points: number): string => (points > 0 ? `+${points}` : String(points));
