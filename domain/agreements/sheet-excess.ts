/** In what a plan asks for more than the income and expense sheet of the person leaves. */
import type { SheetRecorded } from '../care/affordability/sheet-facts.ts';
import { showAmount } from '../money.ts';
import { addMonths } from '../time.ts';
import type { PlanPart } from './agreement-facts.ts';

/**
 * Words for what exceeds the sheet that counts; empty where nothing does, or where there is no sheet. The parts are in
 * the order of their dates and in `currency`. Parts less than a month apart are paid from the income of one month.
 */
export function excessOverSheet(
  parts: readonly PlanPart[],
  sheet: Pick<SheetRecorded, 'offer'> | null,
  currency: string,
): string[] {
  if (sheet === null) return [];
  const { offer } = sheet;
  if (offer === undefined) return ['the sheet of income and expenses leaves nothing to pay'];
  if (offer.currency !== currency) return [`the sheet of income and expenses is in ${offer.currency}`];
  const most = parts.reduce((sum, part) => {
    const month = addMonths(part.on, 1);
    const asked = parts.reduce((all, { on, minor }) => (on >= part.on && on < month ? all + minor : all), 0n);
    return asked > sum ? asked : sum;
  }, 0n);
  if (most <= offer.minor) return [];
  const [asked, left] = [showAmount(most, currency), showAmount(offer.minor, currency)];
  return [`it asks for ${asked} in a month, and the sheet of income and expenses leaves ${left}`];
}
