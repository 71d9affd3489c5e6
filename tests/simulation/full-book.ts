/** The maps with all that ever was, for the checks of a run. */
import { Book, type EffectRow, type PermitRow, type PersonRow, type TaskRow } from '../../simulation/maps/book.ts';

export class FullBook extends Book {
  readonly persons: PersonRow[] = [];
  readonly permits: PermitRow[] = [];
  readonly tasks: TaskRow[] = [];
  /** Planned, deferred, claimed or unknown effects, which the sweep reads. */
  readonly open = new Set<EffectRow>();
  /** Effects that moved, left or got or ended a permit since the last check. */
  readonly changed = new Set<EffectRow>();

  protected override moved(effect: EffectRow): void {
    this.changed.add(effect);
    if (effect.account.open.has(effect)) this.open.add(effect);
    else this.open.delete(effect);
  }
  override addPermit(permit: Omit<PermitRow, 'no'>): PermitRow {
    const row = super.addPermit(permit);
    this.permits.push(row);
    return row;
  }
  override openTask(task: Omit<TaskRow, 'no' | 'state'>): TaskRow {
    const row = super.openTask(task);
    this.tasks.push(row);
    return row;
  }
}
