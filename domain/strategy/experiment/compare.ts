/**
 * Compares two groups of persons by a permutation test: how often does chance alone, dealing the same outcomes to
 * groups of these sizes, make a difference of means at least as large? It assumes nothing about how outcomes are
 * distributed; money in collections is mostly zero with a long tail.
 */
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { mean, NORMAL_95, variance } from '../../statistics.ts';

/** Deals of the test: the smallest chance that it can tell is 1 in 2,000. */
const DEALS = 1999;
/** A difference of means, `other` less `base`. */
export interface Difference {
  readonly base: number;
  readonly other: number;
  readonly difference: number;
  /** 95 %, by the standard error of the means. */
  readonly from: number;
  readonly to: number;
  /** How often chance alone makes as large a difference, from 0 to 1. */
  readonly chance: number;
}

/** Compares outcomes, one a person. The same seed gives the same answer. Throws for an empty group. */
export function compare(base: readonly number[], other: readonly number[], seed: number): Difference {
  if (base.length === 0 || other.length === 0) throw new RangeError('a group without persons');
  const [meanOfBase, meanOfOther] = [mean(base), mean(other)];
  const difference = meanOfOther - meanOfBase;
  const error = Math.sqrt(variance(base) / base.length + variance(other) / other.length);
  return {
    base: meanOfBase,
    other: meanOfOther,
    difference,
    from: difference - NORMAL_95 * error,
    to: difference + NORMAL_95 * error,
    chance: chanceOf(base, other, Math.abs(difference), seed),
  };
}

/** The share of deals with at least that difference; the deal that happened is among them. */
function chanceOf(base: readonly number[], other: readonly number[], difference: number, seed: number): number {
  const all = Float64Array.from([...base, ...other]);
  const total = all.reduce((sum, value) => sum + value, 0);
  const dealt = Math.min(base.length, other.length);
  const rest = all.length - dealt;
  const random = xoroshiro128plus(seed);
  // Sums of the same numbers in another order differ in their last digits.
  const least = difference * (1 - 1e-9);
  let asLarge = 1;
  for (let deal = 0; deal < DEALS; deal += 1) {
    let sum = 0;
    for (let at = 0; at < dealt; at += 1) {
      // A draw of 32 bits: the places of a group of thousands are as good as equally likely.
      const from = at + ((((random.next() >>> 0) / 2 ** 32) * (all.length - at)) | 0);
      const value = all[from] as number;
      all[from] = all[at] as number;
      all[at] = value;
      sum += value;
    }
    if (Math.abs(sum / dealt - (total - sum) / rest) >= least) asLarge += 1;
  }
  return asLarge / (DEALS + 1);
}

/**
 * The chances as they count when several questions are asked at once (Holm): each is raised so that one false alarm
 * among all stays as rare as for one question. In the order given.
 */
export function adjusted(chances: readonly number[]): number[] {
  const ranked = chances.map((chance, at) => ({ chance, at })).sort((a, b) => a.chance - b.chance);
  const raised = new Array<number>(chances.length);
  let least = 0;
  for (const [rank, { chance, at }] of ranked.entries()) {
    least = Math.max(least, Math.min(1, chance * (chances.length - rank)));
    raised[at] = least;
  }
  return raised;
}
