/**
 * What decisions are made by. Passed to everything that decides, writes or checks; there is no default to reach for.
 */
import type { Limits } from './limits.ts';
import type { Policy } from './policies/policy.ts';
import type { Ladder } from './stage.ts';

/** One set of rules. */
export interface Rules extends Limits {
  readonly ladder: Ladder;
  /** Reasons to hold back; the gate asks all of them. */
  readonly policies: readonly Policy[];
  /** Raised when the same facts lead to another answer: a worker with an older version yields. */
  readonly version: number;
}

/**
 * What the choice of an account's rules may depend on; AccountFacts has it. Where country or region is null it is
 * unknown: then the strictest of what is known must decide.
 */
interface RuledAccount {
  accountId: string;
  creditor: { id: string };
  person: { country: string | null; region: string | null };
}

/** All rules in use, and which of them apply to an account. */
export interface Rulebook {
  /** For what must hold for every account, or before the account is known. */
  readonly all: readonly Rules[];
  rulesFor(account: RuledAccount): Rules;
}

/** One set of rules for every account. */
export function sameForAll(rules: Rules): Rulebook {
  return { all: [rules], rulesFor: () => rules };
}

/** The widest hours and caps of all rules: what exceeds them breaks the rules of every account. */
export function widestLimits({ all }: Rulebook): { opens: number; closes: number; aDay: number; aWeek: number } {
  return {
    opens: Math.min(...all.map(({ calendar }) => calendar.opens)),
    closes: Math.max(...all.map(({ calendar }) => calendar.closes)),
    aDay: Math.max(...all.map(({ caps }) => caps.aDay)),
    aWeek: Math.max(...all.map(({ caps }) => caps.aWeek)),
  };
}

/**
 * Days of past contacts that the policies read, and one more because days begin at different moments in each zone. 0
 * when no policy reads contacts.
 */
export function contactDays({ all }: Rulebook): number {
  const days = all.flatMap(({ policies }) => policies.map((policy) => policy.contactDays ?? 0));
  const most = Math.max(0, ...days);
  return most === 0 ? 0 : most + 1;
}

/** Names of the stages that an account may be in. */
export function stageNames({ all }: Rulebook): string[] {
  return [
    ...new Set(
      all.flatMap(({ ladder }) =>
        ladder.filter(({ kind }) => kind === 'contact' || kind === 'escalation').map((stage) => stage.name),
      ),
    ),
  ];
}

/** The newest version among the rules in use. */
export function newestVersion({ all }: Rulebook): number {
  return Math.max(...all.map(({ version }) => version));
}
