// Errors as a person meets them: one sentence, one thing to do. Acts on codes, never on text.

import { spanWords } from './format.js';
import { isForeign, t } from './texts.js';

/** @typedef {import('../types.js').UserError} UserError */
/** @typedef {import('../types.js').Code} Code */
/** @typedef {'key' | 'session' | 'model' | 'retry' | 'renew' | 'settings' | 'connection' | 'budget' | 'nearest' | 'fit' | 'edit' | 'dismiss'} Remedy */

/** The longest wait that is told, as the engine has it: 31 days. */
const LONGEST_TOLD_MS = 2_678_400_000;

/** Errors that this page made: they speak its language. @type {WeakSet<UserError>} */
const own = new WeakSet();

/**
 * Whatever a command rejected with, as an error that can be shown.
 * @param {unknown} reason
 * @returns {UserError}
 */
export function toUserError(reason) {
  if (own.has(/** @type {UserError} */ (reason))) {
    return /** @type {UserError} */ (reason);
  }
  if (typeof reason === 'object' && reason !== null && 'code' in reason && 'message' in reason) {
    const { code, message } = reason;
    if (typeof code === 'string' && typeof message === 'string') {
      return { ...NOTHING, .../** @type {UserError} */ (reason) };
    }
  }
  return ownError('internal', t('errors.internal'), t('errors.internalAction'));
}

/** @type {Readonly<UserError>} */
const NOTHING = Object.freeze({ code: 'internal', message: '', action: null, status: null, retryAfterMs: null, requestId: null, nearest: null });

/**
 * An error of this page.
 * @param {Code} code
 * @param {string} message
 * @param {string | null} action
 * @returns {UserError}
 */
export function ownError(code, message, action) {
  const error = { ...NOTHING, code, message, action };
  own.add(error);
  return error;
}

/**
 * What is told of an error. The engine speaks English: in other languages the words are made of its code
 * and fields, and what it said stands beside them.
 * @param {UserError} error
 * @returns {{message: string, action: string | null, original: string | null}}
 */
export function wordsOf(error) {
  const { code, message, action, status } = error;
  if (!isForeign() || own.has(error)) {
    return { message, action, original: null };
  }
  return {
    // Where no server answered, it is the pace that the person set.
    message: code === 'rate_limited' && status === null ? t('errors.ownPace') : t(`failures.${code}`),
    action: action === null ? null : whatToDo(error),
    original: [message, action ?? ''].join(' ').trim(),
  };
}

/** What to do about an error, where the engine says that something can be done. @param {UserError} error */
function whatToDo({ code, status, retryAfterMs, nearest }) {
  if (nearest) {
    return t('whatToDo.nearest', { model: nearest });
  }
  if (code === 'rate_limited' && retryAfterMs !== null && retryAfterMs <= LONGEST_TOLD_MS) {
    return t(status === null ? 'whatToDo.pace' : 'whatToDo.wait', { time: spanWords(retryAfterMs) });
  }
  return t(`whatToDo.${code === 'idle_timeout' && status !== null ? 'interrupted' : code}`);
}

/** All of it in one line. @param {UserError} error */
export function errorText(error) {
  const { message, action, original } = wordsOf(error);
  const said = [message, action ?? ''].join(' ').trim();
  return original === null ? said : t('errors.withOriginal', { message: said, original });
}

/** What happened, in one line, without what to do. @param {UserError} error */
export function headline(error) {
  return errorText(own.has(error) ? ownError(error.code, error.message, null) : { ...error, action: null });
}

/** @type {Record<Code, Remedy>} */
const REMEDIES = {
  config_invalid: 'settings',
  key_missing: 'key',
  key_rejected: 'key',
  key_expired: 'renew',
  keyring_locked: 'session',
  keyring_unavailable: 'session',
  keyring_denied: 'session',
  payment_required: 'retry',
  budget_reached: 'budget',
  forbidden: 'model',
  model_not_found: 'model',
  bad_request: 'edit',
  context_too_long: 'fit',
  too_large: 'edit',
  rate_limited: 'retry',
  quota_exhausted: 'model',
  overloaded: 'retry',
  gateway_error: 'retry',
  provider_error: 'retry',
  refused: 'edit',
  offline: 'retry',
  dns: 'connection',
  tls: 'connection',
  proxy: 'connection',
  connect: 'connection',
  idle_timeout: 'retry',
  bad_response: 'connection',
  interrupted: 'retry',
  storage: 'retry',
  internal: 'retry',
};

/**
 * The one thing to do about this very error: where a model's name is nearly that of another, that one is
 * offered in place of the whole list.
 * @param {UserError} error
 * @param {Remedy} usual
 * @returns {{remedy: Remedy, label: string}}
 */
export function remedyWith({ nearest }, usual) {
  // Errors of before, and of tests, know no nearest.
  return usual === 'model' && nearest ? { remedy: 'nearest', label: t('remedies.nearest', { model: nearest }) } : { remedy: usual, label: usual === 'nearest' ? '' : t(`remedies.${usual}`) };
}

/**
 * The one thing to do about an error of this kind.
 * @param {Code} code
 * @returns {Remedy}
 */
export function remedyOf(code) {
  return Object.hasOwn(REMEDIES, code) ? REMEDIES[code] : 'retry';
}

/**
 * What quick-ask offers in its place: an address is mended in the main window, here it is tried again.
 * @param {Remedy | null} remedy
 */
export const remedyHere = (remedy) => (remedy === 'connection' ? 'retry' : remedy);
