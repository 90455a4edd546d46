// Numbers, times and names as a person reads them. Pure.

import { formatDate, formatDecimal, formatFixed, formatNumber, t } from './texts.js';

/** @typedef {import('../types.js').ConversationView} ConversationView */
/** @typedef {import('../types.js').MessageView} MessageView */
/** @typedef {import('../types.js').LiveTurn} LiveTurn */
/** @typedef {import('../types.js').KeyStatus} KeyStatus */

export { formatNumber };

/** A sum as the engine writes it: a decimal in US dollars. @param {string} usd */
export function money(usd) {
  return t('units.usd', { amount: formatDecimal(usd) });
}

/**
 * The same for a headline: cents from a dollar on, else four digits after the point. It passes no float.
 * @param {string} usd
 */
export function roundMoney(usd) {
  const [, sign = '', whole = '', after = ''] = /^(-?)(\d+)\.?(\d*)$/.exec(usd) ?? [];
  const places = whole === '0' ? 4 : 2;
  if (whole === '' || after.length <= places) {
    return money(after === '' ? usd : `${sign}${whole}.${after.padEnd(2, '0')}`);
  }
  const up = (after[places] ?? '0') >= '5' ? 1n : 0n;
  const digits = String(BigInt(whole + after.slice(0, places)) + up).padStart(places + 1, '0');
  if (BigInt(digits) === 0n) {
    return t('units.less', { money: money('0.0001') });
  }
  return money(`${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`);
}

/** How long something took. @param {number} ms */
export function duration(ms) {
  return ms < 1000 ? t('time.milliseconds', { ms }) : t('time.seconds', { seconds: formatFixed(ms / 1000, 1) });
}

/**
 * @param {number | null} tokens
 * @returns {string}
 */
export function lengthLabel(tokens) {
  return tokens === null ? t('composer.automatic') : t('composer.tokens', { count: tokens });
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
    return t('ends.interrupted');
  }
  if (state === 'cancelled' || finish === 'cancelled') {
    return t('ends.stopped');
  }
  if (finish === 'length') {
    return maxTokens === null
      ? t('ends.modelLimit')
      : t('ends.yourLimit', { tokens: maxTokens });
  }
  if (finish === 'content_filter') {
    return t('ends.filter');
  }
  return finish === 'tool_calls' ? t('ends.tool') : '';
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
    return t('wait.stopping');
  }
  if (wait === null) {
    return begun ? '' : t('wait.thinking');
  }
  if (wait.note !== null) {
    return wait.note;
  }
  const left = wait.untilMs === null ? null : Math.max(0, Math.ceil((wait.untilMs - nowMs) / 1000));
  switch (wait.reason) {
    case 'retry':
      return left === null ? t('wait.retrying') : t('wait.retryingIn', { seconds: left });
    case 'limiter':
      return left === null ? t('wait.limiter') : t('wait.limiterFor', { seconds: left });
    case 'signin':
      return t('wait.signIn');
    case 'still':
      return t('wait.still', { seconds: Math.max(0, Math.floor((nowMs - activeAtMs) / 1000)) });
  }
}

/**
 * What a list calls the time of a chat: days on this clock, then weeks and months.
 * @param {number} thenMs
 * @param {Date} now
 * @returns {{key: string, name: string, fromMs: number}} `fromMs`: whatever is not older is called so too
 */
export function timeGroup(thenMs, now) {
  const day = (/** @type {number} */ back) => new Date(now.getFullYear(), now.getMonth(), now.getDate() - back).getTime();
  if (thenMs >= day(0)) {
    return { key: 'today', name: t('sidebar.today'), fromMs: day(0) };
  }
  if (thenMs >= day(1)) {
    return { key: 'yesterday', name: t('sidebar.yesterday'), fromMs: day(1) };
  }
  if (thenMs >= day(7)) {
    return { key: 'week', name: t('sidebar.week'), fromMs: day(7) };
  }
  const then = new Date(thenMs);
  const fromMs = new Date(then.getFullYear(), then.getMonth(), 1).getTime();
  return { key: `month ${then.getFullYear()}-${then.getMonth() + 1}`, name: formatDate(fromMs, { month: 'long', year: 'numeric' }), fromMs };
}

/** @type {Record<string, string>} */
const CONNECTIONS = {
  gateway: 'Vercel AI Gateway',
  openai: 'OpenAI',
  'openai-responses': 'OpenAI (Responses)',
  anthropic: 'Anthropic',
  gemini: 'Google Gemini',
};

/** @param {string} connection */
export function connectionName(connection) {
  if (connection === 'local' || connection === 'demo') {
    return t(`names.${connection}`);
  }
  return Object.hasOwn(CONNECTIONS, connection) ? (CONNECTIONS[connection] ?? connection) : connection;
}

/** @param {string} connection */
export function keyLabel(connection) {
  switch (connection) {
    case 'gateway':
    case 'openai':
    case 'anthropic':
    case 'gemini':
      return t(`names.${connection}Key`);
    default:
      return t('names.keyOf', { connection });
  }
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
      return t('key.absent');
    case 'locked':
      return t('key.locked');
    case 'denied':
      return t('key.denied');
    case 'unavailable':
      return t('key.unavailable');
    case 'present': {
      const where = source === 'none' ? t('key.set') : t(`key.${source}`);
      return last4 === null ? where : t('key.ends', { where, last4 });
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
    return t('signIn.none');
  }
  if (key.expiresAtMs === null) {
    return t('signIn.ownKey');
  }
  const minutes = Math.floor(Math.abs(key.expiresAtMs - nowMs) / 60_000);
  const time = minutes < 60 ? t('time.minutes', { minutes }) : t('time.hoursMinutes', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  return key.expiresAtMs > nowMs ? t('signIn.lasts', { time }) : t('signIn.ended', { time });
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
    return t('time.seconds', { seconds });
  }
  return seconds % 60 === 0 ? t('time.minutes', { minutes }) : t('time.minutesSeconds', { minutes, seconds: seconds % 60 });
}
