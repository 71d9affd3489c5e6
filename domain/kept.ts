/**
 * What was computed of the last few values. Facts are never changed in place, so it holds as long as what it was
 * computed of.
 */

/** A look-up compares with each of them: a worker has few accounts at hand at once, and a `WeakMap` costs far more. */
const SIZE = 64;

/** Keeps an answer for each of the keys that were met last. */
export class Kept<K extends object, V> {
  private readonly keys = new Array<K | null>(SIZE).fill(null);
  private readonly values = new Array<V | null>(SIZE).fill(null);
  /** Place of the key that was asked for last. */
  private last = 0;
  private next = 0;

  get(key: K): V | null {
    if (this.keys[this.last] === key) return this.values[this.last] as V;
    const place = this.keys.indexOf(key);
    if (place < 0) return null;
    this.last = place;
    return this.values[place] as V;
  }

  /** Keeps the answer in the place of its key, or of the key that was met first. */
  set(key: K, value: V): V {
    const known = this.keys.indexOf(key);
    const place = known < 0 ? this.next : known;
    if (known < 0) this.next = (place + 1) % SIZE;
    this.keys[place] = key;
    this.values[place] = value;
    this.last = place;
    return value;
  }
}

/** Keeps the last answer only: a decision asks several times about one account, and what dies young costs little. */
export class Last<K extends object, V> {
  private key: K | null = null;
  private value: V | null = null;

  get(key: K): V | null {
    return this.key === key ? this.value : null;
  }

  set(key: K, value: V): V {
    this.key = key;
    this.value = value;
    return value;
  }
}
