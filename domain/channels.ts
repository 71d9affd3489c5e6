/** The ways a thing can leave. A channel is a folder under channels/; a lane is a channel + provider, with a queue of its own. */
export const CHANNELS = ['email', 'sms', 'call', 'agency', 'bureau', 'court', 'desk'] as const;
/**
 * `email` and `sms` write to a person; `call` is a task for the internal callers; `desk` a task for other staff
 * (approval, review); `agency`, `bureau` and `court` are files to an organisation.
 */
export type Channel = (typeof CHANNELS)[number];

/** Channels whose effects reach a person and count for caps, hours and STOP. */
export const PERSON_CHANNELS: readonly Channel[] = ['email', 'sms', 'call'];
/** Channels whose effects are tasks for people: over when somebody recorded what came of them. */
export const TASK_CHANNELS: readonly Channel[] = ['call', 'desk'];
/** Channels of which many effects leave together in one file. */
export const FILE_CHANNELS: readonly Channel[] = ['agency', 'bureau'];

/**
 * What an effect is for; policies differ by it. `demand` asks for money. `notice` is a statutory or contractual notice. `receipt` thanks or
 * answers. `report` goes to a bureau, `handover` to an agency or court, `undo` takes something back, `review` is a task for staff.
 */
export type Purpose = 'demand' | 'notice' | 'receipt' | 'report' | 'handover' | 'undo' | 'review';
