/** Every e-mail of the ladder in both languages: what each must say and must not say. */
import { describe, expect, test } from '@jest/globals';
import { isWrittenChannel } from '../domain/channels.ts';
import type { Tone } from '../domain/letter.ts';
import { LANGUAGES, type LetterAccount, type LetterFacts } from '../domain/letter.ts';
import { showAmount } from '../domain/money.ts';
import {
  ASKING,
  DEBT_WORDS,
  EMAILS,
  REMINDERS,
  SMS,
  STEPS,
  TEXTS,
  THREATS,
  type Write,
} from '../tests/support/texts.ts';
import { showDate } from './letter-parts.ts';
import { sampleCard, sampleLetter, samplePaid } from './sample-letter.ts';

const amounts = ({ accounts }: LetterFacts) => accounts.map((account) => showAmount(account.overdue, account.currency));

test('every step that writes to a person has a text for each of its channels, and no other step has one', () => {
  for (const { stage, step } of STEPS) {
    const writes = step.channels.some(isWrittenChannel);
    expect([`${stage.name}/${step.name}`, step.message !== undefined]).toEqual([`${stage.name}/${step.name}`, writes]);
  }
  expect(TEXTS.map((text) => `${text.name} ${text.channel}`)).toContain('legal/final-demand sms');
  expect(EMAILS.length).toBeGreaterThanOrEqual(2 * 7);
  expect(SMS.length).toBeGreaterThanOrEqual(2 * 9);
});

describe.each(EMAILS)('$name by e-mail in $language', ({ write, language, stage }) => {
  const letter = stage === 'receipt' ? samplePaid(language, '2026-03-22') : sampleLetter(language, 40);
  const { subject = '', body } = write(letter, 'email');

  test('names the person, who writes, and for whom', () => {
    expect(body).toContain(letter.personName);
    expect(body).toContain(
      language === 'en'
        ? 'This is the customer team of Harbour Bank. We write for Harbour Bank'
        : '我们是Harbour Bank客户服务组，代表Harbour Bank',
    );
  });
  test('names every account', () => {
    for (const account of letter.accounts) expect(body).toContain(account.number);
  });
  test('has a subject that says nothing of a debt', () => {
    expect(subject).toContain('Harbour Bank');
    expect(subject).not.toMatch(DEBT_WORDS);
    expect(subject).not.toMatch(/[\r\n]|NT\$/);
    expect(subject).not.toContain(letter.personName);
  });
  test('says how to reach the creditor, how to complain, and how to end e-mails', () => {
    const { phone, email, address, complaints } = letter.creditor;
    for (const way of [phone, email, address, complaints, 'STOP']) expect(body).toContain(way);
  });
  test('does not threaten or hurry', () => expect(body).not.toMatch(THREATS));
  test('is in one language', () => {
    if (language === 'en') expect(body).not.toMatch(/\p{Script=Han}/u);
    else expect(body).not.toMatch(/\b(the|you|your|and|is|to)\b/i);
  });
});

describe.each(ASKING)('$name by e-mail in $language', ({ write, language }) => {
  const letter = sampleLetter(language, 40);
  const body = (given: LetterFacts = letter) => write(given, 'email').body;

  test('itemises every account, each due with its date and amount, and the total', () => {
    for (const account of letter.accounts) {
      for (const due of account.dues) {
        expect(body()).toMatch(
          new RegExp(`${showDate(due.on, language)}.*${showAmount(due.minor, account.currency).replace('$', '\\$')}`),
        );
      }
    }
    for (const amount of [...amounts(letter), 'NT$ 13,268', 'NT$ 2,000', showDate('2026-02-03', language)])
      expect(body()).toContain(amount);
    expect(body()).toMatch(/40( days|天)/);
    expect(body()).toContain(showDate(letter.on, language));
  });
  test('says how to pay, with the reference and amount of each account', () => {
    const { payAt, payTo } = letter.creditor;
    for (const part of [payAt, payTo, 'A-1042 (NT$ 2,868)', 'L-2007 (NT$ 10,400)']) expect(body()).toContain(part);
    expect(body(sampleCard(language, 40))).not.toContain('A-1042 (NT$');
  });
  test('says how to object, and that it is not asked for meanwhile', () => {
    expect(body()).toContain(
      language === 'en'
        ? 'do not ask for what you object to until you have our answer'
        : '在答复您之前不会要求您支付有异议的部分',
    );
  });
  test('says where to find free help', () => expect(body()).toContain(letter.creditor.freeHelp));
  test('asks for the overdue amount, and says that the balance is not asked for', () => {
    const single = body(sampleCard(language, 40));
    expect(single).toMatch(language === 'en' ? /^To pay now: NT\$ 2,868$/m : /^现需支付：NT\$ 2,868$/m);
    expect(single).toMatch(
      language === 'en'
        ? /Balance of the account: NT\$ 41,000 \(for your information/
        : /账户余额：NT\$ 41,000（仅供参考/,
    );
  });
  test('asks for the balance when it is due as a whole', () => {
    const card = sampleCard(language, 200);
    const due = body({ ...card, accounts: card.accounts.map((account) => ({ ...account, balanceDue: true })) });
    expect(due).toMatch(language === 'en' ? /^To pay now: NT\$ 41,000$/m : /^现需支付：NT\$ 41,000$/m);
    expect(due).not.toMatch(/for your information|仅供参考/);
  });
  test('says that a payment came back, only when it did', () => {
    const words = language === 'en' ? 'has come back to us unpaid' : '已被退回';
    expect(body()).not.toContain(words);
    expect(
      body({ ...letter, paymentReturned: true })
        .split('\n\n')
        .slice(0, 3)
        .join(),
    ).toContain(words);
  });
  test('leaves the last payment out when there is none', () => {
    const accounts = letter.accounts.map((account) => ({ ...account, lastPayment: null }));
    expect(body({ ...letter, accounts })).not.toMatch(/Last payment|最近一笔付款：/);
  });
  test('totals each currency for itself', () => {
    const [first, second] = letter.accounts as [LetterAccount, LetterAccount];
    const mixed = body({ ...letter, offer: null, accounts: [first, { ...second, currency: 'USD', overdue: 12345n }] });
    expect(mixed).toContain('NT$ 2,868 + $123.45');
  });
});

describe.each(REMINDERS)('$name in $language', ({ write, language }) => {
  test('offers instalments and a deferral, each with amounts and dates', () => {
    const letter = sampleLetter(language, 4);
    const { body } = write(letter, 'email');
    const parts = [...(letter.offer?.instalments ?? []), letter.offer?.deferral ?? { on: '', minor: 0n }];
    expect(parts).toHaveLength(4);
    for (const part of parts) {
      expect(body).toContain(showDate(part.on, language));
      expect(body).toContain(showAmount(part.minor, 'TWD'));
    }
  });
  test('makes one offer alone where only one may be made', () => {
    const letter = sampleLetter(language, 4);
    const offer = letter.offer && { ...letter.offer, instalments: [] };
    const { body } = write({ ...letter, offer }, 'email');
    expect(body).not.toMatch(/Instalments|neither suits|分期支付|两种方式/);
    expect(body).toMatch(/More time: .*If that does not suit you|延后支付：.*如这种方式不合适/s);
  });
  test('without an offer it asks what the person can manage', () => {
    const { body } = write({ ...sampleLetter(language, 4), offer: null }, 'email');
    expect(body).toContain(language === 'en' ? 'tell us what you can manage' : '告诉我们您能承受的安排');
  });
});

/** The tones towards a person who answers nothing. */
const UNANSWERED: readonly Tone[] = ['plain', 'repeat', 'firm'];
test('the reminders have each their own words', () => {
  for (const language of LANGUAGES) {
    const own = REMINDERS.filter((text) => text.language === language).map(({ write }, step) =>
      write({ ...sampleLetter(language, 4), tone: UNANSWERED[step] ?? 'plain' }, 'email'),
    );
    expect(own.length).toBeGreaterThanOrEqual(3);
    expect(new Set(own.map((text) => text.body)).size).toBe(own.length);
    expect(new Set(own.map((text) => text.subject)).size).toBe(own.length);
  }
});

describe.each(LANGUAGES)('notices in %s', (language) => {
  const of = (name: string) => TEXTS.find((text) => text.name === name && text.channel === 'email')?.write as Write;
  const letter = sampleLetter(language, 45);

  test('the agency notice names agency, amount, date, and where to complain', () => {
    const { body } = of('agency/notice')(letter, 'email');
    const [opening = ''] = body.split(language === 'en' ? 'Under your contract' : '按照您与我们的合同');
    for (const part of [
      'North Agency',
      '+886 2 5550 0111',
      'complaints@north.example.com',
      letter.creditor.complaints,
      'NT$ 13,268',
    ]) {
      expect(opening).toContain(part);
    }
    expect(opening).toContain(showDate(letter.agency?.from ?? '', language));
    expect(() => of('agency/notice')({ ...letter, agency: null }, 'email')).toThrow();
  });
  test('the bureau notice names creditor, account, overdue amount and days at a date, bureau and earliest date', () => {
    const { body } = of('bureau/notice')(letter, 'email');
    const line = body.split('\n').find((name) => name.includes('A-1042') && name.includes('NT$ 2,868')) ?? '';
    expect(line).toContain(showDate(letter.on, language));
    expect(line).toMatch(/45( days|天)/);
    for (const part of ['Example Bureau', showDate(letter.bureau?.earliest ?? '', language)])
      expect(body).toContain(part);
    expect(() => of('bureau/notice')({ ...letter, bureau: null }, 'sms')).toThrow();
  });
  test('the final demand gives 14 days, the date, what follows, and is no paper of a court', () => {
    const { body } = of('legal/final-demand')(letter, 'email');
    for (const part of [showDate(letter.court?.payBy ?? '', language), language === 'en' ? '14 days' : '14天'])
      expect(body).toContain(part);
    expect(body).toContain(language === 'en' ? 'not from a court' : '并非法院文书');
    expect(body).toContain(language === 'en' ? 'a second person must approve' : '须经另一位人员批准');
    // To pay all of it in two weeks is what is asked for already.
    expect(body).not.toMatch(/More time|延后支付：/);
    expect(() => of('legal/final-demand')({ ...letter, court: null }, 'email')).toThrow();
  });
});

describe.each(LANGUAGES)('the thank-you in %s', (language) => {
  const write = TEXTS.find((text) => text.stage === 'receipt')?.write as Write;
  const letter = samplePaid(language, '2026-03-22');

  test('says what was received and asks for nothing', () => {
    const { body } = write({ ...letter, paymentReturned: true }, 'email');
    for (const part of ['NT$ 1,434', 'NT$ 5,200', showDate('2026-03-21', language)]) expect(body).toContain(part);
    expect(body).not.toMatch(/To pay now|How to pay|现需支付|付款方式|come back|退回/);
    expect(body).not.toContain(letter.creditor.payTo);
  });
});

describe.each(LANGUAGES)('the request for proof in %s', (language) => {
  const { write } = TEXTS.find((text) => text.name === 'arrangement/proof') ?? { write: () => ({ body: '' }) };
  const letter = sampleLetter(language, 20);

  test('thanks, says that nothing was found, what would show it and where money goes; it asks for no money', () => {
    const { body } = write({ ...letter, paymentReturned: true }, 'email');
    const said =
      language === 'en' ? ['Thank you', 'not found it yet', 'bank statement'] : ['谢谢', '尚未找到', '银行流水'];
    for (const part of [...said, letter.creditor.payTo, letter.creditor.freeHelp]) expect(body).toContain(part);
    expect(body).not.toMatch(/To pay now|How to pay|现需支付|付款方式|NT\$|come back|退回/);
  });
});
