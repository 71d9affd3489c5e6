/**
 * What a caller says, in the language of the person. The identity check comes before any mention of a debt; anybody
 * else and a machine hear nothing of it. The offers are those of the letter. What each outcome does is in outcomes.ts.
 */
import type { Feature } from '../../domain/law/content/features.ts';
import { askedOf, type LetterAccount, type LetterFacts } from '../../domain/letter.ts';
import { showAmount } from '../../domain/money.ts';
import { nameAccount, nameDisputed, sayCollector, showDate, showDays, type Texts } from '../letter-parts.ts';
import { nameHelpers } from '../means-parts.ts';

export interface ScriptLine {
  /** When it is said. */
  when: string;
  /** What is said; [square brackets] are for the caller to fill in. */
  say: string;
}
interface CallScript {
  /** In order; up to and including the line that ends the identity check, none mentions a debt. */
  before: ScriptLine[];
  /** Only to the right person. */
  after: ScriptLine[];
  /** What a caller never does. */
  never: string[];
}

interface Words {
  before(l: LetterFacts): ScriptLine[];
  reason(l: LetterFacts): ScriptLine;
  account(account: LetterAccount): string;
  returned: ScriptLine;
  disputed(what: string): ScriptLine;
  offers(l: LetterFacts): ScriptLine[];
  /** What the sheet of income and expenses leaves. */
  means(l: LetterFacts, means: NonNullable<LetterFacts['means']>): ScriptLine;
  noOffer: ScriptLine;
  rest(l: LetterFacts): ScriptLine[];
  never: string[];
}

/** An offer is made in one currency, that of the accounts. */
const money = (minor: bigint, accounts: readonly LetterAccount[]): string =>
  showAmount(minor, accounts[0]?.currency ?? '');

const EN: Words = {
  before: ({ personName, creditor }) => [
    { when: 'Somebody answers', say: `Good day, my name is [name]. May I speak to ${personName}, please?` },
    {
      when: 'You are asked who calls',
      say: `I am calling for ${creditor.name}. It is a personal matter for ${personName}.`,
    },
    {
      when: 'Somebody else, or the person is not there',
      say: `Thank you, I will call again. Goodbye. (Say nothing of what it is about, and leave no message with them. Record: third-party.)`,
    },
    {
      when: 'It is the number of somebody else',
      say: `I am sorry to have disturbed you. I will see that we do not call this number again. Goodbye. (Record: not-this-person.)`,
    },
    {
      when: 'Voicemail',
      say: `Good day, this is [name], with a message for ${personName}. Please call ${creditor.phone}. Thank you. (Nothing else. Record: voicemail.)`,
    },
    {
      when: 'The person says it is them: check identity',
      say: `Before I say what this is about, I must make sure that I speak to the right person. Please tell me [two of: date of birth, postal address, the last four digits of the account number]. (Compare with the lender's records. Do not read them out and do not help.)`,
    },
    {
      when: 'The answers do not fit, or the person does not want to give them',
      say: `I understand. Then I cannot say more on the telephone. You may call us at ${creditor.phone}, a number that you can check first. Goodbye. (Record: third-party.)`,
    },
  ],
  reason: (l) => ({
    when: 'The answers fit: say why you call',
    say: `Thank you. I am calling from the customer team of ${l.creditor.name}, for ${l.creditor.name}. ${l.accounts.map(EN.account).join(' ')} May I ask what has happened? (Say so when the call is recorded. Listen first.)`,
  }),
  account: (account) =>
    account.balanceDue
      ? `On your account ${nameAccount(account, 'en')} the whole balance of ${showAmount(askedOf(account), account.currency)} is due.`
      : `On your account ${nameAccount(account, 'en')} ${showAmount(askedOf(account), account.currency)} is overdue, the oldest part for ${showDays(account.dpd, 'en')}.`,
  returned: {
    when: 'Say this too',
    say: 'A payment that we had booked came back to us unpaid. Your bank can tell you why.',
  },
  disputed: (what) => ({
    when: 'Say this too',
    say: `You object to this: ${what}. We are looking into it, and I do not ask for it today. (Never speak of it as owed.)`,
  }),
  offers: ({ creditor, offer, accounts, barred }) => [
    {
      when: 'The person can pay now',
      say: `You can pay at ${creditor.payAt}, to ${creditor.payTo}, with the reference ${accounts.map((account) => account.paymentReference).join(', ')}.${barred ? '' : ' On which day will you pay? (Repeat day and amount. Record: promise.)'}`,
    },
    ...(offer === null || offer.instalments.length === 0
      ? []
      : [
          {
            when: 'Offer: instalments',
            say: `You could pay in parts: ${offer.instalments.map((part) => `${money(part.minor, accounts)} by ${showDate(part.on, 'en')}`).join(', ')}. Would that work for you? (Record: offer-accepted, instalments.)`,
          },
        ]),
    ...(offer === null || offer.deferral === null
      ? []
      : [
          {
            when: 'Offer: more time',
            say: `${offer.instalments.length === 0 ? 'You' : 'Or you'} could pay ${money(offer.deferral.minor, accounts)} by ${showDate(offer.deferral.on, 'en')}. Would that work for you? (Record: offer-accepted, deferral.)`,
          },
        ]),
  ],
  means: (_, means) => ({
    when: 'Offer by the sheet of income and expenses, and ask for no more',
    say:
      means.minor === 0n
        ? 'By what you told us nothing is left to pay with, and I ask for no payment today. Has anything changed? (Do not ask for a sum. Record: cannot-pay, unless the person names one.)'
        : `By what you told us you can pay ${showAmount(means.minor, means.currency)} a month. Would that still work for you, and on which day? (Less is for a person to decide. Record: promise, with --parts.)`,
  }),
  noOffer: {
    when: 'The person cannot pay it all at once',
    say: 'I cannot offer instalments or more time myself today. What could you manage? I will pass it on. (A person decides; promise nothing.)',
  },
  rest: ({ creditor, ...l }) => [
    {
      when: 'The person says it is paid',
      say: 'Thank you. When and how was it paid? I will note it, and we wait until it is booked. (Record: says-paid.)',
    },
    {
      when: 'The person says that something is wrong',
      say: `I note that. What is wrong: all of it, one instalment, a sum? We look into it and do not ask for that until you have our answer. You may send what shows it to ${creditor.email}. Complaints: ${creditor.complaints}. (Do not argue. Record: disputes; with the due date or the sum when it is a part.)`,
    },
    {
      when: 'The person cannot pay, is ill, or does not know how to go on',
      say: `Thank you for telling me. We do not press now; somebody who is trained for it will look at this with you. There is free help too: ${creditor.freeHelp}.${nameHelpers(l) === null ? '' : ` ${nameHelpers(l)}`} (Ask for no details of an illness. Record: cannot-pay.)`,
    },
    {
      when: 'The person is bankrupt or has somebody who acts for them',
      say: 'Thank you. Who may we write to? I end the call here. (Record: bankrupt-or-represented.)',
    },
    {
      when: 'You hear that the person has died',
      say: 'I am very sorry. I will see that nobody calls again about this. (Ask nothing. Record: deceased.)',
    },
    { when: 'The person does not want calls', say: 'Of course. From now on we only write. (Record: writes-only.)' },
    {
      when: 'The person breaks down, or the pressure is too much',
      say: 'Thank you for telling me. We stop now. A trained person will be in touch, whenever it suits you. (Listen; nothing about the debt. Record: distress.)',
    },
    {
      when: 'The person speaks of self-harm or of not wanting to live',
      say: 'I am glad that you told me, and I stay with you. Are you safe now? Where are you? Is anybody with you? (Do not hang up. A colleague calls the emergency number. Nothing else matters now. Record: self-harm.)',
    },
    {
      when: 'The person refuses',
      say: 'I note that. We will write to you about what comes next. (Do not press. Record: refuses.)',
    },
    { when: 'It is a bad time', say: 'When may I call again? (Record: call-back, with the time.)' },
    {
      when: 'Close',
      say: `I repeat: [what was agreed, with days and amounts]. If anything is unclear, call ${creditor.phone}. Free help with money worries: ${creditor.freeHelp}. Thank you for your time.`,
    },
  ],
  never: [
    'Speak of a debt before identity is checked, or to anybody else.',
    'Threaten, insult, raise your voice, or say that something will happen that you do not know.',
    'Press for money that the person needs for rent, food or medicine, or advise them to borrow.',
    'Say that you are from a court or an authority.',
    'Go on when the person asks you to stop.',
  ],
};

const ZH: Words = {
  before: ({ personName, creditor }) => [
    { when: '有人接听', say: `您好，我是[姓名]。请问${personName}方便接电话吗？` },
    { when: '对方问您是谁', say: `我代表${creditor.name}来电，是${personName}本人的私人事务。` },
    {
      when: '接听的是他人，或本人不在',
      say: `谢谢，我改日再打。再见。（不说明事由，也不请对方转告。记录：third-party。）`,
    },
    { when: '号码属于他人', say: '抱歉打扰您了，我会安排不再拨打这个号码。再见。（记录：not-this-person。）' },
    {
      when: '语音信箱',
      say: `您好，我是[姓名]，留言给${personName}。请致电${creditor.phone}。谢谢。（不说其他内容。记录：voicemail。）`,
    },
    {
      when: '对方自称是本人：核对身份',
      say: `在说明事由之前，我需要确认您是本人。请告诉我[以下任选两项：出生日期、通信地址、账户号码后四位]。（与贷款机构的记录核对；不要念出记录，不要提示。）`,
    },
    {
      when: '核对不符，或对方不愿提供',
      say: `我理解。那么我不便在电话里多说。您可以先查证我们的电话号码，再致电${creditor.phone}。再见。（记录：third-party。）`,
    },
  ],
  reason: (l) => ({
    when: '核对无误：说明来电原因',
    say: `谢谢您。我是${l.creditor.name}客户服务组，代表${l.creditor.name}来电。${l.accounts.map(ZH.account).join('')}请问是遇到什么情况了吗？（通话如有录音，请说明。先倾听。）`,
  }),
  account: (account) =>
    account.balanceDue
      ? `您的账户${nameAccount(account, 'zh-Hans')}的全部余额${showAmount(askedOf(account), account.currency)}已到期。`
      : `您的账户${nameAccount(account, 'zh-Hans')}有${showAmount(askedOf(account), account.currency)}逾期，最早一笔已逾期${showDays(account.dpd, 'zh-Hans')}。`,
  returned: { when: '同时告知', say: '我们此前入账的一笔款项已被退回，原因可向付款银行查询。' },
  disputed: (what) => ({
    when: '同时告知',
    say: `您对以下部分提出了异议：${what}。我们正在核查，今天不要求您支付该部分。（不得称其为欠款。）`,
  }),
  offers: ({ creditor, offer, accounts, barred }) => [
    {
      when: '对方现在可以付款',
      say: `付款渠道：${creditor.payAt}；收款账户：${creditor.payTo}；编号：${accounts.map((account) => account.paymentReference).join('、')}。${barred ? '' : '请问您哪一天付款？（复述日期和金额。记录：promise。）'}`,
    },
    ...(offer === null || offer.instalments.length === 0
      ? []
      : [
          {
            when: '可提供：分期支付',
            say: `您可以分期支付：${offer.instalments.map((part) => `不晚于${showDate(part.on, 'zh-Hans')}付${money(part.minor, accounts)}`).join('，')}。这样可以吗？（记录：offer-accepted，instalments。）`,
          },
        ]),
    ...(offer === null || offer.deferral === null
      ? []
      : [
          {
            when: '可提供：延后支付',
            say: `${offer.instalments.length === 0 ? '' : '或者'}您可以不晚于${showDate(offer.deferral.on, 'zh-Hans')}支付${money(offer.deferral.minor, accounts)}。这样可以吗？（记录：offer-accepted，deferral。）`,
          },
        ]),
  ],
  means: (_, means) => ({
    when: '按收支表提供方案，不得要求更多',
    say:
      means.minor === 0n
        ? '根据您告知的情况，目前没有余额可供支付，今天我不会要求您付款。请问情况有变化吗？（不询问金额。除非对方主动提出，记录：cannot-pay。）'
        : `根据您告知的情况，您每月可支付${showAmount(means.minor, means.currency)}。这样仍然可以吗？您希望在哪一天支付？（更低的金额由专人决定。记录：promise，并注明 --parts。）`,
  }),
  noOffer: {
    when: '对方无法一次付清',
    say: '今天我无法直接为您安排分期或延后。您能承受怎样的安排？我会转达。（由专人决定，不作承诺。）',
  },
  rest: ({ creditor, ...l }) => [
    {
      when: '对方说已经付款',
      say: '谢谢您。请问是何时、以何种方式支付的？我会记录下来，我们会等待入账。（记录：says-paid。）',
    },
    {
      when: '对方认为有误',
      say: `我记下了。请问哪里不对？是全部、某一期，还是某一笔金额？我们会核查，在答复您之前不会要求您支付有异议的部分。凭证可发至${creditor.email}。投诉：${creditor.complaints}。（不争辩。记录：disputes；仅部分有异议时，注明到期日或金额。）`,
    },
    {
      when: '对方无力付款、患病或不知如何是好',
      say: `谢谢您告诉我。我们现在不会催促，会有受过培训的专人与您一起处理。也可以获得免费咨询：${creditor.freeHelp}。${nameHelpers(l) ?? ''}（不询问病情细节。记录：cannot-pay。）`,
    },
    {
      when: '对方已破产或已有代理人',
      say: '谢谢您告知。请问我们可以写信给谁？我不再多说了。（记录：bankrupt-or-represented。）',
    },
    { when: '得知本人已去世', say: '非常抱歉，请节哀。我会安排不再就此来电。（不追问。记录：deceased。）' },
    { when: '对方不愿接电话', say: '好的，今后我们只以书面联系您。（记录：writes-only。）' },
    {
      when: '对方情绪崩溃，或压力过大',
      say: '谢谢您告诉我。我们现在就停下来，会有受过培训的专人与您联系，什么时候都可以。（倾听，不谈欠款。记录：distress。）',
    },
    {
      when: '对方说到伤害自己或不想活',
      say: '很感谢您说出来，我陪着您。您现在安全吗？您现在在哪里？身边有人吗？（不要挂断。请同事拨打急救电话。不再谈其他事。记录：self-harm。）',
    },
    { when: '对方拒绝', say: '我记下了。后续事项我们会以书面告知您。（不施压。记录：refuses。）' },
    { when: '时间不方便', say: '请问我什么时候再打给您合适？（记录：call-back，并注明时间。）' },
    {
      when: '结束',
      say: `我复述一遍：[约定的内容、日期和金额]。如有不清楚的地方，请致电${creditor.phone}。免费的财务困难咨询：${creditor.freeHelp}。感谢您的时间。`,
    },
  ],
  never: [
    '在核对身份之前，或向他人，提及欠款。',
    '威胁、侮辱、提高音量，或说出自己并不确知会发生的事。',
    '催要对方用于房租、吃饭或看病的钱，或建议对方借钱还款。',
    '自称来自法院或政府机关。',
    '在对方要求停止后继续。',
  ],
};

const WORDS: Texts<Words> = { en: EN, 'zh-Hans': ZH };

/** What the right person hears; nobody else hears of a debt. */
export const CALL_MENTIONS: readonly Feature[] = [
  'name',
  'identity',
  'creditor-contact',
  'debt',
  'overdue',
  'amount',
  'how-to-dispute',
  'plan-asked',
];

/** The script of one call, about the accounts of its task. */
export function callScript(l: LetterFacts): CallScript {
  const words = WORDS[l.language];
  return {
    before: words.before(l),
    after: [
      words.reason(l),
      ...[sayCollector(l)].flatMap((say) => (say === null ? [] : [{ when: words.returned.when, say }])),
      ...(l.paymentReturned ? [words.returned] : []),
      ...l.accounts.flatMap((account) =>
        account.disputed ? [words.disputed(nameDisputed(account, account.disputed, l.language))] : [],
      ),
      ...(l.means === null ? [] : [words.means(l, l.means)]),
      ...words.offers(l),
      ...(l.offer === null && l.means === null && !l.barred ? [words.noOffer] : []),
      ...words.rest(l),
    ],
    never: words.never,
  };
}
