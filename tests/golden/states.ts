/**
 * States of accounts as the demo met them, for the golden answers and the benchmark of `decide`: what `decide` was
 * given, without personal values. `states.json.gz` is made by record-states.ts; amounts are text there (JSON has no
 * bigint).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { NO_GRACE } from '../../domain/dpd.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import { defaultFloors } from '../../domain/floors.ts';
import type { Instant } from '../../domain/time.ts';

export interface GoldenState {
  now: Instant;
  facts: AccountFacts;
}

const FILE = new URL('./states.json.gz', import.meta.url);
const BIG = '$n';

export function writeStates(states: readonly GoldenState[]): void {
  const text = JSON.stringify(states, (_, value: unknown) =>
    typeof value === 'bigint' ? { [BIG]: value.toString() } : value,
  );
  writeFileSync(FILE, gzipSync(text, { level: 9 }));
}

/** What the states did not hold yet when they were recorded: the floors of TWD, no grace, no strategy. */
function fill({ facts }: GoldenState): void {
  const { contact, call, bureau } = defaultFloors('TWD');
  Object.assign(facts.creditor, { contactFloor: contact, callFloor: call, bureauFloor: bureau });
  facts.grace ??= NO_GRACE;
  facts.lastContactOn ??= null;
  facts.owner ??= null;
  facts.ownerChangedAt ??= null;
  facts.strategy ??= null;
  for (const effect of facts.effects) effect.recipient ??= null;
}

export function readStates(): GoldenState[] {
  const text = gunzipSync(readFileSync(FILE)).toString('utf8');
  const states = JSON.parse(text, (_, value: unknown) =>
    typeof value === 'object' && value !== null && BIG in value ? BigInt(String(value[BIG])) : value,
  ) as GoldenState[];
  for (const state of states) fill(state);
  return states;
}
