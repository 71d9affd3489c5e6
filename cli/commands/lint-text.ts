/** `arrears lint-text FILE`: forbidden phrases of a text, with the rules of law that they break. Needs nothing running. */
import { readFileSync } from 'node:fs';
import { lintText, type PhraseFinding } from '../../domain/law/content/lint.ts';
import { LANGUAGES, type Language } from '../../domain/letter.ts';
import { EXIT, Fault } from '../fault.ts';
import { answer, count, type OutputOptions, paint, plain } from '../print.ts';

interface LintOptions extends OutputOptions {
  language?: Language;
}

/** A finding with its place as people count: from 1, columns in characters. */
interface PlacedFinding extends PhraseFinding {
  readonly language: Language;
  readonly line: number;
  readonly column: number;
}

/** Answers 1 when a phrase was found, so that a script can stop at it. */
export async function lintFile(path: string, options: LintOptions): Promise<number> {
  const languages = options.language === undefined ? LANGUAGES : [options.language];
  const text = readText(path);
  const findings = languages
    .flatMap((language) => lintText(text, language).map((finding) => placed(text, finding, language)))
    .sort((a, b) => a.at - b.at);
  answer(options, { findings }, () => findingsText(findings));
  return findings.length === 0 ? EXIT.done : EXIT.notDone;
}

/** The text of a file; `-` is standard input. Throws a Fault for what is no UTF-8. */
function readText(path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path === '-' ? 0 : path));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Fault('file-refused', 'The text is not UTF-8.', 'Save it as UTF-8; nothing was checked.');
  }
}

function placed(text: string, finding: PhraseFinding, language: Language): PlacedFinding {
  const lines = text.slice(0, finding.at).split('\n');
  return { ...finding, language, line: lines.length, column: [...(lines.at(-1) ?? '')].length + 1 };
}

function findingsText(findings: readonly PlacedFinding[]): string {
  if (findings.length === 0)
    return 'No forbidden phrase was found. A list of phrases does not judge what a text means.';
  const lines = findings.map(
    ({ line, column, kind, phrase, rules }) =>
      `${line}:${column}  ${paint('red', kind)}  ${plain(phrase)}  (${rules.join(', ')})`,
  );
  return [...lines, `${count(findings.length, 'forbidden phrase')}.`].join('\n');
}
