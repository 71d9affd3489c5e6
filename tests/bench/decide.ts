/**
 * How fast `decide` answers, on one core: 10,000 states from the recorded ones of the demo, each in five time zones,
 * all policies, the shipped ladder. `npm run bench -- decide`. One JSON line; exit 1 when the gate is missed.
 */
import { decide } from '../../domain/decide.ts';
import { RULES } from '../../stages/rules.ts';
import { type GoldenState, readStates } from '../golden/states.ts';
import { report } from './report.ts';

const STATES = 10_000;
const ZONES = ['Asia/Taipei', 'America/New_York', 'Europe/Berlin', 'Australia/Sydney', 'America/Sao_Paulo'];
const GATE = 50_000;
/**
 * Rounds over all states; the best one counts: a worker runs for days, the first rounds are cold, and the machine is
 * shared.
 */
const ROUNDS = 25;

function inZone({ facts, now }: GoldenState, zone: string): GoldenState {
  return { now, facts: { ...facts, creditor: { ...facts.creditor, zone }, person: { ...facts.person, zone } } };
}

const recorded = readStates();
const states = Array.from({ length: STATES }, (_, at) =>
  inZone(
    recorded[at % recorded.length] as GoldenState,
    ZONES[Math.floor(at / recorded.length) % ZONES.length] as string,
  ),
);
const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] as number;
const facts = median(
  recorded.map((state) => state.facts.facts.length + state.facts.person.facts.length + state.facts.effects.length),
);

/** Facts as if just read: what `decide` keeps of facts that it has seen must not count. */
const readAgain = ({ facts, now }: GoldenState): GoldenState => ({
  now,
  facts: { ...facts, opening: { ...facts.opening }, facts: [...facts.facts] },
});

function round(): number {
  const fresh = states.map(readAgain);
  const started = process.cpuUsage();
  for (const state of fresh) decide(RULES, state.facts, state.now);
  const { user, system } = process.cpuUsage(started);
  return STATES / ((user + system) / 1e6);
}

const perSecond = Math.max(...Array.from({ length: ROUNDS }, round));
report(
  'decide',
  { figure: 'decisions-per-second', value: perSecond, unit: 'decisions/s of CPU', atLeast: GATE },
  { states: STATES, recorded: recorded.length, zones: ZONES.length, medianFacts: facts },
);
