/** What late accounts do in a month: the rates of the source data (demo/SOURCE.md says how they are counted), and what a run shows beside them. */
import { readFileSync } from 'node:fs';
import { CYCLE_DAYS } from './calendar.ts';
import { BUCKETS, type BucketCounts, type Counts } from './count-rates.ts';

/** Shares of the accounts of a bucket after one month; they add up to 1. */
export interface Rates {
  /** Nothing overdue any more. */
  cured: number;
  /** At least one month less late, but late. */
  better: number;
  same: number;
  /** One month later. */
  rolled: number;
}
export const OUTCOMES = ['cured', 'better', 'same', 'rolled'] as const satisfies readonly (keyof Rates)[];

export const COUNTS: Counts = JSON.parse(readFileSync(new URL('calibration.json', import.meta.url), 'utf8'));

/**
 * One month late: an account either pays its one minimum or is two months late after the next, so the October outcome says both. Later buckets: month-to-month
 * changes, where the same status with nothing paid is one minimum more and counts as rolled. Two months late and one minimum paid is two months late
 * after the next, so the few "2 to 1" count as the same.
 */
function ratesOf({ bucket, changes, october }: BucketCounts): Rates {
  if (bucket === 1) {
    const rolled = october.defaulted / october.of;
    return { cured: 1 - rolled, better: 0, same: 0, rolled };
  }
  const [cured, rolled] = [changes.cured / changes.of, (changes.worse + changes.sameUnpaid) / changes.of];
  const better = bucket === 2 ? 0 : changes.better / changes.of;
  return { cured, better, same: 1 - cured - rolled - better, rolled };
}

const RATES: readonly Rates[] = COUNTS.buckets.map(ratesOf);
/** Chance that an account which is not late misses its next minimum, having been late before. */
export const RELAPSE = COUNTS.relapse.late / COUNTS.relapse.of;

/** The bucket of so many days late: 1 to 3, 4 for all later ones; 0 when nothing is overdue. */
export function bucketOf(dpd: number): number {
  return dpd < 1 ? 0 : Math.min(BUCKETS, 1 + Math.floor((dpd - 1) / CYCLE_DAYS));
}

/** The data's rates for a bucket from 1 to 4. Throws for any other. */
export function ratesFor(bucket: number): Rates {
  const rates = RATES[bucket - 1];
  if (!rates) throw new Error(`no bucket ${bucket}`);
  return rates;
}

export interface BucketResult {
  bucket: number;
  /** Accounts that began a month in this bucket, each month counted. */
  months: number;
  model: Rates;
  data: Rates;
}

/** What one account did in the month that begins on day `from`; null when the month is not whole or nothing was overdue. */
function outcomeOf(dpd: readonly number[], from: number): { bucket: number; outcome: keyof Rates } | null {
  const month = dpd.slice(from, from + CYCLE_DAYS);
  const [first = 0, last = 0] = [month[0], month.at(-1)];
  if (month.length < CYCLE_DAYS || first < 1) return null;
  const months = (days: number): number => 1 + Math.floor((days - 1) / CYCLE_DAYS);
  // The day after the month's last one the next minimum is overdue too.
  const [was, is] = [months(first), months(last + 1)];
  const outcome = month.includes(0) ? 'cured' : is > was ? 'rolled' : is < was ? 'better' : 'same';
  return { bucket: bucketOf(first), outcome };
}

/**
 * Model beside data, by bucket. `series` holds the days late of each account on day 0, 1, 2 ... of the run, taken at the end of the day (0 = nothing overdue).
 * Leave out the accounts of persons who died or went bankrupt (`isPastPaying`): the data knows no such thing. A bucket that no account began a month in has no model rates: `months` is 0.
 */
export function compareWithData(series: Iterable<readonly number[]>): BucketResult[] {
  const counts = RATES.map(() => ({ months: 0, cured: 0, better: 0, same: 0, rolled: 0 }));
  for (const dpd of series) {
    for (let from = 0; from < dpd.length; from += CYCLE_DAYS) {
      const found = outcomeOf(dpd, from);
      const count = counts[(found?.bucket ?? 0) - 1];
      if (!found || !count) continue;
      count.months += 1;
      count[found.outcome] += 1;
    }
  }
  return counts.map(({ months, ...count }, index) => {
    const share = (outcome: keyof Rates): number => (months === 0 ? 0 : count[outcome] / months);
    const model = { cured: share('cured'), better: share('better'), same: share('same'), rolled: share('rolled') };
    return { bucket: index + 1, months, model, data: ratesFor(index + 1) };
  });
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`.padStart(5);

/** The comparison as lines of text: "months late", cases, then model and data for each outcome. */
export function comparisonLines(results: readonly BucketResult[]): string[] {
  const head = `late       months  ${OUTCOMES.map((outcome) => outcome.padEnd(16)).join('')}`.trimEnd();
  const lines = results.map(({ bucket, months, model, data }) => {
    const name = `${bucket}${bucket === BUCKETS ? '+' : ' '} month${bucket === 1 ? ' ' : 's'}`;
    const cells = OUTCOMES.map((outcome) =>
      `${months === 0 ? '    -' : percent(model[outcome])} (${percent(data[outcome]).trim()})`.padEnd(16),
    );
    return `${name} ${String(months).padStart(7)}  ${cells.join('')}`.trimEnd();
  });
  return [head, ...lines];
}
