/** What rules need of a creditor's terms. */
import type { CreditorTerms } from './contracts/creditor.ts';
import { contactCostsOf } from './costs.ts';
import type { CreditorFacts } from './creditor-facts.ts';
import { floorsOf } from './floors.ts';

interface Creditor {
  id: string;
  code: string;
  zone: string;
  currency: string;
  terms: CreditorTerms;
}

/** The creditor as rules see it: what its terms leave out has the shipped value. */
export function creditorFactsOf({ id, code, zone, currency, terms }: Creditor): CreditorFacts {
  const floors = floorsOf(terms.floors, currency);
  return {
    id,
    code,
    zone,
    country: terms.country ?? null,
    actsAs: terms.actsAs ?? 'creditor',
    closedDays: terms.closedDays ?? [],
    agencies: terms.agencies,
    bureau: terms.bureau?.code ?? '',
    bookLagDays: terms.bookLagDays ?? {},
    contactFloor: floors.contact,
    callFloor: floors.call,
    placementFloor: floors.placement,
    legalFloor: floors.legal,
    costFloor: floors.cost,
    bureauFloor: floors.bureau,
    costs: contactCostsOf(terms.costs, currency),
    limitationYears: terms.limitationYears,
    arrangements: terms.arrangements,
    breathingSpaceDays: terms.breathingSpaceDays,
    education: terms.education,
    silenceMonths: terms.silenceMonths,
    complaintDays: terms.complaintDays,
    bookAnswerDays: terms.bookAnswerDays,
    planAuthority: terms.planAuthority?.map(({ upToDebt, ...row }) => ({
      ...row,
      upToDebt: upToDebt === undefined ? undefined : BigInt(upToDebt),
    })),
    certificateDays: terms.certificateDays,
    debits: terms.debits,
    answersFrom: terms.answersFrom,
  };
}
