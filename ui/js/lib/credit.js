// Credit at a gateway or provider: where more of it is bought, and what is told of it. Pure.

import { money } from './format.js';
import { t } from './texts.js';

/** @typedef {import('../types.js').Code} Code */

/** Where credit is added, by the origin that a key belongs to. @type {ReadonlyMap<string, string>} */
const TOP_UPS = new Map([
  // The dashboard asks which team is meant.
  ['https://ai-gateway.vercel.sh', 'https://vercel.com/d?to=%2F%5Bteam%5D%2F~%2Fai%3Fmodal%3Dtop-up'],
  ['https://api.openai.com', 'https://platform.openai.com/settings/organization/billing/overview'],
  ['https://api.anthropic.com', 'https://console.anthropic.com/settings/billing'],
  ['https://openrouter.ai', 'https://openrouter.ai/settings/credits'],
]);

/** Connections whose servers have no address that tells a balance. */
const UNTOLD = new Set(['openai', 'openai-responses', 'anthropic', 'gemini', 'local']);

/** Whether an error is about credit. @param {Code} code */
export function isAboutCredit(code) {
  return code === 'payment_required' || code === 'quota_exhausted';
}

/**
 * Where credit is added for an answer that failed for want of it; none where that is not known.
 * @param {import('../types.js').MessageView} message
 * @param {readonly import('../types.js').KeyStatus[]} keys
 */
export function topUpOf({ error, connection }, keys) {
  if (error === null || !isAboutCredit(error.code)) {
    return null;
  }
  const origin = keys.find((key) => key.connection === connection)?.origin ?? null;
  return origin === null ? null : (TOP_UPS.get(origin) ?? null);
}

/** Whether a balance may be asked for there. @param {string | null} connection */
export function tellsBalance(connection) {
  return connection !== null && !UNTOLD.has(connection);
}

/** @param {import('../usage-types.js').CreditView} credit */
export function creditWords({ host, balanceUsd, usedUsd }) {
  return t('errors.credit', { left: money(balanceUsd), used: money(usedUsd), host });
}
