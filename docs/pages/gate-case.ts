/** docs/gate-case.schema.json: the JSON schema of a situation, from the contract that `arrears gate` validates with. */
import { z } from 'zod';
import { GateCase } from '../../domain/contracts/gate-case.ts';

export function gateCaseSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(GateCase, { io: 'input' });
  const head = {
    $schema,
    title: 'A situation for the gate of the law',
    description:
      'What `arrears gate` reads: one act towards a person about a debt, and what is known of both. No personal data.',
  };
  return `${JSON.stringify({ ...head, ...schema }, null, 2)}\n`;
}
