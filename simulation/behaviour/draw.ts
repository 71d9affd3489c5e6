/**
 * Random numbers without state. Each is a hash of its subject, so a seed gives the same result whatever the order or
 * timing of questions.
 */

import { hash } from 'node:crypto';

const TWO_48 = 2 ** 48;

/**
 * A number in [0, 1). It depends only on these four arguments. `account` is a person's number if the question is about
 * a person; `day` is a day of the run, a month of it, or 0 for what never changes.
 */
export function draw(seed: number, account: string, day: number, question: string): number {
  return hash('sha256', `${seed} ${account} ${day} ${question}`, 'buffer').readUIntBE(0, 6) / TWO_48;
}

/** True in `share` of all cases. */
export function drawn(share: number, seed: number, account: string, day: number, question: string): boolean {
  return draw(seed, account, day, question) < share;
}

/** A whole number from `least` to `most`, inclusive. */
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

/** A random item of a list. Throws for an empty list. */
export function drawOne<T>(all: readonly T[], seed: number, account: string, day: number, question: string): T {
  const item = all[Math.floor(draw(seed, account, day, question) * all.length)];
  if (item === undefined) throw new Error('nothing to draw from');
  return item;
}

/** A standard normal number (Box-Muller). */
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
