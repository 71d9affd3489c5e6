/** What people type of an instruction to the lender's book, as its contract has it. */
import type { InstructionKind } from '../domain/instruction-facts.ts';
import { COMPONENTS } from '../domain/money/components.ts';
import type { WireMoney } from '../domain/money.ts';
import { Fault, UsageFault } from './fault.ts';
import { needed, readChoice, readDate, readMoney, readParts } from './input.ts';
import type { OutputOptions } from './print.ts';

/** The options of `arrears book instruct`, and of commands with some of them. */
export interface BookOptions extends OutputOptions {
  component?: string[];
  amount?: string;
  payment?: string;
  due?: string[];
  until?: string;
  part?: string[];
  agreement?: string;
  why?: string;
  effective?: string;
  key?: string;
  as?: string;
  reason?: string;
  creditor?: string;
}

type Typed = keyof BookOptions;
/** The options that say what each kind is about. */
const USES: Readonly<Record<InstructionKind, readonly Typed[]>> = {
  plan: ['agreement', 'part'],
  'plan-cancelled': ['agreement', 'why'],
  deferral: ['due', 'until'],
  waiver: ['component', 'amount'],
  'interest-stop': [],
  'interest-restart': [],
  'fee-stop': [],
  'fee-restart': [],
  refund: ['amount', 'payment'],
  'corrected-due': ['due', 'amount'],
};
const ABOUT: readonly Typed[] = ['component', 'amount', 'payment', 'due', 'until', 'part', 'agreement', 'why'];

/** The body of an instruction. Throws for an option that is missing, or that the kind does not take. */
export function instructionBody(kind: InstructionKind, options: BookOptions, currency: string): object {
  const foreign = ABOUT.find((name) => options[name] !== undefined && !USES[kind].includes(name));
  if (foreign !== undefined)
    throw new UsageFault(
      `${kind} takes no --${foreign}.`,
      'npx arrears book instruct --help lists the options of each kind.',
    );
  const money = (what: string) => readMoney(needed(options.amount, '--amount AMOUNT', what), currency);
  const agreement = () => needed(options.agreement, '--agreement NAME', 'which agreement it is about');
  switch (kind) {
    case 'plan':
      return {
        agreement: agreement(),
        parts: someOf(readParts(options.part ?? [], currency, '--part'), '--part DATE=AMOUNT'),
      };
    case 'plan-cancelled':
      return { agreement: agreement(), reason: needed(options.why, '--why WORD', 'why: broken, ended or replaced') };
    case 'deferral':
      return {
        dues: someOf(options.due ?? [], '--due DATE').map((due) => readDate(due, '--due')),
        until: readDate(needed(options.until, '--until DATE', 'when it is due instead'), '--until'),
      };
    case 'waiver':
      return { components: readComponents(options, currency) };
    case 'refund':
      return {
        amount: money('how much goes back'),
        payment: needed(options.payment, '--payment ID', 'which payment goes back'),
      };
    case 'corrected-due': {
      const [due, other] = someOf(options.due ?? [], '--due DATE');
      if (other !== undefined)
        throw new UsageFault('A correction is of one due.', 'Give --due once; another is an instruction of its own.');
      return { due: readDate(due ?? '', '--due'), amount: money('what is unpaid of it rightly') };
    }
    default:
      return {};
  }
}

function someOf<T>(values: readonly T[], option: string): readonly T[] {
  if (values.length > 0) return values;
  throw new UsageFault('It is not said what it is about.', `Add ${option}.`);
}

/** Components as NAME=AMOUNT, or one NAME with --amount. */
function readComponents(
  { component = [], amount }: BookOptions,
  currency: string,
): { component: string; amount: WireMoney }[] {
  const parts = someOf(component, '--component NAME=AMOUNT');
  if (amount !== undefined && (parts.length > 1 || parts[0]?.includes('=')))
    throw new UsageFault('--amount says how much of which component?', 'Write each as --component NAME=AMOUNT.');
  return parts.map((part) => {
    const [name = '', written = amount] = part.split('=');
    const sum = needed(written, '--amount AMOUNT, or write --component NAME=AMOUNT', `how much of ${name}`);
    return { component: readChoice(name, COMPONENTS, 'The component'), amount: readMoney(sum, currency) };
  });
}

/** Options by the fields of a body that are named otherwise. */
const FIELDS: Readonly<Record<string, string>> = { components: 'component', dues: 'due', parts: 'part', reason: 'why' };

/** Replaces pointers into the order by the options that were typed. */
export function asOrdered(error: unknown): unknown {
  if (!(error instanceof Fault)) return error;
  const sentence = error.message
    .replace(/\/body\/(\w+)(?:\/\w+)*/g, (_, field: string) => `--${FIELDS[field] ?? field}`)
    .replace(/\/effectiveOn\b/g, '--effective');
  return new Fault(error.code, sentence, error.remedy, error.exit, error.more);
}
