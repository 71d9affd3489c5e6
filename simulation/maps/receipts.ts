/** Receipts over maps; mirrors engine/effects/record-receipts.ts. */
import { type EffectEvent, nextState } from '../../domain/effects.ts';
import type { Instant } from '../../domain/time.ts';
import type { AccountRow, Book, EffectRow, PersonRow } from './book.ts';
import { raise, recordPersonFact } from './facts.ts';
import { endLastPermit } from './settle.ts';

export interface Receipt {
  key: string;
  kind: 'delivered' | 'bounced';
}

/** Returns the accounts to nudge; null for an unknown key. */
export function receive(book: Book, { key, kind }: Receipt, now: Instant): AccountRow[] | null {
  const dispatches = book.dispatches.get(key);
  if (dispatches === undefined) return null;
  const covered = [
    ...new Set(dispatches.flatMap((dispatch) => dispatch.effects.filter((effect) => effect.dispatch === dispatch))),
  ];
  const surprised = new Set<AccountRow>();
  for (const effect of covered) if (apply(book, effect, kind, now)) surprised.add(effect.account);
  for (const account of surprised) raise(account, now);
  const [first] = covered;
  const point = dispatches.at(-1)?.point ?? null;
  if (kind === 'delivered' && first !== undefined) verify(first.account.person, point);
  if (kind !== 'bounced' || first === undefined || book.bounced.has(key)) return [...surprised];
  book.bounced.add(key);
  if (point !== null)
    for (const account of recordPersonFact(book, first.account.person, { kind: 'bounced', body: { point } }, now))
      surprised.add(account);
  return [...surprised];
}

function verify(person: PersonRow, id: string | null): void {
  person.points = person.points.map((point) => (point.id === id && point.valid ? { ...point, verified: true } : point));
}

function apply(book: Book, effect: EffectRow, kind: 'delivered' | 'bounced', now: Instant): boolean {
  book.count(`receipt:${kind}>${effect.state}`);
  const event: EffectEvent = nextState(effect.state, 'sent') === null ? 'found-sent' : 'sent';
  const found =
    nextState(effect.state, event) !== null && (event === 'sent' || effect.state === 'unknown' || kind === 'delivered');
  if (effect.state !== 'sent' && !found) {
    book.evidence += 1;
    return false;
  }
  if (found) {
    book.move(effect, event);
    Object.assign(effect, { queuedAt: null, askAt: null, blocked: false, settledAt: now });
    effect.sentAt ??= now;
    if (effect.dispatch !== null) effect.dispatch.result = 'sent';
    endLastPermit(book, effect, 'sent');
  }
  if (kind === 'delivered') effect.deliveredAt ??= now;
  else effect.bouncedAt ??= now;
  return found;
}
