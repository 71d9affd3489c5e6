/**
 * Invented persons for the real accounts, from a seed. Phone numbers are from 555-0100 to 555-0199, e-mail addresses in
 * example.com.
 */
import type { Language } from '../domain/letter.ts';
import { draw, drawBetween, drawn, drawOne } from '../simulation/behaviour/draw.ts';

export interface MadePerson {
  number: string;
  name: string;
  language: Language;
  /** Empty if the lender has none. */
  email: string;
  phone: string;
  address: string;
}

/** North American area codes in use; 555-01xx is reserved in each. */
const AREA_CODES = [
  201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 224, 225, 228, 229, 231, 234,
  239, 240, 248, 251, 252, 253, 254, 256, 260, 262, 267, 269, 270, 276, 281, 301, 302, 303, 304, 305, 307, 308, 309,
  310, 312, 313, 314, 315, 316, 317, 318, 319,
] as const;
const NUMBERS_A_CODE = 100;

const SURNAMES = [
  ['陈', 'Chen'],
  ['林', 'Lin'],
  ['黄', 'Huang'],
  ['张', 'Chang'],
  ['李', 'Lee'],
  ['王', 'Wang'],
  ['吴', 'Wu'],
  ['刘', 'Liu'],
  ['蔡', 'Tsai'],
  ['杨', 'Yang'],
  ['许', 'Hsu'],
  ['郑', 'Cheng'],
  ['谢', 'Hsieh'],
  ['郭', 'Kuo'],
  ['洪', 'Hung'],
  ['曾', 'Tseng'],
  ['周', 'Chou'],
  ['赖', 'Lai'],
  ['徐', 'Hsu'],
  ['叶', 'Yeh'],
] as const;
const FIRST = ['美', '雅', '淑', '志', '建', '俊', '家', '怡', '佳', '文', '明', '玉', '思', '冠', '宗', '欣'] as const;
const SECOND = [
  '玲',
  '婷',
  '芬',
  '明',
  '宏',
  '杰',
  '豪',
  '君',
  '慧',
  '雄',
  '辉',
  '珍',
  '涵',
  '宇',
  '翰',
  '仪',
] as const;
const GIVEN = [
  'Amy',
  'Andy',
  'Annie',
  'Ben',
  'Carol',
  'Chris',
  'Cindy',
  'David',
  'Debbie',
  'Eric',
  'Emily',
  'Frank',
  'Grace',
  'Henry',
  'Iris',
  'Jason',
  'Jenny',
  'Kevin',
  'Linda',
  'Mark',
  'Nancy',
  'Oscar',
  'Peggy',
  'Ray',
  'Sandy',
  'Tony',
  'Vivian',
  'Wendy',
] as const;
const STREETS = [
  ['和平路', 'Heping Road'],
  ['中山路', 'Zhongshan Road'],
  ['中正路', 'Zhongzheng Road'],
  ['民生路', 'Minsheng Road'],
  ['民权路', 'Minquan Road'],
  ['光复路', 'Guangfu Road'],
  ['复兴路', 'Fuxing Road'],
  ['建国路', 'Jianguo Road'],
] as const;
const TOWNS = [
  ['台北市', 'Taipei'],
  ['新北市', 'New Taipei'],
  ['台中市', 'Taichung'],
  ['台南市', 'Tainan'],
  ['高雄市', 'Kaohsiung'],
] as const;
const SHARE_IN_CHINESE = 0.7;
const SHARE_WITHOUT_EMAIL = 0.03;

/** "+1 212-555-0143"; unique for each index below 5,500. */
function phoneOf(index: number): string {
  const code = AREA_CODES[index % AREA_CODES.length] ?? 201;
  const number = Math.floor(index / AREA_CODES.length) % NUMBERS_A_CODE;
  return `+1 ${code}-555-01${String(number).padStart(2, '0')}`;
}
/** Number of persons for whom `phoneOf` has numbers. */
export const MOST_PERSONS = AREA_CODES.length * NUMBERS_A_CODE;

/** Person `index`, from 0. Throws if phone numbers run out. */
export function makePerson(seed: number, index: number): MadePerson {
  if (index >= MOST_PERSONS) throw new Error(`at most ${MOST_PERSONS} persons`);
  const number = `P-${10_001 + index}`;
  const pick = <T>(all: readonly T[], question: string): T => drawOne(all, seed, number, 0, question);
  const language = drawn(SHARE_IN_CHINESE, seed, number, 0, 'language') ? 'zh-Hans' : 'en';
  const [surname, latin] = pick(SURNAMES, 'surname');
  const given = pick(GIVEN, 'given');
  const name = language === 'en' ? `${given} ${latin}` : `${surname}${pick(FIRST, 'first')}${pick(SECOND, 'second')}`;
  const house = drawBetween(1, 399, seed, number, 0, 'house');
  const [[street, streetName], [town, townName]] = [pick(STREETS, 'street'), pick(TOWNS, 'town')];
  const mailbox = `${(language === 'en' ? `${given}.${latin}` : latin).toLowerCase()}.${10_001 + index}`;
  return {
    number,
    name,
    language,
    email: draw(seed, number, 0, 'email') < SHARE_WITHOUT_EMAIL ? '' : `${mailbox}@example.com`,
    phone: phoneOf(index),
    address: language === 'en' ? `${house} ${streetName}, ${townName}` : `${town}${street}${house}号`,
  };
}
