/**
 * Checks that every permit and every acceptance was lawful. It computes from the bare facts and shares no code with
 * `decide`.
 */
import { addDays, type Instant, localDate, localMinute } from '../../domain/time.ts';
import { knownLedger } from './lender.ts';
import type { AccountRow, EffectRow, PermitRow } from './maps/book.ts';
import type { Acceptance } from './provider.ts';

export interface Breach {
  invariant: string;
  account: string;
  evidence: string;
}
/**
 * Purposes that put pressure on a person. Deliberately a separate list, so that the proof does not depend on
 * COLLECTING_PURPOSES of the domain.
 */
const COLLECTING: readonly string[] = ['demand', 'notice', 'handover'];
const MAX_A_DAY = 2;
const MAX_A_WEEK = 7;
const OPENS = 8 * 60;
const CLOSES = 21 * 60;

export class Oracle {
  readonly breaches: Breach[] = [];
  private readonly against = new Map<PermitRow, string>();
  private readonly contacts = new Map<string, { day: string; given: Instant }[]>();

  breach(invariant: string, effect: EffectRow, evidence: string): void {
    const name = `${effect.stage}/${effect.step}/${effect.occurrence} of episode ${effect.episode}, ${effect.state}`;
    this.breaches.push({ invariant, account: effect.account.number, evidence: `${name}: ${evidence}` });
  }

  /** Records what stood against a permit when it was given. */
  seePermit(permit: PermitRow, now: Instant): void {
    const reason = reasonAgainst(permit.effect, now);
    if (reason !== null) this.against.set(permit, reason);
  }
  /** Counts a new call task as a contact. */
  seeTask(effect: EffectRow, now: Instant): void {
    if (effect.channel === 'call') this.contact(effect, now, now);
  }

  observe({ at, claimed, key }: Acceptance): void {
    let counted = false;
    for (const [index, effect] of claimed.effects.entries()) {
      const permit = claimed.permits[index] as PermitRow;
      const reason = this.against.get(permit);
      if (permit.verdict !== 'allow')
        this.breach('permit-for-each-send', effect, `left on a permit that says ${permit.verdict}`);
      if (reason !== undefined)
        this.breach(
          'none-against-facts',
          effect,
          `left by ${claimed.channel} although ${reason} (key ${key.slice(0, 8)})`,
        );
      const cured = effect.account.episodes.find((episode) => episode.no === effect.episode)?.curedVersion ?? null;
      if (COLLECTING.includes(effect.purpose) && cured !== null && permit.factsVersion >= cured)
        this.breach('none-after-cure', effect, 'left on a permit that saw the cure');
      if (claimed.channel !== 'email' && claimed.channel !== 'sms') continue;
      if (!counted) this.hoursOf(effect, at);
      if (!counted) this.contact(effect, at, permit.givenAt);
      counted = true;
    }
  }
  private hoursOf(effect: EffectRow, at: Instant): void {
    const minute = localMinute(at, effect.account.person.zone);
    if (minute < OPENS || minute >= CLOSES) this.breach('hours', effect, `left at minute ${minute}`);
  }
  /**
   * Counts a contact. A demand counts every contact claimed before it. A notice sent meanwhile is not a fault of the
   * demand's claim.
   */
  private contact(effect: EffectRow, at: Instant, given: Instant): void {
    if (effect.purpose === 'receipt') return;
    const day = localDate(at, effect.account.person.zone);
    const first = addDays(day, -6);
    const week = (this.contacts.get(effect.personId) ?? []).filter((contact) => contact.day >= first);
    const before = week.filter((contact) => contact.given < given);
    if (effect.purpose === 'demand') {
      if (before.filter((contact) => contact.day === day).length >= MAX_A_DAY)
        this.breach('caps', effect, `more than ${MAX_A_DAY} on ${day}`);
      if (before.length >= MAX_A_WEEK) this.breach('caps', effect, `more than ${MAX_A_WEEK} in seven days to ${day}`);
    }
    week.push({ day, given });
    this.contacts.set(effect.personId, week);
  }
}

function reasonAgainst(effect: EffectRow, now: Instant): string | null {
  const { account } = effect;
  const { person } = account;
  const last = (kinds: readonly string[]) => person.facts.findLast((fact) => kinds.includes(fact.kind))?.kind;
  const stop = person.facts.findLast(
    (fact) => (fact.kind === 'stop' || fact.kind === 'start') && fact.body.channel === effect.channel,
  );
  if (stop?.kind === 'stop') return 'a STOP of the channel was known';
  if (!COLLECTING.includes(effect.purpose)) return null;
  const count = (kind: string) => account.facts.reduce((sum, fact) => (fact.kind === kind ? sum + 1 : sum), 0);
  if (count('dispute') > count('dispute-closed')) return 'a dispute was open';
  if (isHeld(account, now)) return 'a hold was in force';
  if (last(['hardship', 'hardship-ended']) === 'hardship') return 'hardship was known';
  if (last(['death', 'bankruptcy']) !== undefined) return 'death or bankruptcy was known';
  if (account.closed) return 'the account was closed';
  const today = localDate(now, account.creditor.zone);
  return count('charge-off') === 0 && knownLedger(account)?.owesNothing(today) ? 'nothing was overdue' : null;
}
function isHeld(account: AccountRow, now: Instant): boolean {
  const today = localDate(now, account.creditor.zone);
  const released = account.facts.findLastIndex((fact) => fact.kind === 'hold-released');
  return account.facts.some(
    (fact, index) =>
      fact.kind === 'hold' && index > released && fact.body.until >= today && (fact.body.from ?? today) <= today,
  );
}
