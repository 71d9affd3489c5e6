/** `arrears afford sheet`: the blank income and expense sheet of a country. Needs nothing running. */
import { PERIOD_WORDS, PERIODS } from '../../domain/care/affordability/periods.ts';
import {
  GROUP_WORDS,
  LINE_GROUPS,
  type LineGroup,
  SHEET_COUNTRIES,
  SHEET_LINES,
  type SheetCountry,
  type SheetLine,
} from '../../domain/care/affordability/sheet-lines.ts';
import { blankSheet } from '../../domain/contracts/income-expense.ts';
import type { ByLanguage, Language } from '../../domain/letter.ts';
import { readChoice, today } from '../input.ts';
import { answer, type Column, type OutputOptions, paint, table, wrap } from '../print.ts';

interface SheetOptions extends OutputOptions {
  language: Language;
}

const TITLES = {
  id: { en: 'line', 'zh-Hans': '编号' },
  words: { en: 'what', 'zh-Hans': '内容' },
  priority: { en: 'priority', 'zh-Hans': '优先' },
  amount: { en: 'amount', 'zh-Hans': '金额' },
  per: { en: 'how often', 'zh-Hans': '周期' },
  owed: { en: 'owed', 'zh-Hans': '余额' },
  paid: { en: 'paid', 'zh-Hans': '还款' },
} as const satisfies Record<string, ByLanguage>;

export async function showSheet(typed: string, { language, ...options }: SheetOptions): Promise<void> {
  const names = new Map(SHEET_COUNTRIES.map((name) => [name.toLowerCase(), name]));
  const country = names.get(typed.toLowerCase()) ?? readChoice(typed, SHEET_COUNTRIES, 'The country');
  answer(options, blankSheet(country, language, today()), () =>
    [...LINE_GROUPS.map((group) => groupText(country, group, language)), periodText(language)].join('\n\n'),
  );
}

/** "How often: week; fortnight = two weeks; ...". */
function periodText(language: Language): string {
  const periods = PERIODS.map((period) => {
    const words = PERIOD_WORDS[period][language];
    return words === period ? period : `${period} = ${words}`;
  });
  return wrap(`${TITLES.per[language]}: ${periods.join('; ')}`, '');
}

function groupText(country: SheetCountry, group: LineGroup, language: Language): string {
  const blank = (title: ByLanguage): Column<SheetLine> => ({ title: title[language], of: () => '________' });
  const mark: Column<SheetLine> = { title: TITLES.priority[language], of: ({ priority }) => (priority ? 'x' : '') };
  const rows = table<SheetLine>(
    [
      { title: `  ${TITLES.id[language]}`, of: ({ id }) => `  ${id}` },
      { title: TITLES.words[language], of: ({ words }) => words[language] },
      ...(group === 'debt' ? [mark, blank(TITLES.owed), blank(TITLES.paid)] : [blank(TITLES.amount)]),
      blank(TITLES.per),
    ],
    SHEET_LINES[country].filter((line) => line.group === group),
  );
  return `${paint('bold', GROUP_WORDS[group][language])}\n${rows}`;
}
