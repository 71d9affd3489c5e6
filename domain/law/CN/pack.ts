/** Mainland China. */
import type { Pack } from '../rule.ts';
import { CONTACT_RULES } from './contact-rules.ts';
import { DUTIES } from './duties.ts';
import { STAGE_RULES } from './stage-rules.ts';

/** Mainland China. */
export const CN: Pack = {
  name: 'CN',
  title: 'Mainland China',
  version: '2026-12-01',
  rules: [...CONTACT_RULES, ...STAGE_RULES, ...DUTIES],
  notCovered: [
    'The texts of GB/T 45251-2025 and of the guideline of the China Banking Association were not seen: their rules ' +
      'are those that the press states, without article numbers.',
    'All rules bind every lender here. GB/T 45251-2025 is a recommended standard for online consumer credit, and the ' +
      'guideline binds members of the association.',
    'Other agreements on how often a number is called (CN-FREQ-02) are not known to the gate.',
    'A refusal of one contact person (CN-TARGET-04) bars all contact persons of the debtor.',
    'Nobody tells the gate yet that a guarantee period has ended: guaranteeEnd computes the day, and the creditor ' +
      'must give the status guarantee-ended. Whether the creditor of a general guarantee sued the debtor in that ' +
      'period is not checked.',
    'Limitation is not suspended (民法典 art. 194). A suit restarts it on the day that is told, not at the end of the ' +
      'proceedings. What comes after its end never revives it here: whether it waived the defence is for counsel.',
    'A last day of limitation outside the years of domain/calendars/china.ts is not moved past holidays, so it may ' +
      'be some days early.',
    'That a credit entry is publicly disclosed by law, and so needs no notice (征信业管理条例 art. 15), is not known.',
    'The mark of an open dispute in the creditor’s own book (信用卡办法 art. 69) is not checked.',
    'Texts are judged only where it is known what they mention: what a collector says, and what an agency writes, is ' +
      'not.',
    'Criminal law, the rules of provinces and cities, and the courts’ practice on interest of licensed lenders are ' +
      'not covered.',
  ],
};
