/** Chance that is no luck: each draw is a hash of what it is about, so a seed fixes characters whatever the order or the timing of the questions. */

/** Two words of 32 bits of a text: FNV-1a from two starts, then finished so that each bit of the text reaches each bit of the words. Not for secrets. */
function hashOf(text: string): [number, number] {
  let one = 0x811c9dc5;
  let other = 0x9e3779b9;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    one = Math.imul(one ^ code, 0x01000193);
    other = Math.imul(other ^ code, 0x85ebca6b);
    other ^= other >>> 15;
  }
  return [mix(one ^ Math.imul(other, 0xc2b2ae35)), mix(other ^ (one >>> 7))];
}

/** Spreads each bit over the whole word. */
function mix(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x7feb352d);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/**
 * A number in [0, 1): the same for the same four words, independent of any other. `account` may be the number of a person where the question is about one;
 * `day` is the day of the run, a month of it, or 0 for what never changes.
 */
export function draw(seed: number, account: string, day: number, question: string): number {
  const [high, low] = hashOf(`${seed} ${account} ${day} ${question}`);
  return (high * 2 ** 20 + (low >>> 12)) / 2 ** 52;
}

/** True in `share` of all cases. */
export function drawn(share: number, seed: number, account: string, day: number, question: string): boolean {
  return draw(seed, account, day, question) < share;
}

/** A whole number from `least` to `most`, both included. */
export function drawBetween(least: number, most: number, seed: number, account: string, day: number, question: string): number {
  return least + Math.floor(draw(seed, account, day, question) * (most - least + 1));
}

/** One of a list. Throws on an empty one. */
export function drawOne<T>(all: readonly T[], seed: number, account: string, day: number, question: string): T {
  const one = all[Math.floor(draw(seed, account, day, question) * all.length)];
  if (one === undefined) throw new Error('nothing to draw from');
  return one;
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
