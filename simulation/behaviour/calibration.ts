/**
 * Monthly rates of late accounts: those of the source data (demo/SOURCE.md explains the counting), and a run's beside
 * them.
 */
import { readFileSync } from 'node:fs';
import { BUCKETS, type BucketCounts, type Counts } from './count-rates.ts';

/** Days of a month of the model: between statements, and between dues. */
export const CYCLE_DAYS = 30;

/** Shares of a bucket's accounts after one month; they add up to 1. */
export interface Rates {
  /** Nothing is overdue any more. */
  cured: number;
  /** At least one month less late, but still late. */
  better: number;
  same: number;
  /** One month later than before. */
  rolled: number;
}
export const OUTCOMES = ['cured', 'better', 'same', 'rolled'] as const satisfies readonly (keyof Rates)[];

export const COUNTS: Counts = JSON.parse(readFileSync(new URL('calibration.json', import.meta.url), 'utf8'));

/**
 * One month late: an account either pays its minimum or is two months late after the next one, so the October outcome
 * decides. Later buckets use month-to-month changes. There, the same status with nothing paid means one more minimum
 * and counts as rolled. An account two months late that pays one minimum is two months late again after the next, so
 * the few changes from 2 to 1 count as the same.
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
/** Chance that a formerly late account misses its next minimum. */
export const RELAPSE = COUNTS.relapse.late / COUNTS.relapse.of;

/** Bucket by days late: 1 to 3, 4 for everything later, 0 if nothing is overdue. */
export function bucketOf(dpd: number): number {
  return dpd < 1 ? 0 : Math.min(BUCKETS, 1 + Math.floor((dpd - 1) / CYCLE_DAYS));
}

/** The data's rates for a bucket from 1 to 4. Throws for any other bucket. */
export function ratesFor(bucket: number): Rates {
  const rates = RATES[bucket - 1];
  if (!rates) throw new Error(`no bucket ${bucket}`);
  return rates;
}

interface BucketResult {
  bucket: number;
  /** Number of account months that began in this bucket. */
  months: number;
  model: Rates;
  data: Rates;
}

/** What one account did in the month from day `from`; null if the month is incomplete or nothing was overdue. */
function outcomeOf(dpd: readonly number[], from: number): { bucket: number; outcome: keyof Rates } | null {
  const month = dpd.slice(from, from + CYCLE_DAYS);
  const [first = 0, last = 0] = [month[0], month.at(-1)];
  if (month.length < CYCLE_DAYS || first < 1) return null;
  const months = (days: number): number => 1 + Math.floor((days - 1) / CYCLE_DAYS);
  // On the day after the month ends, the next minimum is overdue too.
  const [was, is] = [months(first), months(last + 1)];
  const outcome = month.includes(0) ? 'cured' : is > was ? 'rolled' : is < was ? 'better' : 'same';
  return { bucket: bucketOf(first), outcome };
}

/**
 * Compares model and data by bucket. Each series holds an account's days late at the end of day 0, 1, 2 ... of the run
 * (0 = nothing overdue). Accounts of persons who died or went bankrupt (`isPastPaying`) do not belong here, because the
 * data has no such cases. A bucket in which no month began has `months` 0 and no model rates.
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

/** The comparison as text lines: months late, cases, then model and data for each outcome. */
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
