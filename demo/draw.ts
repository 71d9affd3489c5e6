/** Chance that is no luck: each draw is a hash of what it is about, so a seed fixes characters whatever the order or the timing of the questions. */

import { hash } from 'node:crypto';

const TWO_48 = 2 ** 48;

/**
 * A number in [0, 1): the same for the same four words, independent of any other. `account` may be the number of a person where the question is about one;
 * `day` is the day of the run, a month of it, or 0 for what never changes.
 */
export function draw(seed: number, account: string, day: number, question: string): number {
  return hash('sha256', `${seed} ${account} ${day} ${question}`, 'buffer').readUIntBE(0, 6) / TWO_48;
}

/** True in `share` of all cases. */
export function drawn(share: number, seed: number, account: string, day: number, question: string): boolean {
  return draw(seed, account, day, question) < share;
}

/** A whole number from `least` to `most`, both included. */
export function drawBetween(
  least: number,
  most: number,
  seed: number,
  account: string,
  day: number,
  question: string,
): number {
  return least + Math.floor(draw(seed, account, day, question) * (most - least + 1));
}

/** One of a list. Throws on an empty one. */
export function drawOne<T>(all: readonly T[], seed: number, account: string, day: number, question: string): T {
  const item = all[Math.floor(draw(seed, account, day, question) * all.length)];
  if (item === undefined) throw new Error('nothing to draw from');
  return item;
}

/** A number of a standard normal distribution (Box and Muller). */
export function drawNormal(seed: number, account: string, day: number, question: string): number {
  const radius = Math.sqrt(-2 * Math.log(1 - draw(seed, account, day, `${question} radius`)));
  return radius * Math.cos(2 * Math.PI * draw(seed, account, day, `${question} angle`));
}

/** The share of a standard normal distribution below `z` (Abramowitz and Stegun 7.1.26, error below 1e-6). */
export function normalShare(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = (poly * Math.exp(-x * x)) / 2;
  return z > 0 ? 1 - tail : tail;
}
