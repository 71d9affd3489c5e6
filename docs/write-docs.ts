/** Writes the pages of docs/ that are made from the code: npm run docs */
import { writeFileSync } from 'node:fs';
import { affordabilityPage } from './pages/affordability.ts';
import { carePage } from './pages/care.ts';
import { complaintsPage } from './pages/complaints.ts';
import { configurationPage } from './pages/configuration.ts';
import { disputesPage } from './pages/disputes.ts';
import { eventsPage } from './pages/events.ts';
import { lawPage } from './pages/law.ts';
import { messagesPage } from './pages/messages.ts';
import {
  affordabilityGuidelinesSchema,
  bankMappingSchema,
  bookInstructionSchema,
  experimentSchema,
  gateCaseSchema,
  incomeExpenseSchema,
  planTermsSchema,
  ruleFileSchema,
  strategyFileSchema,
} from './pages/schemas.ts';
import { scorePage } from './pages/score.ts';
import { STRATEGY_PAGES, strategiesPage } from './pages/strategies.ts';

/** File below docs/ -> its text. */
export const PAGES: Readonly<Record<string, () => string>> = {
  'affordability-guidelines.schema.json': affordabilityGuidelinesSchema,
  'affordability.md': affordabilityPage,
  'bank-mapping.schema.json': bankMappingSchema,
  'book-instruction.schema.json': bookInstructionSchema,
  'care.md': carePage,
  'complaints.md': complaintsPage,
  'configuration.md': configurationPage,
  'disputes.md': disputesPage,
  'events.md': eventsPage,
  'experiment.schema.json': experimentSchema,
  'gate-case.schema.json': gateCaseSchema,
  'income-expense.schema.json': incomeExpenseSchema,
  'law.md': lawPage,
  'messages.md': messagesPage,
  'plan-terms.schema.json': planTermsSchema,
  'rules.schema.json': ruleFileSchema,
  'score.md': scorePage,
  'strategies.md': strategiesPage,
  'strategy.schema.json': strategyFileSchema,
  ...STRATEGY_PAGES,
};

if (process.argv[1] === import.meta.filename) {
  for (const [file, page] of Object.entries(PAGES)) writeFileSync(new URL(file, import.meta.url), page());
}
