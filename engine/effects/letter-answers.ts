/** What an answer tells of disputes and complaints, from the facts of the accounts and the record that will be sent. */
import { buildRecord } from '../../channels/bureau/build-record.ts';
import { ANSWERS_STAGE, type Answer, answersOf, askedAgainOn, toldBy } from '../../domain/answers.ts';
import { closedBy } from '../../domain/closing.ts';
import { complaintClocks } from '../../domain/complaint-clocks.ts';
import { complaintsOf } from '../../domain/complaints.ts';
import { disputesOf } from '../../domain/disputes.ts';
import type { EffectKey } from '../../domain/effect-key.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import { factsOf } from '../../domain/facts-of.ts';
import { theftOf } from '../../domain/identity-theft.ts';
import { answerDue } from '../../domain/law/answer-clocks.ts';
import { OMBUDSMEN } from '../../domain/law/ombudsmen.ts';
import { jurisdictionsOf } from '../../domain/law/which-law.ts';
import type { Language, LetterAnswer, LetterFacts } from '../../domain/letter.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { type Instant, localDate } from '../../domain/time.ts';
import { monthState } from '../files/month-state.ts';

type Told = Pick<EffectKey, 'stage' | 'step' | 'occurrence'> & { readonly accountId: string };

/** The parts of a letter that these effects tell; no answers where they tell none. */
export function answersTold(
  rulebook: Rulebook,
  effects: readonly Told[],
  accounts: readonly AccountFacts[],
  now: Instant,
): Pick<LetterFacts, 'answers'> {
  const answers = effects.flatMap((effect) => {
    const facts = accounts.find(({ accountId }) => accountId === effect.accountId);
    const answer = effect.stage === ANSWERS_STAGE && facts !== undefined ? answerOf(effect, facts) : undefined;
    return answer === undefined || facts === undefined ? [] : [letterAnswer(rulebook, answer, facts, now)];
  });
  return { answers };
}

function answerOf({ step, occurrence }: Told, facts: AccountFacts): Answer | undefined {
  const { about, tells } = toldBy(step);
  return answersOf(facts).find(
    (answer) => answer.about === about && answer.tells === tells && answer.no === occurrence,
  );
}

/** Who else may be asked, where a law that applies to the account names somebody. */
export function ombudsmanOf(facts: AccountFacts, language: Language): string | null {
  const names = jurisdictionsOf(facts).map((law) => {
    const { name, contact } = OMBUDSMEN[law];
    return `${name[language]} (${contact})`;
  });
  return names.length === 0 ? null : names.join(language === 'en' ? ' or ' : '、');
}

function letterAnswer(rulebook: Rulebook, answer: Answer, facts: AccountFacts, now: Instant): LetterAnswer {
  const { id, about } = answer;
  // The first group of an id of facts is its moment, so it names a dispute among those of a lender.
  const reference = id.slice(0, 13).toUpperCase();
  return { about, reference, ...(about === 'dispute' ? ofDispute : ofComplaint)(rulebook, id, facts, now) };
}

type Rest = Pick<LetterAnswer, 'receivedOn' | 'answerBy' | 'closing'>;

function ofDispute(rulebook: Rulebook, id: string, facts: AccountFacts, now: Instant): Rest {
  const { zone } = facts.creditor;
  const dispute = disputesOf(facts.facts).find((known) => known.id === id);
  const receivedOn = localDate(dispute?.since ?? now, zone);
  const closed = factsOf(facts.facts, 'dispute-closed').find(({ body }) => body.of === id);
  const answerBy = answerDue(rulebook.rulesFor(facts).packs, 'dispute', receivedOn)?.on ?? null;
  if (closed === undefined) return { receivedOn, answerBy, closing: null };
  const { outcome, reduceBy, reason = null } = closed.body;
  const rests = outcome !== 'upheld' && !facts.closed;
  return {
    ...{ receivedOn, answerBy },
    closing: {
      ...{ on: localDate(closed.occurredAt, zone), outcome, reason, redress: 'none', paid: null },
      reduced: reduceBy === undefined ? null : { minor: reduceBy, currency: facts.currency },
      record: recordAhead(facts, now),
      restsUntil: rests ? askedAgainOn(localDate(now, zone)) : null,
    },
  };
}

function ofComplaint(rulebook: Rulebook, id: string, facts: AccountFacts, now: Instant): Rest {
  const { creditor } = facts;
  const complaint = complaintsOf(facts.person.facts).find((known) => known.id === id);
  const receivedOn = localDate(complaint?.receivedAt ?? now, creditor.zone);
  if (complaint === undefined) return { receivedOn, answerBy: null, closing: null };
  const { packs } = rulebook.rulesFor(facts);
  const answerBy = complaintClocks(complaint, { packs, creditor }).answer.on;
  if (complaint.closed === null || complaint.closed.said.outcome === 'withdrawn')
    return { receivedOn, answerBy, closing: null };
  const { at, said } = complaint.closed;
  const { outcome, reason, redress, minor, currency } = said;
  const paid = minor === undefined || currency === undefined ? null : { minor, currency };
  return {
    ...{ receivedOn, answerBy },
    closing: {
      ...{ on: localDate(at, creditor.zone), outcome: outcome as 'upheld', reason, redress, paid },
      ...{ reduced: null, record: null, restsUntil: null },
    },
  };
}

type Record = NonNullable<LetterAnswer['closing']>['record'];

/** What the next record of the account will say, where one was sent before. */
function recordAhead(facts: AccountFacts, now: Instant): Record {
  const { bureau } = facts.creditor;
  if (bureau === '') return null;
  const isReported = facts.effects.some(
    ({ stage, step, state }) => stage === 'bureau' && step === 'record' && state === 'sent',
  );
  if (!isReported) return { bureau, deleted: false, shows: null };
  if (theftOf(facts.facts) === 'upheld') return { bureau, deleted: true, shows: null };
  const month = localDate(now, facts.creditor.zone).slice(0, 7);
  const record = buildRecord(monthState(facts, '', month, facts.closed ? closedBy(facts.facts) : null, now), []);
  const { overdue, balance, currency, disputed } = record;
  return { bureau, deleted: false, shows: { late: BigInt(overdue), balance: BigInt(balance), currency, disputed } };
}
