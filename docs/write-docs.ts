/** Writes the pages of docs/ that are made from the code: npm run docs */
import { writeFileSync } from 'node:fs';
import { configurationPage } from './pages/configuration.ts';
import { eventsPage } from './pages/events.ts';
import { messagesPage } from './pages/messages.ts';

/** File below docs/ -> its text. */
export const PAGES: Readonly<Record<string, () => string>> = {
  'configuration.md': configurationPage,
  'events.md': eventsPage,
  'messages.md': messagesPage,
};

if (process.argv[1] === import.meta.filename) {
  for (const [file, page] of Object.entries(PAGES)) writeFileSync(new URL(file, import.meta.url), page());
}
