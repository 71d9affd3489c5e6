/** Writes the golden answers anew, after a change of a rule that is meant: npx tsx tests/golden/answer.ts */
import { writeAnswers } from './answers.ts';

writeAnswers();
