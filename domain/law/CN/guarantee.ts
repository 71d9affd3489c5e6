/** Guarantees in mainland China: 民法典 arts 692 and 693. */
import { addMonths, type CalendarDate } from '../../time.ts';

/** Months from the due date where no period was agreed. */
const MONTHS = 6;

/**
 * The last day of the guarantee period: that which was agreed, or six months from the due date of the debt. Nothing
 * suspends, restarts or extends it. An agreed end by the due date counts as none.
 */
export const guaranteeEnd = (dueOn: CalendarDate, agreedEnd: CalendarDate | null): CalendarDate =>
  agreedEnd !== null && agreedEnd > dueOn ? agreedEnd : addMonths(dueOn, MONTHS);
