// Numbers, times and names as a person reads them. Pure.

/** @typedef {import('../types.js').ConversationView} ConversationView */
/** @typedef {import('../types.js').MessageView} MessageView */
/** @typedef {import('../types.js').LiveTurn} LiveTurn */
/** @typedef {import('../types.js').KeyStatus} KeyStatus */

const number = new Intl.NumberFormat('en');

/** @param {number} value */
export function formatNumber(value) {
  return number.format(value);
}

/**
 * @param {number | null} tokens
 * @returns {string}
 */
export function lengthLabel(tokens) {
  return tokens === null ? 'Automatic' : `${formatNumber(tokens)} tokens`;
}

/** Longer texts get one direction: finding it line by line freezes a window for minutes. */
const MANY_DIRECTIONS = 20_000;

/**
 * The `dir` of a text that a person typed.
 * @param {string} text
 * @returns {'auto' | 'ltr' | 'rtl'}
 */
export function textDirection(text) {
  if (text.length <= MANY_DIRECTIONS) {
    return 'auto';
  }
  return /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(text.slice(0, 1000)) ? 'rtl' : 'ltr';
}

/**
 * What stands under an answer that did not simply end; empty when it did.
 * @param {Pick<MessageView, 'state' | 'finish' | 'maxTokens'>} message
 * @returns {string}
 */
export function endNote({ state, finish, maxTokens }) {
  if (state === 'interrupted') {
    return 'Interrupted';
  }
  if (state === 'cancelled' || finish === 'cancelled') {
    return 'Stopped';
  }
  if (finish === 'length') {
    return maxTokens === null
      ? "Cut off at the model's own limit"
      : `Cut off at your ${formatNumber(maxTokens)}-token limit`;
  }
  if (finish === 'content_filter') {
    return 'Cut off by a content filter';
  }
  return finish === 'tool_calls' ? 'Ended to call a tool' : '';
}

/**
 * Whether an answer can be gone on with.
 * @param {Pick<MessageView, 'state' | 'finish'>} message
 */
export function canGoOn({ state, finish }) {
  return state === 'interrupted' || finish === 'length';
}

/**
 * What a waiting turn says.
 * @param {Pick<LiveTurn, 'wait' | 'activeAtMs' | 'stopping' | 'begun'>} turn
 * @param {number} nowMs
 * @returns {string}
 */
export function waitText({ wait, activeAtMs, stopping, begun }, nowMs) {
  if (stopping) {
    return 'Stopping…';
  }
  if (wait === null) {
    return begun ? '' : 'Thinking…';
  }
  if (wait.note !== null) {
    return wait.note;
  }
  const left = wait.untilMs === null ? null : Math.max(0, Math.ceil((wait.untilMs - nowMs) / 1000));
  switch (wait.reason) {
    case 'retry':
      return left === null ? 'Retrying…' : `Retrying in ${left} s…`;
    case 'limiter':
      return left === null ? 'Waiting for your pace limit…' : `Waiting for your pace limit, ${left} s…`;
    case 'signin':
      return 'Renewing the sign-in…';
    case 'still':
      return `Still waiting, ${Math.max(0, Math.floor((nowMs - activeAtMs) / 1000))} s`;
  }
}

/**
 * @param {number} thenMs
 * @param {Date} now
 * @returns {'Today' | 'Yesterday' | 'Earlier'}
 */
export function dayGroup(thenMs, now) {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  if (thenMs >= midnight.getTime()) {
    return 'Today';
  }
  midnight.setDate(midnight.getDate() - 1);
  return thenMs >= midnight.getTime() ? 'Yesterday' : 'Earlier';
}

/** @type {Record<string, string>} */
const CONNECTIONS = {
  gateway: 'Vercel AI Gateway',
  openai: 'OpenAI',
  'openai-responses': 'OpenAI (Responses)',
  anthropic: 'Anthropic',
  gemini: 'Google Gemini',
  local: 'Local server',
  demo: 'Demo gateway',
};

/** @param {string} connection */
export function connectionName(connection) {
  return Object.hasOwn(CONNECTIONS, connection) ? (CONNECTIONS[connection] ?? connection) : connection;
}

/** @type {Record<string, string>} */
const KEY_LABELS = { gateway: 'Gateway key', openai: 'OpenAI key', anthropic: 'Anthropic key', gemini: 'Gemini key' };

/** @param {string} connection */
export function keyLabel(connection) {
  return Object.hasOwn(KEY_LABELS, connection) ? (KEY_LABELS[connection] ?? '') : `Key of ${connection}`;
}

/**
 * What is known of a key, in words.
 * @param {KeyStatus} key
 * @returns {string}
 */
export function keyWords({ source, state, last4, warning }) {
  if (warning !== null) {
    return warning;
  }
  switch (state) {
    case 'absent':
      return 'No key';
    case 'locked':
      return 'The keyring is locked';
    case 'denied':
      return 'The keyring refused';
    case 'unavailable':
      return 'No keyring answers here';
    case 'present': {
      const ends = last4 === null ? '' : `, ends in ${last4}`;
      switch (source) {
        case 'env':
          return `From the environment${ends}`;
        case 'keyring':
          return `In your system's keyring${ends}`;
        case 'session':
          return `For this session only${ends}`;
        case 'none':
          return `Set${ends}`;
      }
    }
  }
}

/**
 * How the Vercel sign-in stands, by what is known of the gateway's key.
 * @param {KeyStatus | null} key
 * @param {number} nowMs
 * @returns {string}
 */
export function signInWords(key, nowMs) {
  if (key === null || (key.expiresAtMs === null && key.source !== 'env' && key.source !== 'keyring')) {
    return 'No sign-in token is known. Choose the folder of a project that was linked with: vercel link';
  }
  if (key.expiresAtMs === null) {
    return 'The gateway has a key of its own, which comes before a sign-in.';
  }
  const minutes = Math.floor(Math.abs(key.expiresAtMs - nowMs) / 60_000);
  const time = minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return key.expiresAtMs > nowMs ? `The sign-in token lasts ${time} more.` : `The sign-in token ended ${time} ago.`;
}

/**
 * A span of time as one says it: whole seconds, and minutes where it took longer.
 * @param {number} ms
 * @returns {string}
 */
export function spanWords(ms) {
  const seconds = Math.max(1, Math.round(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) {
    return `${seconds} s`;
  }
  return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
}
