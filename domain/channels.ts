/** The ways a thing can leave. A channel is a folder under channels/; a lane is a channel + provider, with a queue of its own. */
export const CHANNELS = ['email', 'sms', 'call', 'agency', 'bureau', 'court', 'desk'] as const;
/**
 * `email` and `sms` write to a person; `call` is a task for the internal callers; `desk` a task for other staff
 * (approval, review); `agency`, `bureau` and `court` are files to an organisation.
 */
export type Channel = (typeof CHANNELS)[number];

/** Channels that write to a person. Each contact point belongs to one; a phone belongs to `sms` and serves calls too. */
export const WRITTEN_CHANNELS = ['email', 'sms'] as const satisfies readonly Channel[];
export type WrittenChannel = (typeof WRITTEN_CHANNELS)[number];
/** Channels whose effects reach a person and count for caps, hours and STOP. */
export const PERSON_CHANNELS = [...WRITTEN_CHANNELS, 'call'] as const satisfies readonly Channel[];
export type PersonChannel = (typeof PERSON_CHANNELS)[number];
/** Channels whose effects are tasks for people: over when somebody recorded what came of them. */
export const TASK_CHANNELS: readonly Channel[] = ['call', 'desk'];
/** Channels of which many effects leave together in one file. */
export const FILE_CHANNELS: readonly Channel[] = ['agency', 'bureau'];

/** Whether effects of the channel reach a person. */
export function isPersonChannel(channel: string): channel is PersonChannel {
  return (PERSON_CHANNELS as readonly string[]).includes(channel);
}

/**
 * What an effect is for; policies differ by it. `demand` asks for money. `notice` is a statutory or contractual notice. `receipt` thanks or
 * answers. `report` goes to a bureau, `handover` to an agency or court, `undo` takes something back, `review` is a task for staff.
 */
export type Purpose = 'demand' | 'notice' | 'receipt' | 'report' | 'handover' | 'undo' | 'review';

/** Purposes that ask something of the person or act against them. */
export const COLLECTING_PURPOSES: readonly Purpose[] = ['demand', 'notice', 'handover'];

/** Whether the purpose asks something of the person or acts against them. */
export function isCollecting(purpose: Purpose): boolean {
  return COLLECTING_PURPOSES.includes(purpose);
}
