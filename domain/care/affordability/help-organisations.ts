/**
 * Where people get free help with debts, by country. Names, numbers and sites change: compare them with `source`, who
 * publishes them, before relying on this table; `confidence` says how far that was done.
 */
import type { Confidence } from '../../law/rule.ts';
import type { ByLanguage } from '../../letter.ts';
import { SHEET_COUNTRIES, type SheetCountry } from './sheet-lines.ts';

/**
 * `advice`: looks at all debts with the person, and speaks to creditors. `legal-aid`: a lawyer without a fee, or below
 * it. `complaint`: no advice; whoever oversees the lender.
 */
export type HelpKind = 'advice' | 'legal-aid' | 'complaint';

/** An organisation that helps. */
export interface HelpOrganisation {
  readonly name: string;
  readonly kind: HelpKind;
  readonly does: ByLanguage;
  /** To call; null = find it at `source`. */
  readonly number: string | null;
  /** Site of who publishes it. */
  readonly source: string;
  readonly confidence: Confidence;
}

type Found = Pick<HelpOrganisation, 'name' | 'number' | 'source' | 'confidence'>;
const organisation =
  (kind: HelpKind) =>
  (found: Found, en: string, chinese: string): HelpOrganisation => ({
    ...found,
    ...{ kind, does: { en, 'zh-Hans': chinese } },
  });
const advice = organisation('advice');
const legalAid = organisation('legal-aid');
const complaint = organisation('complaint');

/** Advice first. Nobody is known for a country without a list: the creditor names whom it trusts. */
export const HELP_ORGANISATIONS: Readonly<Record<SheetCountry, readonly HelpOrganisation[]>> = {
  CN: [
    legalAid(
      {
        name: 'Public legal service hotline (公共法律服务热线)',
        number: '12348',
        source: '12348.moj.gov.cn',
        confidence: 'secondary',
      },
      'Free legal advice; legal aid for those with little income.',
      '免费法律咨询；经济困难者可申请法律援助。',
    ),
    complaint(
      {
        name: 'National Financial Regulatory Administration (金融消费者投诉热线)',
        number: '12378',
        source: 'www.nfra.gov.cn',
        confidence: 'secondary',
      },
      'Complaints about banks and other lenders that it oversees.',
      '受理对银行等金融机构的投诉。',
    ),
  ],
  US: [
    advice(
      {
        name: 'National Foundation for Credit Counseling',
        number: '800-388-2227',
        source: 'www.nfcc.org',
        confidence: 'verbatim',
      },
      'Finds a nonprofit credit counselor nearby; a first talk is mostly free, a debt management plan may cost a fee.',
      '介绍附近的非营利信用咨询机构；首次咨询大多免费，债务管理计划可能收费。',
    ),
    advice(
      {
        name: 'Credit counselors approved by the U.S. Trustee Program',
        number: null,
        source: 'www.justice.gov/ust',
        confidence: 'verbatim',
      },
      'List by state of counselors approved for talks before a bankruptcy; it recommends none of them.',
      '按州列出获准提供破产前咨询的机构；该名单不作推荐。',
    ),
    advice(
      { name: '211', number: '211', source: 'www.211.org', confidence: 'general-knowledge' },
      'Local help with rent, food and bills.',
      '房租、食品和账单方面的本地援助。',
    ),
    legalAid(
      { name: 'LawHelp.org', number: null, source: 'www.lawhelp.org', confidence: 'general-knowledge' },
      'Finds free legal aid by state, also against a suit for a debt.',
      '按州查找免费法律援助，包括债务诉讼。',
    ),
  ],
  TW: [
    legalAid(
      {
        name: 'Legal Aid Foundation (法律扶助基金會)',
        number: '412-8518',
        source: 'www.laf.org.tw',
        confidence: 'general-knowledge',
      },
      'Free advice on debts and a lawyer for debt clearance by a court. Firms with like names take fees. From a mobile phone: 02-412-8518.',
      '免费债务咨询，并协助法院债务清理程序（更生、清算）。名称相近的公司会收费。手机请拨 02-412-8518。',
    ),
    advice(
      {
        name: 'Bankers Association, debt negotiation desk (銀行公會)',
        number: null,
        source: 'www.ba.org.tw',
        confidence: 'secondary',
      },
      'Negotiation with all banks at once, by way of the bank that is owed most.',
      '通过最大债权银行与所有银行一并协商。',
    ),
    advice(
      {
        name: 'Card debtors’ self-help association (卡債受害人自救會)',
        number: null,
        source: 'www.laf.org.tw',
        confidence: 'secondary',
      },
      'Monthly talks by lawyers and former debtors.',
      '律师和曾经的债务人每月举办说明会。',
    ),
  ],
  UK: [
    advice(
      { name: 'MoneyHelper', number: null, source: 'www.moneyhelper.org.uk', confidence: 'general-knowledge' },
      'Of the state; finds free debt advice nearby, by telephone or online.',
      '政府设立；查找附近的、电话的或线上的免费债务咨询。',
    ),
    advice(
      {
        name: 'StepChange Debt Charity',
        number: '0800 138 1111',
        source: 'www.stepchange.org',
        confidence: 'verbatim',
      },
      'Free debt advice and debt management plans.',
      '免费债务咨询和债务管理计划。',
    ),
    advice(
      {
        name: 'National Debtline',
        number: '0808 808 4000',
        source: 'www.nationaldebtline.org',
        confidence: 'secondary',
      },
      'Free debt advice by telephone and online.',
      '电话和线上免费债务咨询。',
    ),
    advice(
      { name: 'Citizens Advice', number: null, source: 'www.citizensadvice.org.uk', confidence: 'general-knowledge' },
      'Free advice on debts, benefits and housing, at local offices. Scotland: www.cas.org.uk.',
      '在各地办事处免费提供债务、福利和住房咨询。苏格兰：www.cas.org.uk。',
    ),
    advice(
      { name: 'Advice NI', number: null, source: 'www.adviceni.net', confidence: 'secondary' },
      'Free debt advice in Northern Ireland.',
      '北爱尔兰免费债务咨询。',
    ),
  ],
  IN: [
    advice(
      {
        name: 'Credit counselling centres of banks, such as Abhay',
        number: null,
        source: 'www.rbi.org.in',
        confidence: 'secondary',
      },
      'Free talks about debts to any bank; which centres are open, the lead bank of the district says.',
      '免费咨询对各家银行的债务；现有的咨询中心请询问本区牵头银行。',
    ),
    legalAid(
      { name: 'National Legal Services Authority', number: '15100', source: 'nalsa.gov.in', confidence: 'secondary' },
      'Free legal aid for women, children, those with little income and others named by law.',
      '为妇女、儿童、低收入者等法定人群提供免费法律援助。',
    ),
    complaint(
      {
        name: 'Reserve Bank of India, contact centre',
        number: '14448',
        source: 'cms.rbi.org.in',
        confidence: 'secondary',
      },
      'Complaints about a lender that it oversees, once the lender has had 30 days to answer.',
      '向贷款机构投诉 30 天后仍未解决的，可在此投诉。',
    ),
  ],
  other: [],
};

/** What is known to lack, in words; null where advice is easy to find. */
export const HELP_GAPS: Readonly<Record<SheetCountry, ByLanguage | null>> = {
  CN: {
    en: 'No national service for free debt advice is known here: the lender’s own care staff are the first to turn to.',
    'zh-Hans': '目前未知有全国性的免费债务咨询服务：请先联系贷款机构的关怀专员。',
  },
  US: null,
  TW: null,
  UK: null,
  IN: {
    en: 'No national service for free debt advice is known here.',
    'zh-Hans': '目前未知有全国性的免费债务咨询服务。',
  },
  other: {
    en: 'No list is kept for this country: name the free debt advice that you trust (freeHelp of the creditor’s terms).',
    'zh-Hans': '本国没有名单：请告知您信任的免费债务咨询机构（债权人条款中的 freeHelp）。',
  },
};

/** Organisations that a letter names, at most. */
const MOST_NAMED = 2;

/** Those that a person may turn to for free, by the country of ISO 3166-1 or the law that binds. */
export function helpersIn(country: string | null): readonly HelpOrganisation[] {
  const known = country === 'GB' ? 'UK' : SHEET_COUNTRIES.find((name) => name === country);
  return known === undefined
    ? []
    : HELP_ORGANISATIONS[known].filter(({ kind }) => kind !== 'complaint').slice(0, MOST_NAMED);
}
