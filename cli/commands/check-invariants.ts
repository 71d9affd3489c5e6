/** `arrears check`: what must always hold. Exit code 1 when something does not. */
import type { CheckView } from '../../domain/contracts/views.ts';
import { openApiClient } from '../api-client.ts';
import { EXIT } from '../fault.ts';
import { answer, count, type OutputOptions, paint, table } from '../print.ts';

export async function checkInvariants(options: OutputOptions & { days?: number }): Promise<number> {
  const { days } = options;
  const result = await openApiClient().get<CheckView>(`/v1/check${days === undefined ? '' : `?days=${days}`}`);
  answer(options, result, () => checkText(result));
  return result.violations.length === 0 ? EXIT.done : EXIT.notDone;
}

function checkText({ checked, violations, notProvable }: CheckView): string {
  const counts = table(
    [
      { title: 'invariant', of: ([name]) => name },
      { title: 'checked', of: ([, n]) => String(n), right: true },
      {
        title: 'violated',
        of: ([name]) => String(violations.filter((violation) => violation.invariant === name).length),
        right: true,
      },
    ],
    Object.entries(checked),
  );
  const unproved = notProvable.map(
    (found) => `\n${paint('yellow', `Not provable: ${count(found.count, 'send')} ${found.why}.`)}`,
  );
  const asked = `${counts}${unproved.join('')}`;
  if (violations.length === 0)
    return `${asked}\n${paint('green', unproved.length === 0 ? 'Everything holds.' : 'Everything that can be proved holds.')}`;
  const found = table(
    [
      { title: 'invariant', of: (violation) => violation.invariant },
      { title: 'account', of: (violation) => violation.account },
      { title: 'evidence', of: (violation) => violation.evidence },
    ],
    violations,
  );
  return `${asked}\n\n${found}\n${paint('red', `${count(violations.length, 'violation')}.`)}`;
}
