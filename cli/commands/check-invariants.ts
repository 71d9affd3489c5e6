/** `arrears check`: what must always hold. Exit code 1 when something does not. */
import type { CheckView } from '../../domain/contracts/views.ts';
import { openApiClient } from '../api-client.ts';
import { EXIT } from '../fault.ts';
import { answer, count, type OutputOptions, paint, table } from '../print.ts';

export async function checkInvariants(options: OutputOptions): Promise<number> {
  const result = await openApiClient().get<CheckView>('/v1/check');
  answer(options, result, () => checkText(result));
  return result.violations.length === 0 ? EXIT.done : EXIT.notDone;
}

function checkText({ checked, violations }: CheckView): string {
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
  if (violations.length === 0) return `${counts}\n${paint('green', 'Everything holds.')}`;
  const found = table(
    [
      { title: 'invariant', of: (violation) => violation.invariant },
      { title: 'account', of: (violation) => violation.account },
      { title: 'evidence', of: (violation) => violation.evidence },
    ],
    violations,
  );
  return `${counts}\n\n${found}\n${paint('red', `${count(violations.length, 'violation')}.`)}`;
}
