/** Faults of a contract as faults of a text: each with its place, and the nearest right name where a name is wrong. */
import type { z } from 'zod';
import { suggest } from '../nearest.ts';
import type { TextFault, TextPath, YamlText } from './strict-yaml.ts';

type Issue = z.core.$ZodIssue;

/** The faults that a contract finds in a text. `keysAt` names the keys that may stand at a path. */
export function faultsOfText(
  text: YamlText,
  { issues }: z.ZodError,
  keysAt: (path: TextPath) => readonly string[],
  page: string,
): TextFault[] {
  return issues.flatMap((issue) => {
    const path = issue.path as TextPath;
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        ...text.placeOfKey([...path, key]),
        rule: 'unknown-field',
        what: `${nameOf([...path, key])} is no field here`,
        remedy: suggest(key, keysAt(path)),
      }));
    const [what, remedy] = isMissing(text.value, path) ? missing(page) : wordsOf(issue, page);
    return [{ ...text.placeOf(path), rule: 'field', what: `${nameOf(path)} ${what}`, remedy }];
  });
}

/** "ladders[0].stages.sms" of a path; "the file" of the top. */
export function nameOf(path: TextPath): string {
  if (path.length === 0) return 'the file';
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('');
}

const missing = (page: string): [string, string] => ['is missing', `Add it; ${page} describes it.`];

/** Whether there is nothing at the path. */
function isMissing(value: unknown, path: TextPath): boolean {
  let inner = value;
  for (const part of path) inner = (inner as Record<string | number, unknown> | null)?.[part];
  return path.length > 0 && inner === undefined;
}

function wordsOf(issue: Issue, page: string): [what: string, remedy: string] {
  switch (issue.code) {
    case 'invalid_type':
      return [`is no ${KINDS[issue.expected] ?? issue.expected}`, `Write one; ${page} shows the form.`];
    case 'invalid_value': {
      const values = issue.values.map(String);
      return ['is none of the values that are known', `One of: ${values.join(', ')}.`];
    }
    case 'too_small':
      return [`is less than ${issue.minimum}`, `Give at least ${issue.minimum}${OF[issue.origin] ?? ''}.`];
    case 'too_big':
      return [`is more than ${issue.maximum}`, `Give at most ${issue.maximum}${OF[issue.origin] ?? ''}.`];
    case 'invalid_union':
      return ['has none of the forms that are known', `Write it as ${page} shows.`];
    default:
      return [issue.message, `Correct it; ${page} describes the field.`];
  }
}

const KINDS: Readonly<Record<string, string>> = {
  int: 'whole number',
  number: 'number',
  string: 'text',
  object: 'block of fields',
  array: 'list',
};
const OF: Readonly<Record<string, string>> = { string: ' characters', array: ' entries', object: ' fields' };
