/** Remembers hashes of a file's keys and their content: 128 bits a key in a flat array, 32 MB for a million rows. */

/** Two 32-bit hashes of a text (the halves of cyrb53). A million keys collide with a chance of 3 in 100 million. */
function hash64(text: string): [number, number] {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return [high >>> 0, low >>> 0 || 1];
}

/** Slots a key: two halves of the key's hash, two halves of the content's hash. */
const WIDTH = 4;

/** A hash table of the keys seen so far. */
export class SeenKeys {
  private slots = new Uint32Array(WIDTH * 4096);
  private used = 0;

  /** `new` for a key not seen before; otherwise `same` or `other`, by its first content. */
  see(key: string, content: string): 'new' | 'same' | 'other' {
    const [k1, k2] = hash64(key);
    const [c1, c2] = hash64(content);
    const at = this.find(k1, k2);
    if (this.slots[at + 1] !== 0) return this.slots[at + 2] === c1 && this.slots[at + 3] === c2 ? 'same' : 'other';
    this.slots.set([k1, k2, c1, c2], at);
    this.used += 1;
    if (this.used * WIDTH * 2 > this.slots.length) this.grow();
    return 'new';
  }

  private find(k1: number, k2: number): number {
    const mask = this.slots.length / WIDTH - 1;
    let place = k1 & mask;
    for (;;) {
      const at = place * WIDTH;
      if (this.slots[at + 1] === 0 || (this.slots[at] === k1 && this.slots[at + 1] === k2)) return at;
      place = (place + 1) & mask;
    }
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += WIDTH) {
      if (old[at + 1] === 0) continue;
      this.slots.set(old.subarray(at, at + WIDTH), this.find(old[at] ?? 0, old[at + 1] ?? 0));
    }
  }
}
