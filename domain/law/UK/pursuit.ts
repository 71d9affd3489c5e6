/** What presses the person for the debt, as against what answers, informs or protects them. */
import type { ContactPurpose, LegalAct, LegalIntent } from '../case.ts';

const PRESSING_ACTS: readonly LegalAct[] = ['place', 'file-claim', 'terminate'];
const PRESSING_PURPOSES: readonly ContactPurpose[] = ['demand', 'information', 'locate'];

/** Acts that may pursue a debt; `pursues` tells which of them do. */
export const PURSUIT = ['contact', ...PRESSING_ACTS] as const;

/** Whether the act pursues the debt: a contact does unless it is a notice, an answer or the confirmation of a STOP. */
export const pursues = ({ act, purpose }: LegalIntent): boolean =>
  act === 'contact' ? PRESSING_PURPOSES.includes(purpose) : PRESSING_ACTS.includes(act);
