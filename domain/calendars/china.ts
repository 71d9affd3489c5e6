/**
 * Mainland China: each year the General Office of the State Council decrees the holidays and the weekend days that are
 * worked instead, in October or November of the year before.
 */
import type { DatedYear } from './dated-year.ts';

/** One row a decree (国务院办公厅关于…年部分节假日安排的通知), without gaps. */
export const CHINA: readonly DatedYear[] = [
  {
    year: 2024,
    source: '国办发明电〔2023〕7号, 2023-10-25',
    off: '01-01 02-10/02-17 04-04/04-06 05-01/05-05 06-10 09-15/09-17 10-01/10-07',
    worked: '02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12',
  },
  {
    year: 2025,
    source: '国办发明电〔2024〕12号, 2024-11-12',
    off: '01-01 01-28/02-04 04-04/04-06 05-01/05-05 05-31/06-02 10-01/10-08',
    worked: '01-26 02-08 04-27 09-28 10-11',
  },
  {
    year: 2026,
    source: '国务院办公厅关于2026年部分节假日安排的通知, 2025-11-04',
    off: '01-01/01-03 02-15/02-23 04-04/04-06 05-01/05-05 06-19/06-21 09-25/09-27 10-01/10-07',
    worked: '01-04 02-14 02-28 05-09 09-20 10-10',
  },
];
