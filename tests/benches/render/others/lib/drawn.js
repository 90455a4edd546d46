import { unstable_IdlePriority as idle, unstable_scheduleCallback as schedule } from 'scheduler';

/**
 * Waits until React has drawn what it was given. It may put work off, and leave out states that are
 * no longer the newest; the others here draw each of them, and so must it.
 */
export const drawn = () => new Promise((resolve) => schedule(idle, () => resolve(undefined)));
