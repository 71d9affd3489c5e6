/** A heap of acts by virtual moment. Acts of the same moment keep the order in which they were added. */
import type { Instant } from '../domain/time.ts';

interface Entry {
  at: Instant;
  order: number;
  act: () => void;
}

export class Agenda {
  private readonly heap: Entry[] = [];
  private order = 0;

  add(at: Instant, act: () => void): void {
    this.order += 1;
    this.heap.push({ at, order: this.order, act });
    for (let index = this.heap.length - 1; index > 0; ) {
      const parent = (index - 1) >> 1;
      if (!this.isBefore(index, parent)) return;
      this.swap(index, parent);
      index = parent;
    }
  }
  /** The earliest moment; Infinity if the agenda is empty. */
  get next(): Instant {
    return this.heap[0]?.at ?? Number.POSITIVE_INFINITY;
  }
  /** Removes and returns the first act. */
  takeFirst(): (() => void) | undefined {
    const first = this.heap[0];
    const last = this.heap.pop();
    if (first === undefined || last === undefined || this.heap.length === 0) return first?.act;
    this.heap[0] = last;
    for (let index = 0; ; ) {
      const left = 2 * index + 1;
      const right = left + 1;
      let least = index;
      if (left < this.heap.length && this.isBefore(left, least)) least = left;
      if (right < this.heap.length && this.isBefore(right, least)) least = right;
      if (least === index) return first.act;
      this.swap(index, least);
      index = least;
    }
  }
  private isBefore(left: number, other: number): boolean {
    const a = this.heap[left] as Entry;
    const b = this.heap[other] as Entry;
    return a.at < b.at || (a.at === b.at && a.order < b.order);
  }
  private swap(left: number, other: number): void {
    const entry = this.heap[left] as Entry;
    this.heap[left] = this.heap[other] as Entry;
    this.heap[other] = entry;
  }
}
