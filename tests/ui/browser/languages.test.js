// Languages: in a made-up one, with marks on every letter and from right to left, each screen is
// whole, speaks it everywhere and fits; in German it is German; the setting changes it in place.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { pseudo } from '../../../ui/js/host/fake-pseudo.js';
import { ar } from '../../../ui/texts/ar.js';
import { de } from '../../../ui/texts/de.js';
import { en } from '../../../ui/texts/en.js';
import { ja } from '../../../ui/texts/ja.js';
import { append, ask, calls, end, link, paragraph, patch, withBrowser } from '../page.js';

const { open } = withBrowser();
const NODES = JSON.parse(readFileSync(new URL('../../fixtures/showcase/answer.json', import.meta.url), 'utf8'));
const NARROW = { viewport: { width: 320, height: 640 } };

/**
 * What is on screen, or read out, and did not come from the texts. What a person or a model wrote is
 * left out, and so are ids and addresses, which stand from left to right.
 * @param {import('playwright-core').Page} page
 */
function forgotten(page) {
  return page.evaluate(() => {
    const SAME = /Gatehouse|OpenAI|Anthropic|Google Gemini|Vercel AI Gateway|\(Responses\)|responses|chat completions|messages|English|Deutsch|日本語|العربية/g;
    const WRITTEN = '.conversation, .group-name, .palette-name, .palette-about, .toast-text, kbd, .message-assistant .message-head, .chat-title, .title-text, .message-text, .reasoning-text, .model-id, .details-list dd, .file-chip, .link, [dir="ltr"], [lang]:not(html), textarea, script, math, .code-lang, .chart-text, bdi';
    /** Without what stands between the brackets of the language, which can hold others. */
    const rest = (text) => {
      let depth = 0;
      let left = '';
      for (const character of text) {
        depth += character === '⟦' ? 1 : 0;
        left += depth === 0 ? character : '';
        depth -= character === '⟧' ? 1 : 0;
      }
      return left.replace(SAME, '');
    };
    const told = [];
    const check = (text, where) => /[A-Za-z]{2}/.test(rest(text ?? '')) && told.push(`${where}: ${text.trim().slice(0, 80)}`);
    const answers = [...document.querySelectorAll('.message-body')];
    const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
      const box = node.parentElement;
      const ofAnswer = answers.some((answer) => answer.contains(box)) && box.closest('.aside, .alert-title, button') === null;
      if (!ofAnswer && box.closest(WRITTEN) === null && box.closest('head') === null) {
        check(node.data, box.className || box.localName);
      }
    }
    for (const element of document.body.querySelectorAll('*')) {
      if (element.closest('math, [lang]:not(html)') === null) {
        for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
          const data = name === 'title' && element.matches('.conversation, .link, .model-input');
          const sample = name === 'placeholder' && element.matches('[dir="ltr"], .number');
          if (!data && !sample && !(name === 'aria-label' && element.matches('article'))) {
            check(element.getAttribute(name), `${element.className || element.localName}[${name}]`);
          }
        }
      }
    }
    return told;
  });
}

/** What is wider than the window or the dialog that it stands in. @param {import('playwright-core').Page} page */
function tooWide(page) {
  return page.evaluate(() =>
    [document.documentElement, document.body, ...document.querySelectorAll('dialog[open], .scroller, .usage-scroller, .composer-column, nav')]
      .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
      .map((one) => `${one.className || one.localName}: ${one.scrollWidth} in ${one.clientWidth}`),
  );
}

/** @param {import('playwright-core').Page} page @param {string} screen */
async function whole(page, screen) {
  assert.deepEqual(await forgotten(page), [], screen);
  assert.deepEqual(await tooWide(page), [], screen);
}

const RECEIPT = {
  cachedAtMs: Date.now() - 7_200_000, savedUsd: '0.0027', credential: 'own-key', leftOut: 2, notes: ['Without the temperature.', 'From another provider.'], reasoningMs: 72_000,
  citations: [{ url: 'https://a.example/', title: '', href: 'https://a.example/', host: null }],
  toolCalls: [{ id: '1', name: 'look_up', arguments: '{"a":1}', cut: false }],
};
const FACTS = {
  asked: 'x/a', model: 'x/b', provider: null, totalMs: 2345, firstTokenMs: 300, usage: { inputTokens: 1200, outputTokens: 340, reasoningTokens: 20, cachedInputTokens: 800, totalTokens: 1540 },
  cost: { usd: '0.0081', basis: 'estimated' }, attempts: [{ status: 503, code: 'overloaded', ms: 120, connection: null, model: null }, { status: null, code: 'connect', ms: 2100, connection: null, model: null }],
};
const MESSAGE = pseudo('Message');

/** @typedef {{word: (text: string) => string, check: (page: import('playwright-core').Page, screen: string) => Promise<void>}} Spoken */

/** Says an English text in another language. @param {Record<string, Record<string, unknown>>} texts */
function wordsIn(texts) {
  const said = new Map(Object.entries(en).flatMap(([section, named]) => Object.entries(named).map(([name, text]) => [text, texts[section][name]])));
  return (text) => said.get(text);
}

/** @param {import('playwright-core').Page} page @param {string} screen */
async function fits(page, screen) {
  assert.deepEqual(await tooWide(page), [], screen);
}

/** How each is reached, where `word` says an English text in the language. @type {Record<string, (page: import('playwright-core').Page, language: Spoken) => Promise<void>>} */
const SCREENS = {
  'the first run': async (page) => void (await page.locator('key-card').waitFor()),
  'an answer that grows': async (page, { word }) => {
    const turn = await ask(page, '1', word('Message'));
    await patch(page, turn, append(...NODES), '1 2 3');
    await page.locator('reasoning-view').waitFor();
  },
  'a finished answer with all that stands beside it': async (page, { word }) => {
    const turn = await ask(page, '1', word('Message'));
    await patch(page, turn, append(...NODES), '1 2 3');
    await end(page, turn, { ...FACTS, receipt: RECEIPT, finish: 'length' });
    await page.locator('answer-details summary').click();
    await page.locator('.details-list dt').first().waitFor();
    assert.deepEqual(await page.locator('.message-note [lang="en"]').allInnerTexts(), RECEIPT.notes);
    assert.deepEqual(await page.locator('.details-list [lang="en"]').allInnerTexts(), RECEIPT.notes);
    await page.locator('message-view').first().locator('.message-foot button').first().click();
    await page.locator('question-edit').waitFor();
  },
  'an answer that waits for what the engine notes': async (page, { word }) => {
    const turn = await ask(page, '1', word('Message'));
    await page.evaluate((id) => window.fakeEngine.emit({ type: 'turnWaiting', turnId: id, reason: 'retry', untilMs: null, note: 'Asked elsewhere now.' }), turn);
    await page.locator('wait-line[lang="en"]').getByText('Asked elsewhere now.').waitFor();
  },
  'a failure, with what the engine said beside it': async (page, { word }) => {
    const turn = await ask(page, '1', word('Message'));
    await end(page, turn, { state: 'failed', finish: null, error: { code: 'overloaded', message: 'Request failed: 529.', action: 'Wait a little.', status: 529, retryAfterMs: null, requestId: 'r1' } });
    await page.locator('.error-note').waitFor();
    assert.equal(await page.locator('.error-note > .error-box > .error-said > .error-action').innerText(), word('Try again in a moment, or choose another model.'));
    assert.equal(await page.locator('.error-note [lang="en"]').isVisible(), false, 'the original is folded away');
    await page.locator('.error-note summary').click();
    assert.equal(await page.locator('.error-note [lang="en"]').innerText(), 'Request failed: 529. Wait a little.');
  },
  'the menus and the options': async (page, { word, check }) => {
    const turn = await ask(page, '1', word('Message'));
    await patch(page, turn, append(paragraph('2')));
    await end(page, turn);
    await page.locator('.message-assistant message-menu > button').focus();
    await page.keyboard.press('Enter');
    await check(page, 'the menu');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+f');
    await page.locator('.find-text').fill('nothing');
    await page.locator('.find-count').filter({ hasText: /./ }).waitFor();
  },
  'the models': async (page) => {
    await page.locator('.model-input').click();
    await page.locator('.option').first().waitFor();
  },
  'the lists while one types': async (page, { word, check }) => {
    await page.getByRole('textbox', { name: word('Message') }).focus();
    await page.keyboard.type('@');
    await page.locator('composer-menu .option').first().waitFor();
    await check(page, 'models and presets');
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: word('Message') }).fill('');
    await page.keyboard.type('/');
    await page.locator('composer-menu .option').waitFor();
    await page.keyboard.press('Enter');
  },
  'the options of a chat': async (page, { check }) => {
    await page.keyboard.press('Control+i');
    await page.locator('chat-options dialog[open]').waitFor();
    await page.locator('chat-options select').first().selectOption('1');
    await check(page, 'with a preset');
    await page.locator('chat-options button[type=submit]').click();
    await page.locator('preset-chip p').waitFor();
  },
  'another model for an answer': async (page, { word }) => {
    const turn = await ask(page, '1', word('Message'));
    await patch(page, turn, append(paragraph('2')));
    await end(page, turn);
    await page.locator('.message-assistant message-menu > button').click();
    await page.getByRole('menuitem', { name: word('Ask another model…') }).click();
    await page.locator('model-dialog .option').first().waitFor();
  },
  'presets and templates': async (page, { word }) => {
    await page.keyboard.press('Control+,');
    await page.getByRole('tab', { name: word('Presets and templates') }).click();
    await page.locator('settings-presets .key-row').first().waitFor();
    await page.locator('settings-presets .row-acts button').first().click();
    await page.locator('preset-form').waitFor();
    await page.locator('settings-presets > .row-acts button').last().click();
    await page.locator('template-form').waitFor();
    await page.locator('preset-file input').setInputFiles([{ name: '1.json', mimeType: 'application/json', buffer: Buffer.from('{}') }]);
    await page.locator('preset-file .import-list').waitFor();
  },
  'how questions are written': async (page, { word }) => {
    await page.keyboard.press('Control+,');
    await page.getByRole('tab', { name: word('Writing') }).click();
    await page.locator('settings-writing textarea').waitFor();
  },
  'a file and an estimate': async (page, { word }) => {
    await page.evaluate(() => Object.assign(window.fakeEngine.desk.preview, {
      hint: 'This model is retired.', hidden: 2, leftOut: 1, earlier: 3, contextWindow: 1000, tooLong: { sure: false, leaveOut: 2, larger: 'x/y' },
    }));
    await page.locator('draft-files input').setInputFiles([{ name: '1.txt', mimeType: 'text/plain', buffer: Buffer.from('x') }]);
    await page.getByRole('textbox', { name: word('Message') }).fill('1');
    await page.locator('.next-card').waitFor();
    assert.equal(await page.locator('.next-hint [lang="en"]').innerText(), 'This model is retired.');
  },
  'the palette': async (page, { word, check }) => {
    const turn = await ask(page, '1', word('Message'));
    await end(page, turn);
    await page.keyboard.press('Control+k');
    await page.locator('.palette-option').first().waitFor();
    await check(page, 'the palette before anything is typed');
    await page.keyboard.type('1');
    await page.locator('.palette-note').filter({ hasText: /./ }).waitFor();
  },
  'the list of chats, its menu, and filing': async (page, { word, check }) => {
    const turn = await ask(page, '1', word('Message'));
    await end(page, turn);
    await page.locator('.chat-head .icon').click();
    await page.locator('.conversation').first().waitFor();
    await page.locator('.conversation').first().focus();
    await page.keyboard.press('Shift+F10');
    await page.locator('.row-menu').waitFor();
    await check(page, 'the menu of a chat');
    await page.getByRole('menuitem', { name: word('Folder and tags…') }).click();
    await page.locator('dialog.filing').waitFor();
    await check(page, 'filing');
    await page.keyboard.press('Escape');
    await page.locator('.conversation').first().focus();
    await page.keyboard.press('Delete');
    await page.locator('.toast-text').waitFor();
  },
  'the settings of the keys': async (page) => {
    await page.keyboard.press('Control+/');
    await page.locator('.shortcut-row').first().waitFor();
  },
  'the settings': async (page) => {
    await page.evaluate(() => {
      const { snapshot } = window.fakeEngine;
      snapshot.keys = snapshot.keys.map((key) => ({ ...key, warning: 'This looks like a key of another provider.' }));
      window.fakeEngine.emit({ type: 'keysChanged', keys: snapshot.keys, next: snapshot.next });
      Object.assign(window.fakeEngine.desk.found.keys[0], { warning: 'This looks like a key of another provider.' });
    });
    await page.keyboard.press('Control+,');
    await page.locator('.connection-row').first().waitFor();
    await page.locator('.key-words [lang="en"]').first().waitFor();
    await page.locator('settings-connections env-import input').setInputFiles([{ name: '1.txt', mimeType: 'text/plain', buffer: Buffer.from('A=b') }]);
    await page.locator('settings-connections .import-list li').first().waitFor();
    assert.deepEqual(await page.locator('settings-connections .import-list [lang="en"]').allInnerTexts(), ['This looks like a key of another provider.', 'It is a placeholder.']);
  },
  'the settings of models': async (page, { word }) => {
    await page.keyboard.press('Control+,');
    await page.getByRole('tab', { name: word('Models and limits') }).click();
    await page.locator('settings-form .card-note').last().filter({ hasText: /./ }).waitFor();
  },
  'the settings of the look': async (page, { word }) => {
    await page.keyboard.press('Control+,');
    await page.getByRole('tab', { name: word('Appearance') }).click();
  },
  'a new connection and a test': async (page) => {
    await page.keyboard.press('Control+,');
    await page.locator('.connection-row connection-test button').first().click();
    await page.locator('.connection-row connection-test .row-acts button').nth(1).click();
    await page.locator('.layers [lang="en"]').first().waitFor();
    await page.locator('connection-list > .row-acts button').first().click();
    await page.locator('connection-form').waitFor();
  },
  'the usage, as charts and as tables': async (page, { check }) => {
    await page.evaluate(() => document.querySelector('chat-app').dispatchEvent(new CustomEvent('open-usage')));
    await page.locator('.usage-figure').first().waitFor();
    await check(page, 'charts');
    await page.locator('.usage-tools .segment').last().click();
    await page.locator('.usage-table').first().waitFor();
  },
  'what is told above the chat': async (page) => {
    await page.keyboard.press('Control+n');
    await page.evaluate(() => document.querySelector('.temporary-chat').click());
    await page.evaluate(() => window.fakeEngine.emit({ type: 'notice', error: window.fakeError('storage', 'The data folder is read-only.') }));
    await page.locator('.notice').waitFor();
    // Its text is that of the engine, in brackets after the words for its code.
    await page.evaluate(() => document.querySelector('.notice-text').setAttribute('lang', 'en'));
  },
  'a link that is asked about': async (page, { word }) => {
    const turn = await ask(page, '1', word('Message'));
    await patch(page, turn, append({ type: 'paragraph', children: [link('https://a.example/', 'a.example', '1')] }));
    await page.evaluate(() => {
      const question = { id: '1', href: 'https://a.example/', host: 'a.example', doubts: ['otherText', 'disguised', 'userinfo', 'address', 'port', 'long', 'mail'], letter: null };
      const invoke = window.fakeEngine.invoke.bind(window.fakeEngine);
      window.fakeEngine.invoke = (command, args) => (command === 'open_link' ? Promise.resolve({ type: 'asked', question }) : invoke(command, args));
    });
    await page.locator('.link').click();
    await page.locator('.link-question').waitFor();
  },
};

/**
 * A screen with a little of everything, in a narrow window.
 * @param {string} name
 * @param {(page: import('playwright-core').Page, language: Spoken) => Promise<void>} go
 * @param {string} query of the made-up language
 * @param {Spoken} language
 * @param {object} [options]
 */
async function walk(name, go, query, language, options = {}) {
  const page = await open(`/?scene=${name === 'the first run' ? 'demo' : 'ready'}&manual${query}`, { ...NARROW, ...options });
  await page.evaluate((parameters) => Object.assign(window.fakeEngine.desk.presets, {
    presets: [{ name: '1', connection: null, model: null, instructions: '2', parameters }],
    templates: [{ name: '1', text: '2 {{3}}' }],
    imports: { presets: [{ name: '1', outcome: 'replaced' }], templates: [{ name: '1', outcome: 'added' }] },
  }), { maxTokens: null, temperature: null, seed: null, stop: [], reasoning: null });
  await go(page, language);
  await language.check(page, name);
}

for (const [name, go] of Object.entries(SCREENS)) {
  test(`nothing is forgotten, and nothing is too wide at 320 pixels: ${name}`, () => walk(name, go, '&pseudo', { word: pseudo, check: whole }));
}

for (const [tag, texts] of Object.entries({ ja, ar })) {
  for (const [name, go] of Object.entries(SCREENS)) {
    test(`in ${tag} nothing is too wide at 320 pixels: ${name}`, () => walk(name, go, '', { word: wordsIn(texts), check: fits }, { locale: tag }));
  }
}

test('nothing is forgotten in quick-ask', async () => {
  const page = await open('/quick.html?scene=ready&manual&pseudo', NARROW);
  await whole(page, 'empty');
  const turn = await ask(page, '1', pseudo('Ask'));
  await patch(page, turn, append(...NODES));
  await end(page, turn);
  await whole(page, 'answered');
});

/** Where the parts stand, from the left. @param {import('playwright-core').Page} page */
const places = (page) =>
  page.evaluate(() => {
    const left = (selector) => document.querySelector(selector).getBoundingClientRect().left;
    return { sidebar: left('.sidebar'), main: left('.main'), send: left('.send'), attach: left('.composer-tools > .button'), toggle: left('.chat-head .icon'), title: left('.chat-title') };
  });

test('from right to left the sidebar stands at the right, and the composer is mirrored', async () => {
  const page = await open('/?scene=ready&manual&pseudo');
  assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl');
  const there = await places(page);
  assert.ok(there.sidebar > there.main && there.send < there.attach && there.toggle > there.title, JSON.stringify(there));
  const here = await places(await open('/?scene=ready&manual'));
  assert.ok(here.sidebar < here.main && here.send > here.attach && here.toggle < here.title, JSON.stringify(here));
});

test('from right to left code and formulas still stand from left to right', async () => {
  const page = await open('/?scene=ready&manual&pseudo');
  const turn = await ask(page, '1', MESSAGE);
  await patch(page, turn, append(...NODES));
  await page.locator('.message-body math').first().waitFor();
  const directions = await page.evaluate(() => [...document.querySelectorAll('.message-body pre, .message-body code, .message-body math')].map((one) => getComputedStyle(one).direction));
  assert.ok(directions.length > 3);
  assert.deepEqual([...new Set(directions)], ['ltr']);
});

test('a German system is spoken to in German from the first drawing on', async () => {
  const page = await open('/?scene=ready&manual', { locale: 'de-AT' });
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'de');
  const box = page.getByRole('textbox', { name: de.composer.message });
  assert.equal(await box.getAttribute('placeholder'), 'Claude etwas fragen …');
  const turn = await ask(page, '1', de.composer.message);
  await patch(page, turn, append(paragraph('Ein Wort mehr.')));
  await end(page, turn, { ...FACTS, cost: { usd: '0.0081', basis: 'billed' } });
  await page.getByRole('status').filter({ hasText: 'Antwort fertig, 3 Wörter' }).waitFor();
  await page.locator('answer-details summary').click();
  // Its lines are made when it opens, a task after the click.
  await page.locator('.details-list dt').first().waitFor();
  assert.match(await page.locator('.details-list').innerText(), /Kosten\s+0,0081 \$, abgerechnet/);
  assert.match(await page.locator('.details-list').innerText(), /1\.200 hinein \(800 aus dem Cache\)/);
});

test('a Japanese system is spoken to in Japanese', async () => {
  const page = await open('/?scene=ready&manual', { locale: 'ja-JP' });
  assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), ['ja', 'ltr']);
  const turn = await ask(page, '1', ja.composer.message);
  await patch(page, turn, append(paragraph('One more word.')));
  await end(page, turn, FACTS);
  await page.getByRole('status').filter({ hasText: '回答が届きました（3語）' }).waitFor();
  await page.locator('answer-details summary').click();
  await page.locator('.details-list dt').first().waitFor();
  assert.match(await page.locator('.details-list').innerText(), /トークン\s+入力1,200（キャッシュ800）、出力340（推論20）/);
});

test('an Arabic system is spoken to in Arabic, from right to left, each kind of number in its own words', async () => {
  const page = await open('/?scene=ready&manual', { locale: 'ar-EG' });
  assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), ['ar', 'rtl']);
  const told = { 1: 'كلمة واحدة', 2: 'كلمتان', 3: '\u20683\u2069 كلمات', 12: '\u206812\u2069 كلمة' };
  for (const [words, said] of Object.entries(told)) {
    const turn = await ask(page, '1', ar.composer.message);
    await patch(page, turn, append(paragraph('كلمة '.repeat(Number(words)).trim())));
    await end(page, turn, FACTS);
    await page.getByRole('status').filter({ hasText: `الإجابة جاهزة، ${said}` }).waitFor();
  }
  await page.locator('answer-details summary').last().click();
  await page.locator('.details-list dt').first().waitFor();
  const details = page.locator('.details-list').last();
  assert.match(await details.innerText(), /\u2066\$\u20680\.0081\u2069\u2069/, 'an amount is one piece');
  assert.match(await details.innerText(), /\u20681,200\u2069/, 'digits as in ids and amounts');
  const [model] = await details.locator('dd').all();
  assert.deepEqual(await model.evaluate((value) => [value.textContent, getComputedStyle(value).direction, getComputedStyle(value).textAlign]), ['x/a', 'ltr', 'right'], 'a name stands beside what it belongs to');
});

test('in a window from right to left an empty box stands as the window, what is typed as its letters, and keys in their order', async () => {
  const page = await open('/?scene=ready&manual', { locale: 'ar' });
  const box = page.getByRole('textbox', { name: ar.composer.message });
  const direction = (/** @type {import('playwright-core').Locator} */ one) => one.evaluate((node) => getComputedStyle(node).direction);
  assert.equal(await direction(box), 'rtl');
  await box.fill('Latin letters');
  assert.equal(await direction(box), 'ltr');
  await page.keyboard.press('Control+k');
  await page.locator('.palette-option').first().waitFor();
  assert.deepEqual([await direction(page.locator('.palette-keys').first()), await direction(page.locator('.search-keys'))], ['ltr', 'ltr']);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+/');
  assert.equal(await direction(page.locator('.chord').first()), 'ltr');
});

test('the setting changes the language in place: the draft, the chat and the settings stay', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  await patch(page, turn, append(paragraph('It goes on.')));
  await page.getByRole('textbox', { name: 'Message' }).fill('Half a thought');
  await page.keyboard.press('Control+,');
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await page.locator('.connection-row').first().waitFor();
  await dialog.getByRole('tab', { name: 'Appearance' }).click();
  await dialog.getByLabel('Language').selectOption('Deutsch');

  const now = page.getByRole('dialog', { name: de.settings.title });
  await now.waitFor();
  assert.equal((await calls(page, 'set_settings')).at(-1).settings.language, 'de');
  assert.deepEqual(await calls(page, 'speak'), [{ language: 'de' }], 'the tray and the dialogs hear of it');
  await now.getByRole('button', { name: de.settings.close }).click();
  assert.equal(await page.getByRole('textbox', { name: de.composer.message }).inputValue(), 'Half a thought');
  await patch(page, turn, append(paragraph('To its end.')));
  await page.getByText('To its end.').waitFor();
  await page.getByText('It goes on.').waitFor();
  await end(page, turn);
  await page.getByRole('button', { name: de.message.copy, exact: true }).waitFor();
  assert.equal(await page.locator('chat-app').count(), 1);
  assert.equal(await page.locator('link-gate').count(), 1);
  await page.keyboard.press('Control+,');
  await page.getByRole('dialog', { name: de.settings.title }).getByLabel(de.settings.language).selectOption('العربية');
  await page.getByRole('dialog', { name: ar.settings.title }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl');
  await page.getByRole('dialog', { name: ar.settings.title }).getByLabel(ar.settings.language).selectOption('日本語');
  await page.getByRole('dialog', { name: ja.settings.title }).getByLabel(ja.settings.language).selectOption('English');
  await page.getByRole('dialog', { name: 'Settings' }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.dir), 'ltr');
});

test('the other window hears of the language, and a later start speaks it at once', async () => {
  const page = await open('/?scene=ready&manual');
  const other = await page.context().newPage();
  await other.goto(page.url().replace('/?', '/quick.html?'));
  await other.getByRole('dialog', { name: 'Quick ask' }).waitFor();
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Appearance' }).click();
  await page.getByLabel('Language').selectOption('Deutsch');
  await other.getByRole('dialog', { name: de.quick.title }).waitFor();
  await other.addInitScript(() => {
    new MutationObserver(() => (window.spoken ??= document.querySelector('quick-ask') === null ? undefined : document.documentElement.lang)).observe(document, { childList: true, subtree: true });
  });
  await other.reload();
  await other.waitForFunction(() => window.spoken !== undefined);
  assert.equal(await other.evaluate(() => window.spoken), 'de');
});
