/** Markdown helpers shared by the generated pages. */

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
}

export function fence(text: string, language = 'text'): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

/** Joins paragraphs with blank lines and ends the page with a line break. */
export function page(paragraphs: readonly string[]): string {
  return `${paragraphs.join('\n\n')}\n`;
}
