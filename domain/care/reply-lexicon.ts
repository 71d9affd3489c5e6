/**
 * What the words of a reply may be signs of, as data. In doubt a phrase stands here: a person who is asked once too
 * often is better than one who is not asked. Read by domain/care/read-reply.ts; the corpus is tests/fixtures/replies/.
 *
 * English is written in small letters without apostrophes; `*` stands for up to two words. Chinese is written in
 * simplified characters; traditional ones are read as these.
 */

/** The gravest first. `stop`: contact is not wanted, in a sentence that is no word of domain/law/stop-words.ts. */
export const REPLY_SIGNS = ['self-harm', 'distress', 'hardship', 'stop'] as const;
/** One of REPLY_SIGNS. */
export type ReplySign = (typeof REPLY_SIGNS)[number];

/** Phrases by the language of their script. */
export interface SignPhrases {
  readonly english: readonly string[];
  readonly chinese: readonly string[];
}

const phrases = (text: string): readonly string[] => text.trim().split(/,\s+/);

/** Phrases by what they are a sign of. Illness, a death in the family and a lost job are signs of hardship. */
export const LEXICON: Readonly<Record<ReplySign, SignPhrases>> = {
  'self-harm': {
    english: phrases(`
      suicide, suicidal, suiside, sucide, kms, unalive, self harm, selfharm, self harming, kill myself,
      killing myself, kill my self, kill me, hang myself, shoot myself, drown myself, hurt myself, hurting myself,
      harm myself, harming myself, cut myself, cutting myself, end my life, ending my life, take my * life,
      taking my * life, end it all, ending it all, end myself, finish myself, do something to myself, do myself in,
      top myself, overdose, want to * die, wanna die, want to be dead, ready to die, going to die tonight, let me die,
      wish i was dead, wish i were dead, wish i was never born, better off dead, better dead, rather be dead,
      rather die, be better off without me, better without me, better if i was gone, no reason to live,
      nothing to live for, no point * living, no point in life, life is not worth, life isnt worth, not worth living,
      dont want to live, do not want to live, dont wanna live, tired of living, cant live * anymore,
      cant live like this, cannot live like this, cant go on living, dont want to be here anymore,
      do not want to be here anymore, dont want to wake up, never wake up, when i am dead, when im dead,
      once i am dead, once im dead, if i die, after i die, my last message, jump off * bridge, jump off * roof,
      jump from * bridge, under a train, in front of a train, my suicide note, goodbye forever, goodbye world
    `),
    chinese: phrases(`
      自杀, 自尽, 轻生, 寻死, 找死路, 不想活, 不要活了, 活不下去, 活够了, 活腻, 没法活, 想死, 去死, 死了算了,
      死了一了百了, 一了百了, 死给你, 死了就, 等死, 死路一条, 只有死, 跳楼, 跳河, 跳桥, 跳海, 跳江, 上吊, 割腕, 服毒,
      喝农药, 烧炭, 吃安眠药, 去撞车, 了结自己, 结束自己, 结束生命, 结束这一生, 伤害自己, 自残, 自伤, 遗书, 遗言,
      以死, 活着没意思, 活着没意义, 活着有什么意, 活着也没, 逼死, 逼上绝路, 命都不要, 消失在这个世界, 离开这个世界,
      来世再还, 下辈子再还, 下辈子还, 永别, 不想再醒, 不如死, 生无可恋
    `),
  },
  distress: {
    english: phrases(`
      cant cope, cannot cope, can not cope, not coping, cant take it, cannot take it, cant take this,
      cant take * anymore, cant take any more, cant go on, cannot go on, cant do this anymore, too much pressure,
      so much pressure, under * pressure, stop pressuring, so stressed, very stressed, stressed out, stress is,
      panic attack, panic attacks, nervous breakdown, breaking down, break down, breaking point, depressed,
      depression, anxiety, mental health, mentally ill, desperate, in despair, hopeless, overwhelmed, cant sleep,
      cannot sleep, crying, in tears, losing my mind, driving me crazy, driving me insane, killing me, making me ill,
      making me sick, end of my rope, end of my tether, at my wits end, scared, terrified, afraid to, harassing me,
      cant breathe, falling apart, death of me, no way out, ruining my life, broken man, broken woman
    `),
    chinese: phrases(`
      压力太大, 压力很大, 压力好大, 压力大, 压得, 受不了, 受够了, 崩溃, 撑不住, 撑不下去, 扛不住, 快疯了, 要疯了,
      逼疯, 发疯, 抑郁, 忧郁症, 焦虑, 失眠, 睡不着, 喘不过气, 走投无路, 绝望, 生不如死, 厌世, 每天哭, 天天哭, 一直哭,
      哭了, 精神出, 精神科, 心理医生, 恐慌, 害怕, 好怕, 别逼我, 别再逼, 不要逼, 不要再逼, 逼我, 无助, 熬不下去,
      坚持不下去, 没有活路, 没活路, 骚扰
    `),
  },
  hardship: {
    english: phrases(`
      lost my job, lost his job, lost her job, lost my work, lost our jobs, lost my business, laid off,
      made redundant, redundancy, unemployed, out of work, got fired, was fired, been fired, no job, no income,
      no wages, no salary, not been paid, on benefits, food bank, cant afford food, nothing to eat, evicted, homeless,
      hospital, hospitalised, hospitalized, intensive care, cancer, chemo, chemotherapy, heart attack, a stroke,
      surgery, seriously ill, very ill, severely ill, terminally ill, terminal illness, sick leave, diagnosed,
      disabled, disability, is dying, passed away, funeral, bereaved, bereavement, widow, widower, death of my,
      my * died, my * has died, my * is dead, lost my husband, lost my wife, lost my mother, lost my father,
      lost my mum, lost my mom, lost my dad, lost my son, lost my daughter, lost my partner, lost my brother,
      lost my sister, lost our baby, miscarriage
    `),
    chinese: phrases(`
      失业, 下岗, 被裁, 裁员, 被辞退, 被解雇, 被炒, 没工作, 没有工作, 丢了工作, 工作没了, 没收入, 没有收入, 无收入,
      没薪水, 没发工资, 没饭吃, 吃不上饭, 吃不起饭, 无家可归, 公司倒闭, 住院, 手术, 癌, 重病, 生病, 病重, 大病, 化疗,
      中风, 瘫痪, 残疾, 身心障碍, 急诊, 加护病房, 去世, 过世, 离世, 病逝, 往生, 丧事, 后事, 葬礼, 丧偶, 流产, 车祸,
      白血病, 尿毒症
    `),
  },
  stop: {
    english: phrases(`
      stop texting, stop calling, stop messaging, stop emailing, stop sending, stop contacting, stop writing,
      stop ringing, stop phoning, stop bothering, stop this, stop it, please stop, dont text, do not text, dont call,
      do not call, dont contact, do not contact, dont email, do not email, dont message, do not message, dont send,
      do not send, dont write, do not write, leave me alone, remove me, remove my number, take me off, unsubscribe,
      opt out, no more texts, no more calls, no more messages, no more emails, never contact, never call, never text
    `),
    chinese: phrases(`
      不要再发, 别再发, 不要发, 别发, 别给我发, 停止发送, 不要再打, 别再打, 不要打, 别打, 不要再联, 别再联, 不要联,
      别联, 不要打扰, 别打扰, 不要再烦, 别烦, 退订, 拒收, 取消订阅, 不要再传, 别再传, 不要传, 不要寄, 别寄, 不要再寄
    `),
  },
};

/** Phrases that hold words of the lexicon and mean something else. They are taken out before the text is read. */
export const IDIOMS: SignPhrases = {
  english: phrases(`
    dying to pay, dying to get, dying to be, dying to settle, dying to know, dying to hear, phone died,
    phone has died, phone is dying, phone is dead, battery died, battery is dying, battery is dead, laptop died,
    computer died, car died, line is dead, a stroke of, desperate to pay, desperate to settle, break down the,
    break down of the, stop by
  `),
  chinese: phrases(`
    想死你了, 你去死, 你们去死, 你们都去死, 他去死, 跳楼价, 跳楼大甩卖, 跳楼甩卖, 高兴得哭了, 感动得哭了, 笑哭了,
    不要打折, 不要打错, 别打折, 别打错
  `),
};
