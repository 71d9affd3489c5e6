/** `arrears approve TASK`: the second person approves, or refuses with a reason. */
import { openApiClient } from '../api-client.ts';
import { asTyped } from '../facts.ts';
import { readName, readTask } from '../input.ts';
import { answer, type OutputOptions } from '../print.ts';

export async function answerApproval(
  no: string,
  options: OutputOptions & { as?: string; refuse?: string },
): Promise<void> {
  const task = readTask(no);
  const as = readName(options.as);
  const { refuse } = options;
  const api = openApiClient();
  const sent =
    refuse === undefined
      ? api.post(`/v1/tasks/${task}/approve`, { as })
      : api.post(`/v1/tasks/${task}/refuse`, { as, reason: refuse });
  const recorded = await sent.catch((error) => Promise.reject(asTyped(error)));
  answer(options, recorded, () => `Task ${task} is ${refuse === undefined ? 'approved' : 'refused'} by ${as}.`);
}
