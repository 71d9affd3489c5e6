/** The rows of both stores as lines of text, to compare line by line. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../../db/schema.ts';
import { keyOf } from '../../../domain/effect-key.ts';
import type { Instant } from '../../../domain/time.ts';
import type { AccountRow, EffectRow } from '../../../simulation/maps/book.ts';
import type { FullBook } from '../full-book.ts';

const at = (moment: Instant | null): string => (moment === null ? '-' : String(Math.round(moment)));

function linesOf(book: FullBook): string[] {
  const lines: string[] = [];
  for (const account of book.accounts.values()) {
    const { number, stage, health, version, evaluatedVersion, balance, closed, nextEvaluationAt } = account;
    lines.push(
      `account ${number} ${stage} ${health} v${version}/${evaluatedVersion} ${balance} ` +
        `${closed ? 'closed' : 'open'} ${at(nextEvaluationAt)}`,
    );
    for (const episode of account.episodes)
      lines.push(`episode ${account.number} ${episode.no} ${episode.openedOn} ${episode.curedVersion ?? '-'}`);
    for (const due of account.dues) lines.push(`due ${account.number} ${due.on} ${due.minor}`);
    for (const fact of account.facts)
      lines.push(`fact ${account.number} ${fact.kind} ${at(fact.occurredAt)} v${fact.version}`);
    for (const effect of account.effects) lines.push(effectLine(effect));
    lines.push(...followingLines(account));
  }
  for (const person of book.persons) {
    for (const fact of person.facts) lines.push(`fact ${person.number} ${fact.kind} ${at(fact.occurredAt)}`);
    for (const point of person.points) lines.push(`address ${person.number} ${point.channel} ${point.valid}`);
  }
  for (const { effect, attempt, verdict, factsVersion, givenAt, notAfter, ended } of book.permits)
    lines.push(
      `permit ${effect.account.number} ${keyOf(effect)} ${attempt} ${verdict} v${factsVersion} ` +
        `${at(givenAt)} ${at(notAfter)} ${ended ?? '-'}`,
    );
  for (const { kind, state, account, person, effect } of book.tasks)
    lines.push(`task ${account?.number ?? person.number} ${kind} ${state} ${effect === null ? '-' : keyOf(effect)}`);
  for (const dispatches of book.dispatches.values())
    for (const { channel, result } of dispatches) lines.push(`dispatch ${channel} ${result ?? '-'}`);
  return lines;
}

const nameOf = (effect: EffectRow): string => `${effect.account.number} ${keyOf(effect)}`;
function effectLine(effect: EffectRow): string {
  const moments = [effect.dueAt, effect.claimedAt, effect.sentAt, effect.deliveredAt, effect.bouncedAt, effect.doneAt]
    .map(at)
    .join(' ');
  const marks = `${effect.awaited ? 'awaited ' : ''}${effect.blocked ? 'blocked ' : ''}`;
  // A task is opened within its claim, so its row never has the state `claimed`.
  const path = effect.task === null ? effect.path.join('>') : effect.path.join('>').replaceAll('claimed>sent', 'sent');
  const { channel, recipient, attempt } = effect;
  return `effect ${nameOf(effect)} ${channel} ${recipient ?? '-'} ${attempt} ${marks}${moments} ${path}`;
}
function followingLines({ number, placements, courtCase }: AccountRow): string[] {
  const placed = placements.map(
    ({ agency, state, handedOverAt, termEndsOn }) =>
      `placement ${number} ${agency} ${state} ${at(handedOverAt)} ${termEndsOn}`,
  );
  return courtCase === null ? placed : [...placed, `court-case ${number} ${courtCase.state}`];
}

const ms = (column: string) => sql.raw(`coalesce(round(extract(epoch from ${column}) * 1000)::bigint::text, '-')`);
const KEY = sql.raw(`e.episode || '/' || e.stage || '/' || e.step || '/' || e.occurrence`);

async function linesIn(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select format('account %s %s %s v%s/%s %s %s %s',
      number, stage, health, facts_version, evaluated_version, balance,
      case when closed_at is null then 'open' else 'closed' end, ${ms('next_evaluation_at')}) as line
    from account

    union all
    select format('episode %s %s %s %s', a.number, no, opened_on, coalesce(cured_version::text, '-'))
    from episode x join account a on a.id = x.account_id

    union all
    select format('due %s %s %s', a.number, due_on, minor)
    from due x join account a on a.id = x.account_id

    union all
    select format('fact %s %s %s v%s', a.number, kind, ${ms('occurred_at')}, version)
    from fact x join account a on a.id = x.account_id

    union all
    select format('fact %s %s %s', p.number, kind, ${ms('occurred_at')})
    from fact x join person p on p.id = x.person_id
    where x.account_id is null

    union all
    select format('address %s %s %s',
      p.number, channel, case when invalid_since is null then 'true' else 'false' end)
    from contact_point x join person p on p.id = x.person_id

    union all
    select format('effect %s %s %s %s %s %s%s%s %s %s %s %s %s %s',
      a.number, ${KEY}, e.channel, coalesce(e.recipient, '-'), e.attempt,
      case when e.awaited then 'awaited ' else '' end,
      case when e.blocked_since is null then '' else 'blocked ' end,
      ${ms('e.due_at')}, ${ms('e.claimed_at')}, ${ms('e.sent_at')}, ${ms('e.delivered_at')},
      ${ms('e.bounced_at')}, ${ms('e.done_at')}, array_to_string(e.path, '>'))
    from effect e join account a on a.id = e.account_id

    union all
    select format('placement %s %s %s %s %s',
      a.number, agency, x.state, ${ms('handed_over_at')}, term_ends_on)
    from placement x join account a on a.id = x.account_id

    union all
    select format('court-case %s %s', a.number, x.state)
    from court_case x join account a on a.id = x.account_id

    union all
    select format('permit %s %s %s %s v%s %s %s %s',
      a.number, ${KEY}, x.attempt, verdict, x.facts_version, ${ms('given_at')}, ${ms('not_after')},
      coalesce(ended, '-'))
    from permit x
      join effect e on e.id = x.effect_id
      join account a on a.id = e.account_id

    union all
    select format('task %s %s %s %s', coalesce(a.number, p.number), kind, x.state, coalesce(${KEY}, '-'))
    from task x
      left join account a on a.id = x.account_id
      left join person p on p.id = x.person_id
      left join effect e on e.id = x.effect_id
    -- Found by a query over what happened (engine/facts/late-told.ts), which the maps do not repeat.
    where x.kind <> 'possible-breach'

    union all
    select format('dispatch %s %s', x.channel, coalesce(result, '-'))
    from dispatch x`.execute(db);
  return rows.map((row) => row.line);
}

/** Lines that only one store has, prefixed with `maps` or `rows`. Empty if both ended in the same rows. */
export async function differences(book: FullBook, db: Kysely<Database>): Promise<string[]> {
  const count = new Map<string, number>();
  for (const line of linesOf(book)) count.set(line, (count.get(line) ?? 0) + 1);
  for (const line of await linesIn(db)) count.set(line, (count.get(line) ?? 0) - 1);
  return [...count]
    .filter(([, times]) => times !== 0)
    .map(([line, times]) => `${times > 0 ? 'maps' : 'rows'} ${line}`)
    .sort((a, b) => (a.slice(5) < b.slice(5) ? -1 : 1));
}
