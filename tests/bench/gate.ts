/**
 * How many situations the gate of the law judges in a second, on one core and without I/O: every vector of every pack, read beforehand, and for each a
 * like situation with 30 contacts before it. `npm run bench -- gate`. One JSON line; exit 1 when the gate is missed.
 */
import { GateCase, type GateCaseInput, legalCaseOf } from '../../domain/contracts/gate-case.ts';
import { CN_VECTORS } from '../../domain/law/CN/vectors.ts';
import type { LegalCase, PriorContact } from '../../domain/law/case.ts';
import { IN_VECTORS } from '../../domain/law/IN/vectors.ts';
import { judgeCase } from '../../domain/law/judge.ts';
import { PACKS } from '../../domain/law/packs.ts';
import type { Pack } from '../../domain/law/rule.ts';
import { TW_VECTORS } from '../../domain/law/TW/vectors.ts';
import { UK_VECTORS } from '../../domain/law/UK/vectors.ts';
import { US_VECTORS } from '../../domain/law/US/vectors.ts';
import { HOUR_MS } from '../../domain/time.ts';
import { report } from './report.ts';

const GATE = 100_000;
const SITUATIONS = 50_000;
const CONTACTS = 30;
/** Rounds over all situations; the best one counts, since the machine is shared. */
const ROUNDS = 7;

interface Situation {
  packs: readonly Pack[];
  legalCase: LegalCase;
}

function read(input: GateCaseInput): Situation {
  const checked = GateCase.parse(input);
  return { packs: checked.law.map((name) => PACKS[name]), legalCase: legalCaseOf(checked) };
}

/** Contacts of about two months, half of them calls, some of them answered. */
function withContacts({ packs, legalCase }: Situation): Situation {
  const contacts = Array.from(
    { length: CONTACTS },
    (_, at): PriorContact => ({
      at: legalCase.at - (at + 1) * 50 * HOUR_MS,
      channel: at % 2 === 0 ? 'call' : 'sms',
      direction: at % 10 === 9 ? 'in' : 'out',
      outcome: at % 2 === 1 ? 'sent' : at % 6 === 0 ? 'conversation' : 'no-answer',
      purpose: 'demand',
      addressee: 'debtor',
      debts: [legalCase.debt.id],
      point: at % 4 === 0 ? 'mobile' : 'home',
    }),
  );
  return { packs, legalCase: { ...legalCase, contacts: [...legalCase.contacts, ...contacts] } };
}

const vectors = [...CN_VECTORS, ...US_VECTORS, ...TW_VECTORS, ...UK_VECTORS, ...IN_VECTORS].map(({ situation }) =>
  read(situation),
);
const kinds = [...vectors, ...vectors.map(withContacts)];
/** Objects of their own, as if each had just been read. */
const situations = Array.from({ length: SITUATIONS }, (_, at): Situation => {
  const { packs, legalCase } = kinds[at % kinds.length] as Situation;
  return { packs, legalCase: { ...legalCase, intent: { ...legalCase.intent }, contacts: [...legalCase.contacts] } };
});

function round(): number {
  const started = process.cpuUsage();
  for (const { packs, legalCase } of situations) judgeCase(packs, legalCase);
  const { user, system } = process.cpuUsage(started);
  return SITUATIONS / ((user + system) / 1e6);
}

const perSecond = Math.max(...Array.from({ length: ROUNDS }, round));
report(
  'gate',
  { figure: 'situations-per-second', value: perSecond, unit: 'situations/s of CPU', atLeast: GATE },
  { situations: SITUATIONS, vectors: vectors.length, rules: Object.values(PACKS).flatMap(({ rules }) => rules).length },
);
