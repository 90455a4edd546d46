// The gallery: every failure as the window shows it, in the place of its answer. Drawn by the page's
// own elements from the words that `tests/tests/stories.rs` takes from the program; with `?de` in German,
// and so in each other language.

import failures from '/golden/ipc/failures.json';
import { el } from '/js/lib/dom.js';
import { toUserError } from '/js/lib/errors.js';
import { load } from '/js/language.js';
import { speak } from '/js/lib/texts.js';
import { MessageElement } from '/js/elements/message-view.js';
import { blankMessage } from '/js/state/blank.js';

/** What had come of the answers that failed midway. */
const PARTIAL = 'The sky is blue because air scatters short waves of light more than';

/**
 * A message is given what it shows once it stands in the document.
 * @param {{title: string, partial: boolean, error: import('/js/types.js').UserError}} story
 * @param {number} index
 */
function show({ title, partial, error }, index) {
  const view = new MessageElement();
  const id = `story-${index}`;
  const figure = el('figure', { class: 'story', 'data-code': error.code }, [
    el('figcaption', {}, [el('span', {}, [title]), el('code', {}, [error.code])]),
    view,
  ]);
  document.querySelector('#stories')?.append(figure);
  view.row = {
    key: id,
    message: {
      ...blankMessage(id, 'assistant', 0),
      model: 'anthropic/claude-sonnet-4.5',
      state: error.code === 'interrupted' ? 'interrupted' : 'failed',
      text: partial ? PARTIAL : '',
      nodes: partial ? [{ type: 'paragraph', children: [PARTIAL] }] : [],
      error: toUserError(error),
    },
    turn: null,
    pending: false,
    stopping: false,
    newest: false,
    leftOut: false,
    topUp: null,
    waits: false,
  };
}

const tag = location.search.slice(1);
if (tag !== '') {
  const language = await load(tag);
  speak(language);
  Object.assign(document.documentElement, { lang: tag, dir: language.dir });
}
failures.forEach(show);
