/** The contracts of complaints: what is told of them, that their receipt was confirmed, and how they ended. */
import { z } from 'zod';
import {
  COMPLAINT_CAUSES,
  COMPLAINT_CHANNELS,
  COMPLAINT_OUTCOMES,
  closingFault,
  REDRESS,
  ROOT_CAUSES,
} from '../complaint-facts.ts';
import { REPORTERS } from '../fact-choices.ts';
import { Money, Reference, Words } from './fields.ts';

const Of = Reference.optional().describe(
  'the complaint: id of its fact, or its source’s id of it; needed where several are open',
);

/** Facts about the complaints of a person. */
export const COMPLAINT_CONTRACTS = {
  complaint: z.strictObject({
    cause: z.enum(COMPLAINT_CAUSES),
    channel: z.enum(COMPLAINT_CHANNELS).describe('how it came; authority: a supervisor or an ombudsman passed it on'),
    agency: Reference.optional().describe('code of the agency complained of; the lender when left out'),
    staff: Words.max(80).optional().describe('whom of the staff, by the name that they record under (--as)'),
    reported: z.enum(REPORTERS).default('person').describe('who tells of it'),
  }),
  'complaint-acknowledged': z.strictObject({ of: Of }),
  'complaint-closed': z
    .strictObject({
      of: Of,
      outcome: z.enum(COMPLAINT_OUTCOMES),
      redress: z.enum(REDRESS).default('none').describe('what the person got for it'),
      amount: Money.optional().describe('of fee-waived or compensation'),
      rootCause: z.enum(ROOT_CAUSES).describe('what lay behind it; no-fault: nothing that was done wrong'),
      reason: Words.describe('why, for the person and for an audit'),
    })
    .superRefine(({ amount, ...said }, { addIssue }) => {
      const fault = closingFault({ ...said, sum: amount !== undefined });
      if (fault !== null) addIssue({ code: 'custom', path: [fault[0]], message: fault[1] });
    }),
} as const;
