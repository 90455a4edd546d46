// Errors as a person meets them: one sentence, one thing to do. Acts on codes, never on text.

/** @typedef {import('../types.js').UserError} UserError */
/** @typedef {import('../types.js').Code} Code */
/** @typedef {'key' | 'model' | 'retry' | 'renew' | 'settings' | 'fit'} Remedy */

/**
 * Whatever a command rejected with, as an error that can be shown.
 * @param {unknown} reason
 * @returns {UserError}
 */
export function toUserError(reason) {
  if (typeof reason === 'object' && reason !== null && 'code' in reason && 'message' in reason) {
    const { code, message } = reason;
    if (typeof code === 'string' && typeof message === 'string') {
      return { ...blank(), .../** @type {UserError} */ (reason) };
    }
  }
  return blank();
}

/** @returns {UserError} */
function blank() {
  return {
    code: 'internal',
    message: 'Something went wrong inside Gatehouse.',
    action: 'Try again; if it stays, start Gatehouse anew.',
    status: null,
    retryAfterMs: null,
    requestId: null,
  };
}

/** @type {Record<Code, Remedy | null>} */
const REMEDIES = {
  config_invalid: 'settings',
  key_missing: 'key',
  key_rejected: 'key',
  key_expired: 'renew',
  keyring_locked: 'retry',
  keyring_unavailable: 'retry',
  keyring_denied: 'retry',
  payment_required: 'retry',
  budget_reached: null,
  forbidden: 'retry',
  model_not_found: 'model',
  bad_request: null,
  context_too_long: 'fit',
  too_large: null,
  rate_limited: 'retry',
  quota_exhausted: null,
  overloaded: 'retry',
  gateway_error: 'retry',
  provider_error: 'retry',
  refused: null,
  offline: 'retry',
  dns: 'retry',
  tls: 'retry',
  proxy: 'retry',
  connect: 'retry',
  idle_timeout: 'retry',
  bad_response: 'retry',
  interrupted: 'retry',
  storage: 'retry',
  internal: 'retry',
};

/**
 * The one thing to do about an error.
 * @param {Code} code
 * @returns {Remedy | null}
 */
export function remedyOf(code) {
  return Object.hasOwn(REMEDIES, code) ? REMEDIES[code] : 'retry';
}

/** @type {Record<Remedy, string>} */
export const REMEDY_LABELS = {
  key: 'Enter a key',
  model: 'Choose a model',
  retry: 'Retry',
  settings: 'Open settings',
  renew: 'Renew and retry',
  fit: 'Make it fit',
};
