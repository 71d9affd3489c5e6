/** A number of slots that may change while they are in use; who finds none free waits in order of arrival. */
export class Slots {
  #used = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(private limit: number) {}

  /** Whether somebody waits for a slot. */
  get scarce(): boolean {
    return this.#waiting.length > 0;
  }

  /** Waits for a free slot and takes it. */
  async acquire(): Promise<void> {
    if (this.#used < this.limit) this.#used += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  release(): void {
    this.#used -= 1;
    this.#admit();
  }

  /** Sets the number of slots. Those in use above it are freed as they are released. */
  resize(limit: number): void {
    this.limit = limit;
    this.#admit();
  }

  #admit(): void {
    while (this.#used < this.limit && this.#waiting.length > 0) {
      this.#used += 1;
      this.#waiting.shift()?.();
    }
  }
}
