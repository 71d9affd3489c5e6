/** A repayment plan as it is answered: for programs, and for people as a table with its totals and its sentence. */
import { wireAmount } from '../domain/contracts/answer.ts';
import { LANGUAGES } from '../domain/letter.ts';
import { COMPONENTS, type Component, type Components, sumOf } from '../domain/money/components.ts';
import { showPercent } from '../domain/money/plan/percent.ts';
import type { Plan } from '../domain/money/plan/plan.ts';
import type { Remains } from '../domain/money/plan/remains.ts';
import type { Instalment } from '../domain/money/plan/schedule.ts';
import { plainAmount, showAmount } from '../domain/money.ts';
import { type CalendarDate, weekday } from '../domain/time.ts';
import { statePlan } from '../stages/plan-sentence.ts';
import { type Column, paint, pairs, table, wrap } from './print.ts';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const weekdayOf = (date: CalendarDate): string => WEEKDAYS[weekday(date) - 1] ?? '';

/** The answer with `--json`. */
export function planAnswer(plan: Plan, remains: Remains | null, notes: readonly string[]) {
  const { terms, debt, treated, discount, waived, interest, payable, instalments } = plan;
  const wire = (minor: bigint) => wireAmount(terms.currency, minor);
  const wires = (components: Components) =>
    Object.fromEntries(COMPONENTS.map((name) => [name, wire(components[name])] as const));
  return {
    today: terms.today,
    owed: wire(debt),
    components: wires(terms.debt),
    treated: treated.map(({ component, ...row }) => ({
      component,
      owed: wire(row.owed),
      waived: wire(row.waived),
      capitalised: wire(row.capitalised),
    })),
    discount: wire(discount),
    waived: wire(waived),
    interest: wire(interest),
    payable: wire(payable),
    instalments: instalments.map((instalment, index) => ({
      number: index + 1,
      on: instalment.on,
      weekday: weekdayOf(instalment.on),
      regular: instalment.regular,
      amount: wire(instalment.minor),
      interest: wire(instalment.interest),
      parts: wires(instalment.parts),
      remaining: wire(sumOf(instalment.left)),
    })),
    sentence: Object.fromEntries(LANGUAGES.map((language) => [language, statePlan(plan, language)])),
    notes,
    remains: remains && {
      on: remains.on,
      paid: wire(remains.paid),
      interest: wire(remains.interest),
      settles: wire(sumOf(remains.owed)),
      components: wires(remains.owed),
      over: wire(remains.over),
      instalments: remains.instalments.map(({ on, minor, paid }, index) => ({
        number: index + 1,
        on,
        amount: wire(minor),
        paid: wire(paid),
        open: wire(minor - paid),
      })),
    },
  };
}

/** The answer for people. */
export function planText(plan: Plan, remains: Remains | null, notes: readonly string[]): string {
  const { currency } = plan.terms;
  return [
    paint('bold', `Amounts in ${currency}, figures of ${plan.terms.today}`),
    instalmentTable(plan),
    totals(plan),
    ...notes.map((words) => wrap(words, '')),
    ...(remains === null ? [] : [remainsText(plan, remains)]),
    LANGUAGES.map((language) => statePlan(plan, language)).join('\n'),
  ].join('\n\n');
}

function instalmentTable({ terms, instalments }: Plan): string {
  const show = (minor: bigint) => plainAmount(minor, terms.currency);
  const paid = COMPONENTS.filter((name) => instalments.some(({ parts }) => parts[name] > 0n));
  const part = (name: Component): Column<Instalment> => ({
    title: name,
    of: ({ parts }) => show(parts[name]),
    right: true,
  });
  const columns: Column<Instalment>[] = [
    { title: 'no', of: (instalment) => String(instalments.indexOf(instalment) + 1), right: true },
    {
      title: 'date',
      of: ({ on, regular }) => `${on} ${weekdayOf(on)}${on === regular ? '' : `, moved from ${regular}`}`,
    },
    { title: 'amount', of: ({ minor }) => show(minor), right: true },
    ...paid.map(part),
    { title: 'remaining', of: ({ left }) => show(sumOf(left)), right: true },
  ];
  return table(columns, instalments);
}

function totals({ terms, debt, treated, discount, interest, payable, instalments }: Plan): string {
  const show = (minor: bigint) => showAmount(minor, terms.currency);
  const some = (minor: bigint, words: string) => (minor === 0n ? null : words);
  const rate = terms.interest;
  return pairs([
    ['owed', show(debt)],
    ...treated.map(
      ({ component, waived, capitalised }) =>
        [`  ${component}`, `${show(waived)} waived, ${show(capitalised)} made principal`] as const,
    ),
    ['waived once all is paid', some(discount, show(discount))],
    [
      'interest of the plan',
      rate === null ? 'none' : `${show(interest)}, ${showPercent(rate.percent)} % a year, ${rate.dayCount}`,
    ],
    ['to pay', show(payable)],
    ['first payment', instalments[0]?.on ?? null],
    ['last payment', instalments.at(-1)?.on ?? null],
  ]);
}

function remainsText({ terms }: Plan, { on, paid, owed, over, instalments }: Remains): string {
  const show = (minor: bigint) => showAmount(minor, terms.currency);
  const isPart = instalments.find((instalment) => instalment.paid > 0n && instalment.paid < instalment.minor);
  const next = instalments.find((instalment) => instalment.paid < instalment.minor);
  const made = COMPONENTS.filter((name) => owed[name] > 0n).map((name) => `${name} ${show(owed[name])}`);
  return pairs([
    [`paid by ${on}`, show(paid)],
    [
      'instalments paid whole',
      `${instalments.filter((item) => item.paid === item.minor).length} of ${instalments.length}`,
    ],
    ['paid in part', isPart === undefined ? null : `${show(isPart.paid)} of ${show(isPart.minor)}, ${isPart.on}`],
    ['oldest open', next === undefined ? null : `${show(next.minor - next.paid)}, ${next.on}`],
    [`ends the plan on ${on}`, show(sumOf(owed))],
    ['made of', made.length === 0 ? null : made.join(', ')],
    ['paid too much', over === 0n ? null : show(over)],
  ]);
}
