/** The two questions that a score answers about an account, and the classes of an answer. */

/** `ability`: can the person pay. `willingness`: do they mean to. */
export const AXES = ['ability', 'willingness'] as const;
/** One of AXES. */
export type Axis = (typeof AXES)[number];

/** Classes of an axis that was scored, the best first. */
export const KNOWN_CLASSES = ['high', 'middle', 'low'] as const;
/** `unknown`: a feature that the axis needs is missing. */
export const SCORE_CLASSES = [...KNOWN_CLASSES, 'unknown'] as const;
/** One of SCORE_CLASSES. */
export type ScoreClass = (typeof SCORE_CLASSES)[number];
