// The gallery of failures: every code of the engine has its story, told in the answer's place with one
// main action. `GATEHOUSE_BLESS=1` draws the pictures of the docs anew: look at them before keeping them.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { violations } from '../axe.js';
import { spanWords } from '../../../ui/js/lib/format.js';
import { speak, t } from '../../../ui/js/lib/texts.js';
import { ar } from '../../../ui/texts/ar.js';
import { de } from '../../../ui/texts/de.js';
import { ja } from '../../../ui/texts/ja.js';
import { withBrowser } from '../page.js';

const { open } = withBrowser();
const STORIES = JSON.parse(readFileSync(new URL('../../fixtures/ipc/failures.json', import.meta.url), 'utf8'));
const BLESS = process.env.GATEHOUSE_BLESS === '1';

/** The one thing that each offers; an interruption has its ways on under the answer. */
const MAIN = {
  config_invalid: 'Open settings',
  key_missing: 'Enter a key',
  key_rejected: 'Enter a key',
  key_expired: 'Renew and retry',
  keyring_locked: 'Use a key for this session',
  keyring_unavailable: 'Use a key for this session',
  keyring_denied: 'Use a key for this session',
  payment_required: 'Retry',
  budget_reached: 'Change the budget',
  forbidden: 'Choose a model',
  model_not_found: 'Choose a model',
  bad_request: 'Edit the question',
  context_too_long: 'Make it fit',
  too_large: 'Edit the question',
  rate_limited: 'Retry',
  quota_exhausted: 'Choose a model',
  overloaded: 'Retry',
  gateway_error: 'Retry',
  provider_error: 'Retry',
  refused: 'Edit the question',
  offline: 'Retry',
  dns: 'Check the connection',
  tls: 'Check the connection',
  proxy: 'Check the connection',
  connect: 'Check the connection',
  idle_timeout: 'Retry',
  bad_response: 'Check the connection',
  interrupted: 'Continue',
  storage: 'Retry',
  internal: 'Retry',
};

const gallery = (options = {}, search = '') => open(`/gallery/${search}`, { ready: '.story', ...options });

test('every failure says what happened, what to do, and has one main action', async () => {
  const page = await gallery();
  assert.deepEqual([...new Set(STORIES.map(({ error }) => error.code))].sort(), Object.keys(MAIN).sort());
  const told = await page.evaluate(() => [...document.querySelectorAll('.story')].map((story) => ({
    code: story.dataset.code,
    text: story.querySelector('error-note').innerText,
    main: [...story.querySelectorAll('.error-said button')].map((button) => button.innerText),
    foot: [...story.querySelectorAll('.message-foot button')].map((button) => button.innerText),
    partial: (story.querySelector('message-body')?.innerText ?? '') !== '',
  })));
  assert.equal(told.length, STORIES.length);
  told.forEach(({ code, text, main, foot, partial }, index) => {
    const { error, partial: came } = STORIES[index];
    assert.ok(text.includes(error.message) && text.includes(error.action ?? ''), `${code}: ${text}`);
    assert.deepEqual(code === 'interrupted' ? foot.slice(0, 1) : main, [error.nearest ? `Use ${error.nearest} instead` : MAIN[code]], code);
    assert.equal(partial, came, code);
  });
});

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  test(`axe finds nothing wrong with any failure, ${colorScheme}`, async () => {
    const page = await gallery({ colorScheme, viewport: { width: 1500, height: 900 } });
    assert.deepEqual(await violations(page), []);
    if (BLESS) {
      await page.locator('main').screenshot({ path: new URL(`../../../.github/images/failures-${colorScheme}.png`, import.meta.url).pathname });
    }
  });
}

test('in 320 pixels no failure is wider than the window', async () => {
  const page = await gallery({ viewport: { width: 320, height: 700 } });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
});

for (const [tag, texts] of Object.entries({ de, ja, ar })) {
  test(`in ${tag} every failure is told, and what the engine said in English lies in the original`, async () => {
    const page = await gallery({}, `?${tag}`);
    assert.deepEqual(Object.keys(texts.failures).sort(), Object.keys(MAIN).sort());
    assert.deepEqual(Object.keys(texts.whatToDo).filter((key) => !['nearest', 'pace', 'wait'].includes(key)).sort(), Object.keys(MAIN).sort());
    const told = await page.evaluate(() => [...document.querySelectorAll('.story .error-said')].map((note) => {
      const original = note.querySelector('details');
      return {
        message: note.querySelector(':scope > .error-message').textContent,
        action: note.querySelector(':scope > .error-action')?.textContent ?? null,
        whole: [...note.children].filter((one) => one !== original).map((one) => one.textContent).join(' '),
        original: original.querySelector('p[lang="en"]').textContent,
        open: original.open,
      };
    }));
    assert.equal(told.length, STORIES.length);
    told.forEach(({ message, action, whole, original, open: lies }, index) => {
      const { error } = STORIES[index];
      const own = error.code === 'rate_limited' && error.status === null;
      assert.equal(message, own ? texts.errors.ownPace : texts.failures[error.code]);
      assert.equal(action === null, error.action === null, error.code);
      assert.equal(original, [error.message, error.action ?? ''].join(' ').trim());
      for (const sentence of original.split(/(?<=[.?”]) /).filter((one) => one.length > 3)) {
        assert.ok(!whole.includes(sentence), `${error.code} is told in English: ${sentence}`);
      }
      assert.equal(lies, ['config_invalid', 'storage', 'internal'].includes(error.code), error.code);
    });
    speak({ tag, dir: tag === 'ar' ? 'rtl' : 'ltr', texts });
    const after = (key, ms) => t(key, { time: spanWords(ms) });
    const actions = (code) => told.filter((_, index) => STORIES[index].error.code === code).map(({ action }) => action);
    assert.deepEqual(actions('rate_limited'), [after('whatToDo.wait', 24_000), after('whatToDo.pace', 31_000)]);
    assert.deepEqual(actions('idle_timeout'), [texts.whatToDo.idle_timeout, texts.whatToDo.interrupted], 'where an answer had begun it is kept');
    assert.deepEqual(actions('dns'), [texts.whatToDo.dns]);
    assert.deepEqual(await violations(page), []);
  });
}
