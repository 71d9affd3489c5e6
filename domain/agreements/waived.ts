/** What a plan waives, component by component: at its start, and once a settlement is paid. */

import type { InstructionBody } from '../contracts/instruction.ts';
import { PlanTermsFile, planTermsOf } from '../contracts/plan-terms.ts';
import { addComponents, COMPONENTS, type Components, NO_COMPONENTS } from '../money/components.ts';
import { calculatePlan, type Plan } from '../money/plan/plan.ts';
import { toWire } from '../money.ts';
import type { CalendarDate } from '../time.ts';
import type { PlanProposed } from './agreement-facts.ts';

/** A component with what is waived of it, as the lender's book is told. */
export type WaivedPart = InstructionBody<'waiver'>['components'][number];

/** The plan by its stored terms, which name the day of their figures. */
export const planOf = ({ terms }: PlanProposed, today: CalendarDate): Plan =>
  calculatePlan(planTermsOf(PlanTermsFile.parse(JSON.parse(terms)), today));

/** What is waived at the start, and the discount that a settlement leaves. */
export function waivedIn({ terms, treated, agreed }: Plan): {
  readonly start: Components;
  readonly discount: Components;
} {
  const start = { ...NO_COMPONENTS };
  let owed: Components = terms.debt;
  for (const { component, waived, capitalised } of treated) {
    start[component] += waived;
    const gone = { ...NO_COMPONENTS, [component]: -(waived + capitalised) };
    owed = addComponents(addComponents(owed, gone), { ...NO_COMPONENTS, principal: capitalised });
  }
  const minus = (parts: Components): Components => ({
    ...{ principal: -parts.principal, interest: -parts.interest, fees: -parts.fees, costs: -parts.costs },
  });
  return { start, discount: addComponents(owed, minus(agreed)) };
}

/** The components of which something is waived. */
export const waivedParts = (waived: Components, currency: string): WaivedPart[] =>
  COMPONENTS.filter((name) => waived[name] > 0n).map((component) => ({
    component,
    amount: toWire({ currency, minor: waived[component] }),
  }));
