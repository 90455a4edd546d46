// When the transcript follows its newest text and when it stays where it is, as a table of states
// and inputs. Pure: knows neither the DOM nor a clock.

/**
 * `following`: the end is kept in view. `free`: the first visible line stays where it is.
 * @typedef {object} Following
 * @property {'following' | 'free'} mode
 * @property {boolean} news whether text came below since the end was left
 */

/**
 * What happened:
 * - `hand`: the wheel, a key, a selection or the search took hold of the text.
 * - `moved`: the place changed, and not by us: the scroll bar, a finger, a key, the web view.
 * - `grew`: the text changed its height, or the window its size.
 * - `text`: something new stands at the end.
 * - `wish`: the jump button, End, a question that was sent, a chat that was opened at its end.
 * - `placed`: a chat was opened at some other place.
 * @typedef {{type: 'hand', scrollable: boolean}
 *   | {type: 'moved', up: boolean, atEnd: boolean, scrollable: boolean}
 *   | {type: 'grew'} | {type: 'text'} | {type: 'wish'} | {type: 'placed'}} FollowInput
 */

/**
 * What to do: `pin` goes to the end, `hold` puts the first visible line back where it was, `mark`
 * remembers which line that is.
 * @typedef {'pin' | 'hold' | 'mark' | 'nothing'} FollowEffect
 */

/** @type {Readonly<Following>} */
export const AT_END = Object.freeze({ mode: 'following', news: false });

/** @type {Readonly<Following>} */
const FREE = Object.freeze({ mode: 'free', news: false });

/**
 * @param {Readonly<Following>} state
 * @param {FollowInput} input
 * @returns {{state: Readonly<Following>, effect: FollowEffect}}
 */
export function followStep(state, input) {
  const following = state.mode === 'following';
  switch (input.type) {
    case 'hand':
      // Where everything is in view there is nothing to leave.
      return following && input.scrollable ? { state: FREE, effect: 'mark' } : { state, effect: 'nothing' };
    case 'moved':
      return moved(state, input);
    case 'grew':
      return { state, effect: following ? 'pin' : 'hold' };
    case 'text':
      return { state: following || state.news ? state : { mode: 'free', news: true }, effect: 'nothing' };
    case 'wish':
      return { state: AT_END, effect: 'pin' };
    case 'placed':
      return { state: FREE, effect: 'mark' };
  }
}

/**
 * @param {Readonly<Following>} state
 * @param {Extract<FollowInput, {type: 'moved'}>} input
 * @returns {{state: Readonly<Following>, effect: FollowEffect}}
 */
function moved(state, { up, atEnd, scrollable }) {
  if (state.mode === 'following') {
    // A text that became shorter also moves the place up, but to its end.
    return up && !atEnd && scrollable ? { state: FREE, effect: 'mark' } : { state, effect: 'nothing' };
  }
  // A small turn of the wheel upwards is still near the end: only the way down counts.
  return !up && atEnd ? { state: AT_END, effect: 'nothing' } : { state, effect: 'mark' };
}
