/**
 * Compares the providers' own logs with Postgres. Whatever a provider accepted must have been permitted here, once,
 * within hours and caps, on a permit that had seen no cure, STOP, dispute or hold. Whatever is sent here must have been
 * accepted there.
 */
import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { Channel } from '../../domain/channels.ts';
import type { Instant } from '../../domain/time.ts';
import { outsideLaw } from './accepted-contacts.ts';
import { type KnownEffectRow, type PermitRow, readKnown, type SeenFact } from './known-effects.ts';

/** One message or file in the log of a provider. */
export interface Acceptance {
  lane: Channel;
  key: string;
  covers: readonly string[];
  /** Wall time. */
  at: Instant;
  /** Wall time after which the provider should have refused it; null if the provider does not know. */
  notAfter: Instant | null;
}
export interface Finding {
  what: string;
  /** `creditor/number`, or `-`. */
  account: string;
  evidence: string;
}
export interface LogCheck {
  accepted: number;
  duplicates: Finding[];
  losses: Finding[];
  violations: Finding[];
  /** Effects whose outcome is unknown here; `accepted` is the provider's answer. */
  unknown: { account: string; lane: Channel; key: string | null; accepted: boolean }[];
  contactsAfterPayment: number;
}
/** An accepted effect with its permit. */
export interface Accepted {
  acceptance: Acceptance;
  effect: KnownEffectRow;
  permit: PermitRow;
}

/** `lanes`: lanes whose logs are complete. */
export async function checkProviderLog(
  db: Kysely<Database>,
  log: readonly Acceptance[],
  lanes: readonly Channel[],
): Promise<LogCheck> {
  const known = await readKnown(db);
  const violations: Finding[] = [];
  const accepted = log.flatMap((acceptance) =>
    acceptance.covers.flatMap((hash) => {
      const effect = known.byHash.get(hash);
      if (effect === undefined) {
        // Messages sent before an older database was restored may belong to accounts lost with it.
        if (known.elsewhere.has(hash)) return [];
        violations.push({
          what: 'no-effect',
          account: '-',
          evidence: `key ${acceptance.key} covers ${hash}, which is no effect here`,
        });
        return [];
      }
      const permit = permitOf(effect);
      violations.push(...faultsOf(acceptance, effect, permit));
      return permit === null ? [] : [{ acceptance, effect, permit }];
    }),
  );
  const afterCure = accepted.flatMap(({ effect, permit }) => sawCure(effect, permit));
  violations.push(
    ...afterCure,
    ...accepted.flatMap(({ effect, permit }) => sawFact(effect, permit)),
    ...outsideLaw(accepted, known.calls),
  );
  return {
    accepted: log.length,
    duplicates: [
      ...twice(log, 'key', (acceptance) => [`${acceptance.lane} ${acceptance.key}`]),
      ...twice(log, 'covered effect', (acceptance) => acceptance.covers),
    ],
    losses: lostOf([...known.byHash], log, lanes),
    violations,
    unknown: unknownOf([...known.byHash], log, lanes),
    contactsAfterPayment: afterCure.length,
  };
}

function twice(
  log: readonly Acceptance[],
  what: string,
  namesOf: (acceptance: Acceptance) => readonly string[],
): Finding[] {
  const counts = new Map<string, number>();
  for (const name of log.flatMap((acceptance) => [...namesOf(acceptance)]))
    counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > 1)
    .map(([name, count]) => ({
      what: 'accepted-twice',
      account: '-',
      evidence: `${what} ${name} was accepted ${count} times`,
    }));
}

/** The permit of the send: the one that ended as sent or unknown, else the latest whose call is still running. */
function permitOf(effect: KnownEffectRow): PermitRow | null {
  const may = effect.permits.filter(
    (permit) => permit.verdict === 'elsewhere' || (permit.verdict === 'allow' && permit.ended !== 'held-back'),
  );
  return may.find((permit) => permit.ended === 'sent' || permit.ended === 'unknown') ?? may.at(-1) ?? null;
}

function faultsOf(
  { key, at, notAfter, lane }: Acceptance,
  effect: KnownEffectRow,
  permit: PermitRow | null,
): Finding[] {
  const found: Finding[] = [];
  const add = (what: string, evidence: string) =>
    found.push({ what, account: effect.account, evidence: `effect ${effect.id}: ${evidence}` });
  if (permit === null) add('no-permit', `accepted under key ${key}, and no permit allowed it`);
  if (effect.channel !== lane) add('wrong-lane', `accepted by ${lane}, here it goes by ${effect.channel}`);
  if (effect.state !== 'sent' && effect.state !== 'unknown')
    add('not-sent-here', `accepted under key ${key}, here it is ${effect.state}`);
  if (permit?.verdict === 'allow' && !effect.keys.includes(key))
    add('no-dispatch', `accepted under key ${key}, and no dispatch has it`);
  if (notAfter !== null && at > notAfter) add('late', `accepted ${at - notAfter} ms after its permit had ended`);
  return found;
}

/**
 * Purposes that put pressure on a person. Deliberately a separate list, so that the proof does not depend on
 * COLLECTING_PURPOSES of the domain.
 */
const COLLECTING: readonly string[] = ['demand', 'notice', 'handover'];

function sawCure(effect: KnownEffectRow, permit: PermitRow): Finding[] {
  if (
    permit.verdict !== 'allow' ||
    !COLLECTING.includes(effect.purpose) ||
    effect.curedVersion === null ||
    permit.factsVersion < effect.curedVersion
  )
    return [];
  const [seen, cured] = [permit.factsVersion, effect.curedVersion];
  const evidence = `effect ${effect.id} was accepted on a permit at version ${seen}, cured at ${cured}`;
  return [{ what: 'after-cure', account: effect.account, evidence }];
}

/** A fact that the permit saw and that should have prevented it. */
function sawFact(effect: KnownEffectRow, permit: PermitRow): Finding[] {
  if (permit.verdict !== 'allow') return [];
  const seen = effect.facts.filter((fact) => fact.no < permit.no);
  const saw = reasonAgainst(effect, seen, permit);
  if (saw === null) return [];
  return [
    {
      what: 'against-facts',
      account: effect.account,
      evidence: `effect ${effect.id} was accepted on a permit that saw ${saw}`,
    },
  ];
}

function reasonAgainst(effect: KnownEffectRow, seen: readonly SeenFact[], permit: PermitRow): string | null {
  const lastOf = (...kinds: string[]) => seen.filter((fact) => kinds.includes(fact.kind));
  const count = (kind: string) => lastOf(kind).length;
  if (
    lastOf('stop', 'start')
      .filter((fact) => fact.channel === effect.channel)
      .at(-1)?.kind === 'stop'
  )
    return 'a STOP';
  if (!COLLECTING.includes(effect.purpose)) return null;
  if (count('dispute') > count('dispute-closed')) return 'an open dispute';
  const holds = lastOf('hold').filter(
    (fact) => !seen.some((later) => later.kind === 'hold-released' && later.no > fact.no),
  );
  if (holds.some((hold) => (hold.until ?? '') >= permit.localDate && (hold.from ?? '') <= permit.localDate))
    return 'a hold';
  if (lastOf('hardship', 'hardship-ended').at(-1)?.kind === 'hardship') return 'hardship';
  if (lastOf('distress', 'distress-ended').at(-1)?.kind === 'distress') return 'distress';
  return count('death') + count('bankruptcy') > 0 ? 'a death or bankruptcy' : null;
}

type Hashed = readonly (readonly [string, KnownEffectRow])[];
const acceptedHashes = (log: readonly Acceptance[]) => new Set(log.flatMap((acceptance) => [...acceptance.covers]));

function lostOf(known: Hashed, log: readonly Acceptance[], lanes: readonly Channel[]): Finding[] {
  const there = acceptedHashes(log);
  return known
    .filter(
      ([hash, known]) => known.state === 'sent' && !known.isTask && lanes.includes(known.channel) && !there.has(hash),
    )
    .map(([, known]) => ({
      what: 'not-accepted-there',
      account: known.account,
      evidence: `effect ${known.id} is sent by ${known.channel}, and the log there does not have it`,
    }));
}

function unknownOf(known: Hashed, log: readonly Acceptance[], lanes: readonly Channel[]): LogCheck['unknown'] {
  const there = acceptedHashes(log);
  return known
    .filter(([, known]) => known.state === 'unknown' && lanes.includes(known.channel))
    .map(([hash, known]) => ({
      account: known.account,
      lane: known.channel,
      key: known.keys.at(-1) ?? null,
      accepted: there.has(hash),
    }));
}
