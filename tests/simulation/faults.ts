/** Faults, their frequency, and the effect states in which they occur. */
import type { CrashPoint } from '../../platform/crash-points.ts';
import type { EffectRow } from '../../simulation/maps/book.ts';
import type { FullBook } from './full-book.ts';
import type { Random } from './random.ts';

export const ANSWERS = ['refused', 'busy', 'timeout-after', 'timeout-before', 'late-result', 'late-arrival'] as const;
export const HINTS = ['lost', 'doubled', 'delayed'] as const;

/** Chances by port; together at least a tenth. */
const CRASH_SHARE = 0.02;
const HINT_SHARE: Readonly<Record<(typeof HINTS)[number], number>> = { lost: 0.05, doubled: 0.05, delayed: 0.05 };
const ANSWER_WEIGHTS = {
  sent: 76,
  refused: 5,
  busy: 4,
  'timeout-after': 5,
  'timeout-before': 4,
  'late-result': 4,
  'late-arrival': 2,
};

export class Faults {
  on = true;
  total = 0;
  constructor(
    private readonly random: Random,
    private readonly book: () => FullBook,
  ) {}

  /** Counts a fault and the states of the effects that it met. */
  note(fault: string, effects: readonly EffectRow[] = []): void {
    this.total += 1;
    this.book().count(`fault:${fault}`);
    for (const effect of effects) this.book().count(`met:${fault}@${effect.state}`);
  }
  crashes(point: CrashPoint, effects: readonly EffectRow[] = []): boolean {
    if (!this.happens(CRASH_SHARE)) return false;
    this.note(`crash ${point}`, effects);
    return true;
  }
  happens(share: number): boolean {
    return this.on && this.random.chance(share);
  }
  /** How a hint or message (job, nudge, fact, receipt) travels. */
  hint(
    port: 'job' | 'nudge' | 'fact' | 'receipt',
    effects: readonly EffectRow[] = [],
  ): 'plain' | (typeof HINTS)[number] {
    for (const kind of HINTS)
      if (this.happens(HINT_SHARE[kind])) {
        this.note(`${port} ${kind}`, effects);
        return kind;
      }
    return 'plain';
  }
  answer(effects: readonly EffectRow[]): keyof typeof ANSWER_WEIGHTS {
    if (!this.on) return 'sent';
    const answer = this.random.weighted(ANSWER_WEIGHTS);
    if (answer !== 'sent') this.note(`provider ${answer}`, effects);
    return answer;
  }
}
