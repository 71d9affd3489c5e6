/** The text of an answer that somebody sends on paper, while its task is open. */
import { type Kysely, sql } from 'kysely';
import { loadFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import { toldBy } from '../../domain/answers.ts';
import type { Rulebook } from '../../domain/rules.ts';
import type { Instant } from '../../domain/time.ts';
import { onPaper } from '../../stages/answers/messages.ts';
import { letterFacts } from '../../stages/letter-facts.ts';
import { answersTold, ombudsmanOf } from '../effects/letter-answers.ts';
import { readPersons } from '../persons/persons.ts';

interface LetterRow {
  accountId: string;
  personId: string;
  stage: string;
  step: string;
  occurrence: number;
}

/** Writes it in the language of the person. Null when the task is not open. */
export async function letterOfTask(
  db: Kysely<Database>,
  rulebook: Rulebook,
  no: bigint,
  now: Instant,
): Promise<string | null> {
  const { rows } = await sql<LetterRow>`
    select e.account_id as "accountId", e.person_id as "personId", e.stage, e.step, e.occurrence
    from task t
    join effect e on e.id = t.effect_id
    where t.no = ${no}
      and t.state = 'open'`.execute(db);
  const [told] = rows;
  if (told === undefined) return null;
  const to = (await readPersons(db, [told.personId])).get(told.personId);
  const facts = (await loadFacts(db, [told.accountId], now, rulebook)).get(told.accountId);
  if (to === undefined || facts === undefined) return null;
  const letter = {
    ...letterFacts(to, [facts], now, rulebook.rulesFor(facts)),
    ...answersTold(rulebook, [told], [facts], now),
    ombudsman: ombudsmanOf(facts, to.language),
  };
  return onPaper(letter, toldBy(told.step).tells);
}
