/** Rows of the table of problems (domain/problems.ts) about repayment plans as agreements. */
export const AGREEMENT_PROBLEMS = {
  'plan-terms-invalid': {
    status: 422,
    retry: false,
    sentence: 'The plan is not valid: {faults}.',
    remedy: 'Correct it; nothing was proposed. docs/plans.md lists the fields and what they may hold.',
  },
  'unknown-plan': {
    status: 404,
    retry: false,
    sentence: '{account} has no plan {plan}.',
    remedy: 'npx arrears plan show lists the plans of an account.',
  },
  'plan-account-closed': {
    status: 409,
    retry: false,
    sentence: 'The account is closed: nothing is agreed about it any more.',
    remedy: 'Nothing more is to be done.',
  },
  'plan-placed': {
    status: 409,
    retry: false,
    sentence: 'The account is with the agency {agency}, which agrees plans there.',
    remedy: 'Recall it first; once it is back, propose the plan.',
  },
  'plan-disputed': {
    status: 409,
    retry: false,
    sentence: 'The debt is disputed as a whole: nothing is agreed about it before that is answered.',
    remedy: 'Close the dispute first: npx arrears tasks --kind review-dispute.',
  },
  'plan-barred': {
    status: 409,
    retry: false,
    sentence: 'The time to sue for this debt was over on {lastDay}: no plan and no acknowledgement is asked for.',
    remedy: 'Take what the person pays of their own will, and record it as a payment.',
  },
  'plan-above-owed': {
    status: 409,
    retry: false,
    sentence: 'The plan is over {amount}; {owed} is owed and not disputed.',
    remedy: 'Propose a plan over at most what is owed, or leave the amount out.',
  },
  'plan-settles-part': {
    status: 422,
    retry: false,
    sentence: 'A settlement is for all that is owed, {owed}; this one is about {amount}.',
    remedy: 'Leave the amount out, or propose a plan without a settlement.',
  },
  'plan-needs-approval': {
    status: 409,
    retry: false,
    sentence: 'Plan {plan} waits for a second person: {exceeds}.',
    remedy: 'Somebody else answers the task: npx arrears tasks --kind approve-plan.',
  },
  'plan-not-open': {
    status: 409,
    retry: false,
    sentence: 'Plan {plan} is {state}: this cannot be done with it.',
    remedy: 'npx arrears plan show lists the plans of an account. Propose another where none is open.',
  },
  'plan-changed': {
    status: 409,
    retry: false,
    sentence: 'What was agreed to is not what plan {plan} says now.',
    remedy: 'Read the text of the plan again with the person: npx arrears plan show. Accept it with its own digest.',
  },
} as const;
