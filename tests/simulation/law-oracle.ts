/**
 * Judges every send again by every rule of the packs in force: at the moment at which the provider took it, on what was
 * known when its permit was given, with the contacts of the provider's own log instead of the product's rows.
 */
import { isPersonChannel } from '../../domain/channels.ts';
import { factsOf } from '../../domain/facts-of.ts';
import type { ContactChannel, LegalCase, PriorContact } from '../../domain/law/case.ts';
import { caseOf, contactPurposeOf } from '../../domain/law/case-of.ts';
import { findingsAt } from '../../domain/law/judge.ts';
import type { Rules } from '../../domain/rules.ts';
import { situationOf } from '../../domain/situation.ts';
import { DAY_MS, type Instant } from '../../domain/time.ts';
import type { EffectRow, PermitRow, PersonRow } from '../../simulation/maps/book.ts';
import { readStanding } from '../../simulation/maps/read.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import type { Acceptance } from './provider.ts';

/** A contact with the moment of its permit: later permits must count it. */
interface LoggedContact {
  given: Instant;
  contact: PriorContact;
}
interface Seen {
  rules: Rules;
  legalCase: LegalCase;
}
/** More days than any rule counts. */
const KEPT_DAYS = 40;

export class LawOracle {
  private readonly cases = new Map<PermitRow, Seen>();
  private readonly contacts = new Map<PersonRow, LoggedContact[]>();

  constructor(private readonly breach: (effect: EffectRow, evidence: string) => void) {}

  /** Keeps what is known when a permit is given. A task is a contact of its own at once. */
  seePermit(permit: PermitRow, now: Instant): void {
    const { effect } = permit;
    const { stage, step, channel, purpose, task } = effect;
    const facts = { ...readStanding(effect.account), contacts: [] };
    const rules = RULEBOOK.rulesFor(facts);
    const intent = { stage, step, channel, purpose, escalated: false, at: now };
    const legalCase = caseOf(rules.ladder, situationOf(facts, now, rules), intent);
    if (legalCase === null) return;
    // The getter of the content reads facts that change.
    const seen = { rules, legalCase: { ...legalCase, intent: { ...legalCase.intent } } };
    if (task === null) this.cases.set(permit, seen);
    else this.judge(permit, seen, now);
    if (channel === 'call') this.log([effect], channel, permit.givenAt, now);
  }

  observe({ at, channel, claimed }: Acceptance): void {
    for (const permit of claimed.permits) {
      const seen = this.cases.get(permit);
      if (seen !== undefined) this.judge(permit, seen, at);
      this.cases.delete(permit);
    }
    const [first] = claimed.permits;
    if (first !== undefined && isPersonChannel(channel)) this.log(claimed.effects, channel, first.givenAt, at);
  }

  private judge({ effect, givenAt }: PermitRow, { rules, legalCase }: Seen, at: Instant): void {
    const own = (this.contacts.get(effect.account.person) ?? []).filter(({ given }) => given < givenAt);
    const contacts = [...own.map(({ contact }) => contact), ...ofAgencies(effect.account.person, givenAt)];
    for (const { rule, severity, words } of findingsAt(rules.packs, { ...legalCase, at, contacts }))
      this.breach(effect, `left by ${effect.channel} against ${rule} (${severity}): ${words}`);
  }

  private log(effects: readonly EffectRow[], channel: ContactChannel, given: Instant, at: Instant): void {
    const [first] = effects;
    if (first === undefined) return;
    const { person } = first.account;
    const contact: PriorContact = {
      ...{ at, channel, direction: 'out', outcome: channel === 'call' ? 'attempted' : 'sent', addressee: 'debtor' },
      ...{ purpose: contactPurposeOf(first.purpose), debts: effects.map(({ account }) => account.id), point: null },
    };
    const kept = (this.contacts.get(person) ?? []).filter((known) => known.given > given - KEPT_DAYS * DAY_MS);
    this.contacts.set(person, [...kept, { given, contact }]);
  }
}

/** Contacts that agencies had told of. What is told later than the permit happened later here. */
function ofAgencies({ accounts }: PersonRow, before: Instant): PriorContact[] {
  return accounts.flatMap(({ id, facts }) =>
    factsOf(facts, 'agency-contact').flatMap(({ body: { at, channel }, occurredAt }): PriorContact[] =>
      occurredAt < before && isPersonChannel(channel)
        ? [
            {
              ...{ at, channel, direction: 'out', outcome: 'attempted', purpose: 'demand', addressee: 'debtor' },
              ...{ debts: [id], point: null },
            },
          ]
        : [],
    ),
  );
}
