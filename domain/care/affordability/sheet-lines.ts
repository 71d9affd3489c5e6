/**
 * The lines of the income and expense sheet, as data by country: a neutral sheet of our own, whose words and groups
 * follow nobody's form. No line names an illness or a benefit for one. docs/affordability.md prints it.
 */
import { JURISDICTIONS } from '../../law/rule.ts';
import type { ByLanguage } from '../../letter.ts';

/** Countries that have lines of their own; `other` stands for any other, in any currency. */
export const SHEET_COUNTRIES = [...JURISDICTIONS, 'other'] as const;
/** One of SHEET_COUNTRIES. */
export type SheetCountry = (typeof SHEET_COUNTRIES)[number];
/** ISO 4217; null = the sheet says which. */
export const SHEET_CURRENCIES: Readonly<Record<SheetCountry, string | null>> = {
  ...{ CN: 'CNY', US: 'USD', TW: 'TWD', UK: 'GBP', IN: 'INR', other: null },
};

/** Groups of lines, in the order of the sheet. */
export const LINE_GROUPS = ['income', 'essential', 'priority', 'flexible', 'debt'] as const;
/** One of LINE_GROUPS. */
export type LineGroup = (typeof LINE_GROUPS)[number];
/** What every household spends on: a sheet that says nothing of it is not complete. */
export const NEEDS = ['food', 'housing', 'utilities'] as const;
/** One of NEEDS. */
export type Need = (typeof NEEDS)[number];

/** A line of the sheet. */
export interface SheetLine {
  readonly id: string;
  readonly group: LineGroup;
  readonly words: ByLanguage;
  /** Whoever does not pay it loses home, heat, freedom or things that are needed: it comes before debts without it. */
  readonly priority: boolean;
  readonly need?: Need;
  /** Income or expense that only children bring. */
  readonly forChildren?: true;
}

type More = Pick<SheetLine, 'need' | 'forChildren'>;
const lineOf =
  (group: LineGroup, priority: boolean) =>
  (id: string, en: string, chinese: string, more: More = {}): SheetLine => ({
    ...{ id, group, words: { en, 'zh-Hans': chinese }, priority },
    ...more,
  });
const income = lineOf('income', false);
const essential = lineOf('essential', false);
const priority = lineOf('priority', true);
const flexible = lineOf('flexible', false);
const priorityDebt = lineOf('debt', true);
const debt = lineOf('debt', false);
const CHILDREN = { forChildren: true } as const;

/** Lines that all countries share. */
const SHARED: readonly SheetLine[] = [
  income('wages', 'Wages or salary, as paid out', '工资薪金（实际到手）'),
  income(
    'own-business',
    'Earnings of a business of the household, after its costs and taxes',
    '自营收入（扣除成本和税费）',
  ),
  income('pension', 'Pension', '养老金、退休金'),
  income('benefits', 'Benefits and allowances of the state, all together', '政府补助和津贴（合计）'),
  income('maintenance-received', 'Maintenance received', '收到的抚养费、扶养费'),
  income('household-share', 'What others in the household give towards its costs', '家庭其他成员分担的金额'),
  income('rent-received', 'Rent received', '租金收入'),
  essential('food', 'Food', '食品', { need: 'food' }),
  essential('household-goods', 'Washing, cleaning and other things for the house', '日用品'),
  essential('clothing', 'Clothes and shoes', '衣服和鞋'),
  essential('health', 'Medicine, treatment, glasses and teeth', '药品、就医、眼镜和牙科'),
  essential('travel', 'Getting to work, school and treatment', '上班、上学和就医的交通'),
  essential('vehicle', 'A vehicle that is needed: fuel, tax, repairs', '必需车辆的油费、税费和维修'),
  essential('phone', 'Telephone and internet', '电话和网络'),
  essential('childcare', 'Childcare', '托育、看护孩子', CHILDREN),
  essential('children', 'School and other costs of children', '上学及其他子女费用', CHILDREN),
  essential('care', 'Care of relatives who depend on the household', '照料需要扶养的亲属'),
  essential('insurance', 'Insurance that is needed', '必要的保险'),
  priority('rent', 'Rent', '房租', { need: 'housing' }),
  priority('mortgage', 'Instalment of the home loan', '房贷月供', { need: 'housing' }),
  priority('housing-charge', 'Service or management charge of the home', '物业费'),
  priority('electricity', 'Electricity', '电费', { need: 'utilities' }),
  priority('gas', 'Gas and other fuel', '燃气和其他燃料', { need: 'utilities' }),
  priority('water', 'Water and sewerage', '水费和污水处理费', { need: 'utilities' }),
  priority('maintenance-paid', 'Maintenance paid', '支付的抚养费、扶养费'),
  priority('income-tax', 'Income tax that no employer pays', '需自行缴纳的所得税'),
  flexible('leisure', 'Leisure, sport and going out', '休闲、运动和外出'),
  flexible('subscriptions', 'Television, music and other subscriptions', '电视、音乐等订阅'),
  flexible('personal', 'Hairdresser and personal care', '理发和个人护理'),
  flexible('gifts', 'Gifts and celebrations', '礼金、礼品和节庆'),
  flexible('pets', 'Pets', '宠物'),
  flexible('saving', 'Saving', '储蓄'),
  priorityDebt('rent-arrears', 'Rent that is overdue', '拖欠的房租'),
  priorityDebt('mortgage-arrears', 'Instalments of the home loan that are overdue', '逾期的房贷'),
  priorityDebt('secured-loan', 'Another loan secured on the home', '以住房抵押的其他贷款'),
  priorityDebt('utility-arrears', 'Electricity, gas or water that is overdue', '拖欠的水电燃气费'),
  priorityDebt('tax-arrears', 'Tax that is overdue', '欠缴的税款'),
  priorityDebt('court-fine', 'Fine or order of a court', '法院罚款或判令支付的款项'),
  priorityDebt('maintenance-arrears', 'Maintenance that is overdue', '拖欠的抚养费、扶养费'),
  priorityDebt('vehicle-finance', 'Finance of a vehicle or of things that are needed', '必需车辆或物品的分期贷款'),
  debt('credit-card', 'Credit card', '信用卡'),
  debt('personal-loan', 'Loan without security', '无抵押贷款'),
  debt('overdraft', 'Overdraft', '账户透支'),
  debt('pay-later', 'Purchase by instalments or paid later', '分期付款或先买后付'),
  debt('private-debt', 'Debt to relatives or friends', '欠亲友的款项'),
];
/** The last line of each group. */
const LAST: readonly SheetLine[] = [
  income('other-income', 'Any other income', '其他收入'),
  essential('other-essential', 'Whatever else cannot be done without', '其他必需开支'),
  priority('other-priority', 'Whatever else must be paid first', '其他须优先支付的开支'),
  flexible('other-flexible', 'Whatever else is spent', '其他开支'),
  priorityDebt('other-priority-debt', 'Another debt that must be paid first', '其他须优先偿还的债务'),
  debt('other-debt', 'Another debt', '其他债务'),
];

const BONUS = income('bonus', 'Bonus, such as that of the year', '奖金（如年终奖）');
const FAMILY = income('family-support', 'Money from relatives who live elsewhere', '异地亲属的资助');
const PARENTS = essential('parents', 'Support of parents', '赡养父母');
const APP_LOAN = debt('app-loan', 'Loan of an online platform or app', '网络平台贷款');
const PAYDAY = debt('payday-loan', 'Loan until the next pay', '发薪日贷款');
/** Lines of a country's own. */
const OWN: Readonly<Record<SheetCountry, readonly SheetLine[]>> = {
  CN: [
    BONUS,
    FAMILY,
    income('housing-fund', 'Withdrawals from the housing fund', '住房公积金提取'),
    PARENTS,
    essential('social-insurance', 'Social insurance that no employer pays', '自行缴纳的社会保险'),
    priority('heating', 'Heating, where it has a bill of its own', '供暖费'),
    APP_LOAN,
    debt('consumer-finance', 'Loan of a consumer finance company', '消费金融公司贷款'),
  ],
  US: [
    income('food-benefits', 'Benefits for food', '食品补助'),
    income('tax-refund', 'Tax refund and credits', '退税和税收抵免'),
    essential('health-insurance', 'Health insurance', '医疗保险'),
    priority('property-tax', 'Property tax', '房产税'),
    priorityDebt('federal-student-loan', 'Student loan of the federal state', '联邦学生贷款'),
    debt('medical-debt', 'Bill of a hospital or doctor', '医疗账单'),
    debt('store-card', 'Store card', '商店信用卡'),
    PAYDAY,
  ],
  TW: [
    BONUS,
    FAMILY,
    PARENTS,
    essential('health-insurance', 'National health insurance and national pension', '全民健康保险和国民年金'),
    priority('property-tax', 'House tax and land value tax', '房屋税、地价税'),
    priorityDebt('insurance-arrears', 'National health insurance that is overdue', '欠缴的全民健康保险费'),
    debt('cash-card', 'Cash card', '现金卡'),
    debt('finance-company', 'Instalments of a finance company', '融资公司分期'),
  ],
  UK: [
    income('child-benefit', 'Child benefit', '儿童福利金', CHILDREN),
    priority('council-tax', 'Council tax; rates in Northern Ireland', '市政税（北爱尔兰为房产税）'),
    priority('tv-licence', 'TV licence', '电视许可费'),
    priorityDebt('council-tax-arrears', 'Council tax or rates that are overdue', '欠缴的市政税'),
    debt('store-card', 'Store card or catalogue', '商店卡或目录购物'),
    PAYDAY,
  ],
  IN: [
    BONUS,
    FAMILY,
    income('farm', 'Earnings of a farm, after its costs', '务农收入（扣除成本）'),
    PARENTS,
    priority('property-tax', 'Property tax of the municipality', '市政房产税'),
    debt('microfinance', 'Loan of a microfinance lender or self-help group', '小额信贷机构或互助小组贷款'),
    debt('gold-loan', 'Loan against gold', '黄金抵押贷款'),
    debt('farm-loan', 'Farm or crop loan', '农业贷款'),
    APP_LOAN,
  ],
  other: [
    BONUS,
    FAMILY,
    PARENTS,
    priority('property-tax', 'Tax on the home', '房产税'),
    priorityDebt('insurance-arrears', 'Required health insurance that is overdue', '欠缴的法定医疗保险费'),
  ],
};

const inOrder = (lines: readonly SheetLine[]): readonly SheetLine[] =>
  LINE_GROUPS.flatMap((group) => [
    ...lines.filter((line) => line.group === group && line.priority),
    ...lines.filter((line) => line.group === group && !line.priority),
  ]);
/** The lines of each country, in the order of the sheet. */
export const SHEET_LINES: Readonly<Record<SheetCountry, readonly SheetLine[]>> = Object.fromEntries(
  SHEET_COUNTRIES.map((country) => [country, inOrder([...SHARED, ...OWN[country], ...LAST])]),
) as Record<SheetCountry, readonly SheetLine[]>;

/** A line of a country by its id; undefined where the country has none of it. */
export const lineNamed = (country: SheetCountry, id: string): SheetLine | undefined =>
  SHEET_LINES[country].find((line) => line.id === id);
/** A line that a checked sheet names. Throws where the country has none of it. */
export function lineIn(country: SheetCountry, id: string): SheetLine {
  const line = lineNamed(country, id);
  if (line === undefined) throw new Error(`the sheet of ${country} has no line ${id}`);
  return line;
}

/** Groups in words. */
export const GROUP_WORDS: Readonly<Record<LineGroup, ByLanguage>> = {
  income: { en: 'Income', 'zh-Hans': '收入' },
  essential: { en: 'Essential expenses', 'zh-Hans': '必需开支' },
  priority: { en: 'Priority expenses', 'zh-Hans': '优先开支' },
  flexible: { en: 'Flexible expenses', 'zh-Hans': '弹性开支' },
  debt: { en: 'Debts', 'zh-Hans': '债务' },
};
