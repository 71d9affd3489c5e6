/**
 * Who decides for free between a person and a lender, by jurisdiction: answers to disputes and complaints name them.
 * Numbers and addresses change: compare them with `source` before relying on this table.
 */
import type { ByLanguage } from '../letter.ts';
import type { Confidence, Jurisdiction } from './rule.ts';

/** An ombudsman or an authority that takes complaints. */
interface Ombudsman {
  readonly name: ByLanguage;
  readonly contact: string;
  readonly source: string;
  readonly confidence: Confidence;
}

export const OMBUDSMEN: Readonly<Record<Jurisdiction, Ombudsman>> = {
  CN: {
    name: {
      en: 'the consumer hotline of the National Financial Regulatory Administration',
      'zh-Hans': '国家金融监督管理总局消费者投诉热线',
    },
    contact: '12378',
    source: 'National Financial Regulatory Administration',
    confidence: 'general-knowledge',
  },
  US: {
    name: { en: 'the Consumer Financial Protection Bureau', 'zh-Hans': '美国消费者金融保护局' },
    contact: 'www.consumerfinance.gov/complaint, +1 855-411-2372',
    source: 'Consumer Financial Protection Bureau',
    confidence: 'general-knowledge',
  },
  TW: {
    name: { en: 'the Financial Ombudsman Institution', 'zh-Hans': '财团法人金融消费评议中心' },
    contact: 'www.foi.org.tw, 0800-789-885',
    source: 'Financial Ombudsman Institution',
    confidence: 'general-knowledge',
  },
  UK: {
    name: { en: 'the Financial Ombudsman Service', 'zh-Hans': '英国金融申诉专员服务机构' },
    contact: 'www.financial-ombudsman.org.uk, 0800 023 4567',
    source: 'Financial Ombudsman Service',
    confidence: 'general-knowledge',
  },
  IN: {
    name: { en: 'the ombudsman of the Reserve Bank of India', 'zh-Hans': '印度储备银行申诉专员' },
    contact: 'cms.rbi.org.in, 14448',
    source: 'Reserve Bank of India',
    confidence: 'general-knowledge',
  },
};
