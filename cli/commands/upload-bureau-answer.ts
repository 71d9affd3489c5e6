/** `arrears bureau-answer BUREAU FILE`. */
import type { BureauAnswerSummary } from '../../engine/files/bureau-answer.ts';
import { count } from '../print.ts';
import { type FileOptions, uploadFile } from '../upload-file.ts';

type UploadAnswer = Omit<BureauAnswerSummary, 'nudge'>;

export async function uploadBureauAnswer(bureau: string, path: string, options: FileOptions): Promise<void> {
  await uploadFile<UploadAnswer>(bureau, path, options, {
    path: '/v1/bureau-answers',
    what: 'the bureau',
    sendersOf: (creditor) => (creditor.bureau === null ? [] : [creditor.bureau]),
    text: answerText,
  });
}

function answerText({ before, month, acknowledged, rejected }: UploadAnswer): string {
  if (before) return 'This very file was taken before; nothing was done now.';
  return `The bureau took ${count(acknowledged, 'record')} of ${month} and did not take ${rejected}.`;
}
