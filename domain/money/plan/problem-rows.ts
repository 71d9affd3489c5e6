/** Rows of the table of problems (domain/problems.ts) about repayment plans. */
export const PLAN_PROBLEMS = {
  'plan-instalment-zero': {
    status: 422,
    retry: false,
    sentence: '{amount} in {number} instalments would leave an instalment of nothing.',
    remedy: 'Give fewer instalments; where they are rounded to whole units of the currency, round to the minor unit.',
  },
  'plan-interest-too-long': {
    status: 422,
    retry: false,
    sentence:
      'Over {number} instalments the interest leaves no even ones: the last would be more than twice the others.',
    remedy: 'Give fewer instalments, or put the interest on top of each (on-top).',
  },
  'plan-never-ends': {
    status: 422,
    retry: false,
    sentence:
      'An instalment of {instalment} does not cover the interest, up to {interest} each time: the debt would never end.',
    remedy: 'Give a larger instalment or a lower rate.',
  },
  'plan-too-many-instalments': {
    status: 422,
    retry: false,
    sentence: 'With an instalment of {instalment} it takes more than {most} instalments.',
    remedy: 'Give a larger instalment.',
  },
  'plan-ends-early': {
    status: 422,
    retry: false,
    sentence: 'Everything is paid after {paid} instalments, before the last step begins.',
    remedy: 'Leave out the steps that nothing is left for.',
  },
  'plan-nothing-left': {
    status: 422,
    retry: false,
    sentence: 'Expenses of {expenses} leave nothing of an income of {income}.',
    remedy: 'No instalment is affordable: look at a time without payment or a settlement, and at care for the person.',
  },
  'plan-below-least': {
    status: 422,
    retry: false,
    sentence: 'The share of the income is {instalment}, less than the least instalment of {least}.',
    remedy: 'It is not raised above the share. Lower the least instalment, or look at a time without payment.',
  },
  'plan-waiver-too-large': {
    status: 422,
    retry: false,
    sentence: 'More of the {component} would be waived, {waived}, than is owed of it, {owed}.',
    remedy: 'Waive at most what is owed, or "all" of it.',
  },
  'plan-nothing-owed': {
    status: 422,
    retry: false,
    sentence: 'Nothing is left to pay.',
    remedy: 'Waive less: without an amount there is no plan.',
  },
  'plan-no-discount': {
    status: 422,
    retry: false,
    sentence: 'A settlement of {settlement} waives nothing of {owed}.',
    remedy: 'Give less than what is owed, or leave the settlement out.',
  },
  'plan-ends-late': {
    status: 422,
    retry: false,
    sentence: 'The last payment would be on {on}, after the last day, {lastDay}.',
    remedy: 'Give fewer instalments, an earlier first payment or a later last day.',
  },
  'plan-beyond-calendar': {
    status: 422,
    retry: false,
    sentence: 'The last payment would be after the year 2199.',
    remedy: 'Give fewer instalments or an earlier first payment.',
  },
} as const;
