/** Every error is sent as RFC 9457 problem details, made from the one table of problems. */
import { randomUUID } from 'node:crypto';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type Fault, faultsOf, showFaults } from '../domain/contracts/event.ts';
import type { TextFault } from '../domain/contracts/strict-yaml.ts';
import { PROBLEM_CODES, Problem } from '../domain/problems.ts';
import { isUnavailable } from '../platform/database-errors.ts';

export const ProblemAnswer = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(PROBLEM_CODES),
  remedy: z.string(),
  retry: z.boolean().describe('the same request may succeed later'),
  faults: z
    .array(z.object({ pointer: z.string(), words: z.string() }))
    .optional()
    .describe('which fields, as JSON pointers; of a file /row/column, of a text /line/column'),
});
export type ProblemDetails = z.infer<typeof ProblemAnswer>;

const titleOf = (code: string): string => code[0]?.toUpperCase() + code.slice(1).replaceAll('-', ' ');

/** The details of a problem; `status` when the protocol needs another than the table's. */
export function toDetails(problem: Problem, status = problem.status): ProblemDetails {
  const { code, message, remedy, retry, cause } = problem;
  return {
    type: `urn:arrears:problem:${code}`,
    title: titleOf(code),
    status,
    detail: message,
    code,
    remedy,
    retry,
    ...(Array.isArray(cause) ? { faults: cause.map(toFault) } : {}),
  };
}

/** A fault of a file, as the file's reader names it. */
interface FileFault {
  row: number;
  column: string;
  reason: string;
}
function toFault(fault: Fault | FileFault | TextFault): Fault {
  if ('pointer' in fault) return fault;
  if ('line' in fault) return { pointer: `/${fault.line}/${fault.column}`, words: `${fault.what}. ${fault.remedy}` };
  return { pointer: `/${fault.row}${fault.column === '' ? '' : `/${fault.column}`}`, words: fault.reason };
}

/** Any error as a Problem; an unexpected one gets a reference to find it in the log. */
export function toProblem(
  error: unknown,
  log: (reference: string, error: unknown) => void,
): { problem: Problem; status: number } {
  if (error instanceof Problem) return { problem: error, status: error.status };
  if (hasZodFastifySchemaValidationErrors(error)) {
    const issues = error.validation.map(({ keyword, instancePath, message, params }) => ({
      code: keyword,
      path: instancePath.split('/').filter(Boolean),
      message: message ?? 'not valid',
      keys: params['keys'] as string[] | undefined,
    }));
    const faults = faultsOf({ issues });
    const problem = new Problem('invalid-request', { faults: showFaults(faults) }, { cause: faults });
    return { problem, status: problem.status };
  }
  const { code, statusCode: status } = error as Partial<FastifyError>;
  if (code === 'FST_ERR_BAD_URL')
    return { problem: new Problem('invalid-request', { faults: 'the address is not UTF-8' }), status: 400 };
  if (status !== undefined && status >= 400 && status < 500) {
    const words = error instanceof Error ? error.message : 'not valid';
    return { problem: new Problem('invalid-request', { faults: words }), status };
  }
  if (isUnavailable(error)) {
    const problem = new Problem('overloaded');
    return { problem, status: problem.status };
  }
  const reference = randomUUID();
  log(reference, error);
  return { problem: new Problem('unexpected', { reference }), status: 500 };
}

export function replyProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { problem, status } = toProblem(error, (reference, cause) =>
    request.log.error({ reference, err: cause }, 'unexpected'),
  );
  if (problem.code === 'overloaded') request.log.warn({ err: error }, 'the database was not available');
  if (problem.retry) reply.header('retry-after', '1');
  return reply.code(status).type('application/problem+json').send(toDetails(problem, status));
}
