// Lint rule: no text that a person sees stands in the page's modules; all of them are in `ui/texts`.
//
// Two nets. What goes where it is seen (a child of `el`, a label, a title…) may hold no letter at
// all; elsewhere a text is caught by its looks: words with white space between, a word with a
// capital, an ellipsis.

/** Attributes that are seen or read out. */
const SEEN = new Set(['placeholder', 'title', 'alt', 'aria-label', 'aria-description', 'aria-roledescription']);

/** What is written by these is seen. */
const SEEN_PROPERTIES = new Set(['textContent', 'innerText', 'title', 'placeholder', 'ariaLabel', 'alt']);

/** For each function the places of its arguments that are seen. */
const SEEN_ARGUMENTS = new Map([['el', [2]], ['make', [2]], ['button', [0]], ['setText', [1]], ['labelled', [0]], ['createTextNode', [0]], ['append', [0, 1, 2, 3, 4]], ['replaceChildren', [0, 1, 2, 3, 4]]]);

/** For each function the places of its arguments that look like words and are none. */
const MUTE_ARGUMENTS = new Map([
  ['button', [1]], ['drawing', [0, 1]], ['logo', [0]], ['querySelector', [0]], ['querySelectorAll', [0]], ['closest', [0]],
  ['matches', [0]], ['matchMedia', [0]], ['setAttribute', [1, 2]], ['t', [0]], ['textParts', [0]], ['el', [0, 1]], ['make', [0]],
]);

/** Attributes that no one reads. */
const MUTE = new Set(['class', 'className', 'd', 'viewBox', 'role', 'id', 'for', 'type', 'accept', 'tag']);

/** Keys of a keyboard, alone or held together. */
const KEYS = /^(?:(?:Mod|Ctrl|Super|Alt|Shift)\+)*(?:Arrow(Up|Down|Left|Right)|Escape|Enter|Tab|Home|End|Page(Up|Down)|Backspace|Delete|Space|Mod|Ctrl|Super|Shift|Control|Alt|AltGraph|Meta|OS|CapsLock|NumLock|Fn|Dead|Process|Unidentified|ContextMenu|Macintosh|F\d+|[A-Z\d]|[^\p{L}\s])$/u;

/** @param {string} text */
function looksWritten(text) {
  // A selector begins so.
  return !/^[.#[:]/.test(text) && (/^\P{L}*\p{Lu}[\p{Ll}’']/u.test(text) || /\p{L}[,.:;!?)”]*\s+[(“]*\p{L}/u.test(text) || (/…/u.test(text) && /\p{L}/u.test(text)));
}

/** @param {any} node @returns {string | null} */
function calledName(node) {
  return node.callee.type === 'Identifier' ? node.callee.name : node.callee.type === 'MemberExpression' ? (node.callee.property.name ?? null) : null;
}

/** @param {any} node @returns {string | null} */
function keyOf(node) {
  return node.computed ? null : (node.key.name ?? node.key.value ?? null);
}

/**
 * What becomes of a text, by what stands around it.
 * @param {any} node
 * @returns {'seen' | 'mute' | 'unknown'}
 */
function fate(node) {
  let inner = node;
  for (let outer = node.parent; outer !== null; inner = outer, outer = outer.parent) {
    switch (outer.type) {
      case 'ImportDeclaration':
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
      case 'ImportExpression':
      case 'ThrowStatement':
      case 'SwitchCase':
      case 'MemberExpression':
        return inner === outer.consequent || inner === outer.object ? 'unknown' : 'mute';
      case 'NewExpression':
        if (outer.callee.name?.endsWith('Error')) {
          return 'mute';
        }
        break;
      case 'BinaryExpression':
        if (/^[!=]==$/.test(outer.operator)) {
          return 'mute';
        }
        break;
      case 'ConditionalExpression':
        if (inner === outer.test) {
          return 'mute';
        }
        break;
      case 'AssignmentExpression':
        return inner === outer.right && outer.left.type === 'MemberExpression' && SEEN_PROPERTIES.has(outer.left.property.name)
          ? 'seen'
          : outer.left.type === 'MemberExpression' && MUTE.has(outer.left.property.name) ? 'mute' : 'unknown';
      case 'Property': {
        if (inner === outer.key) {
          return 'mute';
        }
        const key = keyOf(outer);
        if (SEEN.has(key)) {
          return 'seen';
        }
        if (MUTE.has(key)) {
          return 'mute';
        }
        break;
      }
      case 'CallExpression': {
        const name = calledName(outer);
        const place = outer.arguments.indexOf(inner);
        if (name === 'setAttribute' && SEEN.has(outer.arguments.find((one) => one.type === 'Literal')?.value) && inner === outer.arguments.at(-1)) {
          return 'seen';
        }
        if (SEEN_ARGUMENTS.get(name)?.includes(place)) {
          return 'seen';
        }
        // Of an object each attribute counts for itself.
        return MUTE_ARGUMENTS.get(name)?.includes(place) && inner.type !== 'ObjectExpression' ? 'mute' : 'unknown';
      }
      case 'ArrowFunctionExpression':
        if (outer.body !== inner) {
          return 'unknown';
        }
        break;
      case 'BlockStatement':
      case 'ClassBody':
      case 'Program':
        return 'unknown';
    }
  }
  return 'unknown';
}

/** Whether a call runs while the module loads. @param {any} node */
function runsAtLoad(node) {
  for (let outer = node.parent; outer !== null; outer = outer.parent) {
    if (/Function/.test(outer.type) || (outer.type === 'PropertyDefinition' && !outer.static)) {
      return false;
    }
  }
  return true;
}

/** @type {import('eslint').Rule.RuleModule} */
export const visibleText = {
  meta: {
    type: 'problem',
    schema: [{ type: 'object', properties: { same: { type: 'array', items: { type: 'string' } } }, additionalProperties: false }],
    messages: {
      text: 'A text that is seen belongs into ui/texts: {{text}}',
      early: 'The language is not known while a module loads: call this where something is drawn.',
    },
  },
  create(context) {
    const same = new Set(context.options[0]?.same ?? []);
    /** @param {any} node @param {string} text */
    function check(node, text) {
      if (!/\p{L}/u.test(text) || same.has(text.trim()) || KEYS.test(text)) {
        return;
      }
      const becomes = fate(node);
      if (becomes === 'seen' || (becomes === 'unknown' && looksWritten(text))) {
        context.report({ node, messageId: 'text', data: { text } });
      }
    }
    return {
      Literal(node) {
        if (typeof node.value === 'string') {
          check(node, node.value);
        }
      },
      TemplateElement(node) {
        check(node, node.value.cooked ?? '');
      },
      CallExpression(node) {
        const name = calledName(node);
        if ((name === 't' || name === 'textParts') && runsAtLoad(node)) {
          context.report({ node, messageId: 'early' });
        }
      },
    };
  },
};
