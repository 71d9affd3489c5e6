/** The JSON Schemas in docs/, from the contracts that files are validated with. */
import { z } from 'zod';
import { AffordabilityGuidelines } from '../../domain/contracts/affordability-guidelines.ts';
import { BankMapping } from '../../domain/contracts/bank-mapping.ts';
import { Experiment } from '../../domain/contracts/experiment.ts';
import { GateCase } from '../../domain/contracts/gate-case.ts';
import { IncomeExpense } from '../../domain/contracts/income-expense.ts';
import { InstructionEvent } from '../../domain/contracts/instruction-event.ts';
import { PlanTermsFile } from '../../domain/contracts/plan-terms.ts';
import { RuleFile } from '../../domain/contracts/rule-file.ts';
import { strategyFile } from '../../domain/contracts/strategy-file.ts';
import { LADDER } from '../../stages/index.ts';

export const bankMappingSchema = (): string =>
  schemaOf(BankMapping, {
    title: 'How the CSV statements of a bank are read',
    description: 'Which column holds what, and how it is written. docs/bank-statements.md describes it.',
  });

export const bookInstructionSchema = (): string =>
  schemaOf(InstructionEvent, {
    title: 'An instruction to the lender’s book',
    description:
      'A line of the day’s file, and an item of GET /v1/book-instructions. No personal data. docs/book-instructions.md describes it.',
  });

export const gateCaseSchema = (): string =>
  schemaOf(GateCase, {
    title: 'A situation for the gate of the law',
    description:
      'What `arrears gate` reads: one act towards a person about a debt, and what is known of both. No personal data.',
  });

export const incomeExpenseSchema = (): string =>
  schemaOf(IncomeExpense, {
    title: 'An income and expense sheet',
    description:
      'What `arrears afford` reads: what a household gets, spends and owes. No personal data. docs/affordability.md lists the lines and says what is refused besides.',
  });

export const affordabilityGuidelinesSchema = (): string =>
  schemaOf(AffordabilityGuidelines, {
    title: 'Guidelines of a lender for income and expense sheets',
    description:
      'What `arrears afford --guidelines` reads: bounds of expenses, and the numbers of an offer. docs/affordability.md says what is refused besides.',
  });

export const ruleFileSchema = (): string =>
  schemaOf(RuleFile, {
    title: 'Rules of the lender’s own',
    description:
      'What ARREARS_RULES names and `arrears law publish` reads: rules asked beside the law. docs/law.md says what is refused besides.',
  });

export const experimentSchema = (): string =>
  schemaOf(Experiment, {
    title: 'An experiment',
    description:
      'What `arrears experiment` reads: who is compared by what, said beforehand. docs/experiments.md describes it.',
  });

export const planTermsSchema = (): string =>
  schemaOf(PlanTermsFile, {
    title: 'Terms of a repayment plan',
    description:
      'What `arrears plan calculate` reads: what is owed, how it is paid, what interest does, what is waived. docs/plans.md describes it.',
  });

export const strategyFileSchema = (): string =>
  schemaOf(strategyFile(LADDER), {
    title: 'A strategy',
    description:
      'What `arrears strategy` reads, as YAML: segments, and for each the stages, days, channels, offers and terms. docs/strategies.md says what is refused besides.',
  });

function schemaOf(contract: z.ZodType, head: { title: string; description: string }): string {
  const { $schema, ...schema } = z.toJSONSchema(contract, { io: 'input' });
  return `${JSON.stringify({ $schema, ...head, ...schema }, null, 2)}\n`;
}
