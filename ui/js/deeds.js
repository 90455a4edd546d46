// What the things in the transcript do when a person asks for them. Knows the elements only by what
// they are asked for.

import { messageTexts } from './lib/answer-copy.js';
import { copyText, tellCopied } from './lib/clipboard.js';
import { t } from './lib/texts.js';
import { plainText } from './plain.js';
import { busyness } from './state/choice.js';

/** @typedef {Record<string, (event: CustomEvent) => void>} Deeds */

/**
 * @param {object} parts
 * @param {import('./store.js').Store} parts.store
 * @param {import('./actions.js').Actions} parts.actions
 * @param {import('./chats.js').Chats} parts.chats
 * @param {import('./elements/message-list.js').MessageList} parts.list
 * @param {import('./elements/find-bar.js').FindBar} parts.find
 * @param {import('./editing.js').Editing} parts.editing
 * @param {ReturnType<typeof import('./lib/remedies.js').createRemedies>} parts.remedies
 * @param {() => void} parts.keepPlace
 * @returns {Deeds}
 */
export function transcriptDeeds({ store, actions, chats, list, find, editing, remedies, keepPlace }) {
  const texts = messageTexts(actions.textOf);

  /**
   * @param {string} message
   * @param {string} from the button that it was asked for by
   */
  async function choose(message, from) {
    await chats.choose(message);
    list.focusVersion(message, from);
  }

  /** @param {import('./elements/message-view.js').MessageElement | null} view */
  function edit(view) {
    if (view !== null) {
      editing.open(view);
    }
  }

  return {
    'earlier-wanted': () => void chats.earlier(),
    'later-wanted': () => void chats.later(),
    'page-wanted': ({ detail }) => void chats.page(detail),
    'pages-left': ({ detail }) => store.dispatch([{ type: 'pagesLeft', keys: detail }]),
    'end-wanted': () => store.dispatch([{ type: 'toEnd' }]),
    'place-changed': keepPlace,
    // Who looks for something does not mean to go on with another version.
    'find-place': ({ detail }) => void actions.openAt(detail, false).then((there) => there || find.missed()),
    'variant-chosen': ({ detail }) => remedies.free() && void choose(detail, document.activeElement?.getAttribute('aria-label') ?? ''),
    'edit-wanted': ({ target }) => edit(viewAt(target)),
    'edit-typed': ({ detail }) => editing.keep(detail.message, detail.text),
    'edit-left': (event) => {
      const { message, text, escaped } = event.detail;
      if (escaped && busyness(store.state()) !== 'idle') {
        // Esc stops the answer that runs; what is typed beside it has nothing to do with it.
        event.preventDefault();
        return;
      }
      editing.keep(message, null);
      if (text !== null) {
        const { open } = store.state();
        chats.offer({
          text: t('edit.given'),
          undo: () => {
            editing.keep(message, text, open);
            store.dispatch([]);
          },
        });
      }
    },
    'question-edited': (event) => {
      if (remedies.free()) {
        editing.keep(event.detail.message, null);
        void actions.edit(event.detail.message, event.detail.text);
      } else {
        event.preventDefault();
      }
    },
    'answer-retry': ({ detail }) => remedies.free() && void actions.retry(detail.row.message.id),
    'answer-continue': ({ detail }) => remedies.free() && void actions.goOn(detail.row.message.id),
    'answer-keep': ({ detail }) => void chats.keep(detail.row.message.id),
    'answer-copy': ({ detail }) => void texts.copy(detail.row, detail.button),
    'plain-copy': ({ detail }) => void copyText(plainOf(detail.row)).then((done) => tellCopied(detail.button, done)),
    'text-wanted': ({ detail, target }) => void texts.drawn(detail).then((text) => viewAt(target)?.showRaw(text), actions.fail),
    redrawn: () => find.refresh(),
    'online-wanted': ({ detail, target }) => store.dispatch([{ type: 'whenOnline', message: detail ? (viewAt(target)?.row?.message.id ?? null) : null }]),
    remedy: ({ detail, target }) => void remedies.take(detail, viewAt(target)?.row ?? null),
  };
}

/**
 * @param {EventTarget | null} target
 * @returns {import('./elements/message-view.js').MessageElement | null}
 */
function viewAt(target) {
  const view = target instanceof Element ? target.closest('message-view') : null;
  return /** @type {import('./elements/message-view.js').MessageElement | null} */ (view);
}

/**
 * A message as it reads.
 * @param {import('./state/rows.js').Row} row
 */
export function plainOf({ message, turn }) {
  return message.role === 'assistant' ? plainText(turn?.nodes ?? message.nodes) : message.text;
}
