/** The end of a run names ways out: a plan that was kept, one that broke, a dispute won, a person left in peace. */
import { dateOf } from './calendar.ts';
import type { DemoApi } from './outside/api-client.ts';
import { type DemoWorld, subjectOf } from './outside/world.ts';
import { many, whole } from './screen.ts';

interface Plan {
  account: string;
  plan: number;
  state: string;
  since: string | null;
  total: { minor: string };
  paid: { minor: string };
  parts: unknown[];
}
interface Sent {
  effect: string;
  account: string;
  episode: number;
  stage: string;
  step: string;
  occurrence: number;
  sentAt: string;
}

/** Stages of which every message asks for money. */
const DEMANDS = ['reminder', 'sms', 'call', 'agency', 'legal'];

/** The lines that name them; each says so where there is none. */
export async function waysOutLines(world: DemoWorld): Promise<string[]> {
  const { plans } = await world.api.get<{ plans: Plan[] }>('/v1/plans?limit=1000');
  const named = [
    ['a plan that was kept', planWords(world, plans, 'kept')],
    ['a plan that broke', planWords(world, plans, 'broken')],
    ['a dispute won', disputeWords(world)],
    ['a person in hardship left in peace', await hardshipWords(world)],
  ] as const;
  return ['', 'Ways out', ...named.map(([what, words]) => `  ${what.padEnd(34)} ${words ?? 'none in so short a run'}`)];
}

function planWords({ law }: DemoWorld, plans: readonly Plan[], state: 'kept' | 'broken'): string | null {
  const of = plans.filter((plan) => plan.state === state);
  const plan = of[0];
  if (plan === undefined) return null;
  const show = (minor: string) => `${law.sign}${whole(BigInt(minor))}`;
  const words =
    state === 'kept'
      ? `${show(plan.total.minor)} in ${many(plan.parts.length, 'part')}, on ${plan.since}`
      : `${show(plan.paid.minor)} of ${show(plan.total.minor)} had come, on ${plan.since}; the person was told first`;
  return `${plan.account}: ${words}${of.length > 1 ? ` (and ${of.length - 1} more)` : ''}`;
}

function disputeWords({ law, won }: DemoWorld): string | null {
  const first = won[0];
  if (first === undefined) return null;
  const more = won.length > 1 ? ` (and ${won.length - 1} more)` : '';
  return `${subjectOf(first.account)}: ${law.sign}${whole(first.minor)} taken off${more}`;
}

/** Somebody who told of hardship and of whose accounts nothing has been asked since. */
async function hardshipWords(world: DemoWorld): Promise<string | null> {
  const sent = await sentEffects(world.api);
  for (const { debtor, hardshipSince } of world.residents.values()) {
    if (hardshipSince === null) continue;
    const accounts = debtor.accounts.map(subjectOf);
    const since = dateOf(hardshipSince + 1);
    const isDemand = ({ account, stage, sentAt }: Sent) =>
      accounts.includes(account) && DEMANDS.includes(stage) && sentAt >= since;
    if (!sent.some(isDemand)) return `${accounts.join(', ')}: since ${dateOf(hardshipSince)} nothing was asked for`;
  }
  return null;
}

/** Everything sent. */
export async function sentEffects(api: DemoApi): Promise<Sent[]> {
  const all: Sent[] = [];
  for (let after = ''; ; ) {
    const page = await api.get<Sent[]>(`/v1/effects?state=sent&limit=1000${after}`);
    all.push(...page);
    const last = page.at(-1);
    if (!last || page.length < 1000) return all;
    after = `&after=${last.effect}`;
  }
}
