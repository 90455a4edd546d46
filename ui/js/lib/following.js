// When the transcript follows its newest text and when it stays where it is, as a table of states
// and inputs. Pure: knows neither the DOM nor a clock.

/**
 * `following`: the end is kept in view. `free`: the first visible line stays where it is. `asked`: it
 * stays too, and all of what was just asked and answered is in view.
 * @typedef {object} Following
 * @property {'following' | 'free' | 'asked'} mode
 * @property {boolean} news whether text came below since the end was left
 */

/**
 * What happened:
 * - `hand`: the wheel, a key, a selection or the search took hold of the text.
 * - `moved`: the place changed, and not by us: the scroll bar, a finger, a key, the web view.
 * - `grew`: the text changed its height, or the window its size; `below` where its end is out of view.
 * - `text`: something new stands at the end.
 * - `wish`: the jump button, End, a question that was sent, a chat that was opened at its end.
 * - `placed`: a chat was opened at some other place.
 * - `asked`: a question that was sent was put near the upper edge.
 * @typedef {{type: 'hand', scrollable: boolean}
 *   | {type: 'moved', up: boolean, atEnd: boolean, scrollable: boolean}
 *   | {type: 'grew', below: boolean} | {type: 'text'} | {type: 'wish'} | {type: 'placed'} | {type: 'asked'}} FollowInput
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

/** @type {Readonly<Following>} */
const ASKED = Object.freeze({ mode: 'asked', news: false });

/**
 * @param {Readonly<Following>} state
 * @param {FollowInput} input
 * @returns {{state: Readonly<Following>, effect: FollowEffect}}
 */
export function followStep(state, input) {
  const { mode } = state;
  const following = mode === 'following';
  switch (input.type) {
    case 'hand':
      // Where everything is in view there is nothing to leave.
      return mode !== 'free' && input.scrollable ? { state: FREE, effect: 'mark' } : { state, effect: 'nothing' };
    case 'moved':
      return moved(state, input);
    case 'grew':
      return { state: mode === 'asked' && input.below ? { mode: 'free', news: true } : state, effect: following ? 'pin' : 'hold' };
    case 'text':
      // Of what was just asked it is told once it is out of view.
      return { state: mode !== 'free' || state.news ? state : { mode: 'free', news: true }, effect: 'nothing' };
    case 'wish':
      return { state: AT_END, effect: 'pin' };
    case 'placed':
      return { state: FREE, effect: 'mark' };
    case 'asked':
      return { state: ASKED, effect: 'mark' };
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
  if (state.mode === 'asked') {
    return { state: up ? FREE : state, effect: 'mark' };
  }
  // A small turn of the wheel upwards is still near the end: only the way down counts.
  return !up && atEnd ? { state: AT_END, effect: 'nothing' } : { state, effect: 'mark' };
}
