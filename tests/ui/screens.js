// Every screen and state of the windows, each reached as a person reaches it. Tests walk through them.

import { readFileSync } from 'node:fs';
import { append, ask, code, end, link, paragraph, patch } from './page.js';

/** @typedef {import('playwright-core').Page} Page */

const SHOWCASE = JSON.parse(readFileSync(new URL('../fixtures/showcase/answer.json', import.meta.url), 'utf8'));
const RECEIPT = {
  cachedAtMs: null, savedUsd: null, credential: 'gateway', leftOut: 0, notes: [], reasoningMs: 12_000,
  citations: [{ url: 'https://example.org/', title: 'A source', href: 'https://example.org/', host: null }],
  toolCalls: [{ id: '1', name: 'look_up', arguments: '{"a":1}', cut: false }],
};
const FACTS = {
  asked: 'anthropic/claude-sonnet-4.5', model: 'anthropic/claude-sonnet-4.5', provider: 'anthropic', totalMs: 2345, firstTokenMs: 300,
  usage: { inputTokens: 1200, outputTokens: 340, reasoningTokens: 20, cachedInputTokens: 800, totalTokens: 1540 },
  cost: { usd: '0.0081', basis: 'billed' }, attempts: [{ status: 200, code: null, ms: 2345, connection: null, model: null }],
};

/** @param {Page} page */
async function settings(page) {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('list', { name: 'Connections' }).getByText('https://ai-gateway.vercel.sh/v1').waitFor();
}

/** @param {Page} page @param {string} name */
async function section(page, name) {
  await settings(page);
  await page.getByRole('tab', { name }).click();
  await page.getByRole('tabpanel', { name }).waitFor();
}

/** @param {Page} page @param {string} typed */
async function palette(page, typed) {
  await page.keyboard.press('Control+k');
  await page.keyboard.type(typed);
  await page.locator(typed === '' ? '.palette-option' : '.palette-about').first().waitFor();
}

/** Chats that are pinned, filed, tagged, new and old. @param {Page} page */
async function furnished(page) {
  await page.evaluate(() => {
    const engine = window.fakeEngine;
    const set = (id, change) => Object.assign(engine.conversations.get(id).conversation, change);
    set('s0', { pinned: true });
    set('s2', { unread: true });
    set('s3', { folder: 'Translations', tags: ['de'] });
    engine.emit({ type: 'conversationChanged', conversation: null });
  });
  await page.getByRole('button', { name: 'Translations' }).click();
  await page.getByRole('navigation').getByRole('button', { name: 'Übersetze das ins Deutsche' }).waitFor();
}

/** @param {Page} page @param {object[]} nodes @param {object} [how] */
async function answered(page, nodes, how = {}) {
  const turn = await ask(page, 'How does a token bucket work?');
  await patch(page, turn, append(...nodes));
  await end(page, turn, how);
  await page.getByRole('button', { name: 'Copy', exact: true }).first().waitFor();
}

/** @param {Page} page */
async function usage(page) {
  await page.getByRole('button', { name: 'Usage' }).click();
  await page.locator('usage-page:not([aria-busy]) .usage-body').waitFor();
}

/**
 * @typedef {object} Screen
 * @property {string} path of the page
 * @property {import('playwright-core').ViewportSize} [viewport]
 * @property {(page: Page) => Promise<unknown>} show
 */

const READY = '/?scene=ready&manual';
const QUICK = { path: '/quick.html?scene=ready&manual', viewport: { width: 640, height: 420 } };
const nothing = () => Promise.resolve();

/** @type {Record<string, Screen>} */
export const SCREENS = {
  'the demo': { path: '/?scene=demo&manual', show: nothing },
  'without a key': { path: '/?scene=keyless&manual', show: (page) => page.locator('key-card').waitFor() },
  'a new chat': { path: READY, show: nothing },
  'a question that waits': { path: READY, show: (page) => ask(page, 'How does a token bucket work?') },
  'an answer that grows': {
    path: READY,
    show: async (page) => {
      const turn = await ask(page, 'How does a token bucket work?');
      await patch(page, turn, append(...SHOWCASE.slice(0, 4)), 'First I think.');
      await page.locator('reasoning-view').waitFor();
    },
  },
  'an answer with all kinds of blocks': { path: READY, show: (page) => answered(page, SHOWCASE) },
  'an answer with its details, sources and tools': {
    path: READY,
    show: async (page) => {
      await answered(page, [paragraph('It fills and drains.')], { ...FACTS, receipt: RECEIPT, finish: 'length' });
      await page.locator('answer-details summary').click();
      await page.locator('.details-list dt').first().waitFor();
    },
  },
  'an answer that failed': {
    path: READY,
    show: async (page) => {
      const turn = await ask(page, 'How?');
      await patch(page, turn, append(paragraph('It fills')));
      await end(page, turn, { state: 'failed', finish: null, error: { code: 'overloaded', message: 'Request failed: 529. anthropic is overloaded.', action: 'Try again later.', status: 529, retryAfterMs: null, requestId: 'req_1' } });
      await page.locator('.error-note').waitFor();
    },
  },
  'a question put otherwise': {
    path: READY,
    show: async (page) => {
      await answered(page, [paragraph('It fills.')]);
      await page.locator('message-view').first().locator('.message-foot button', { hasText: 'Edit' }).click();
      await page.locator('question-edit').waitFor();
    },
  },
  'the menu of an answer': {
    path: READY,
    show: async (page) => {
      await answered(page, [paragraph('It fills.')]);
      await page.locator('.message-assistant message-menu > button').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menu').waitFor();
    },
  },
  'finding in the chat': {
    path: READY,
    show: async (page) => {
      await answered(page, [paragraph('It fills.')]);
      await page.keyboard.press('Control+f');
      await page.locator('.find-text').fill('fills');
      await page.locator('.find-count').filter({ hasText: /1/ }).waitFor();
    },
  },
  'the models': {
    path: READY,
    show: async (page) => {
      await page.locator('.model-input').click();
      await page.locator('.option').first().waitFor();
    },
  },
  'templates while one types': {
    path: READY,
    show: async (page) => {
      await page.getByRole('textbox', { name: 'Message' }).focus();
      await page.keyboard.type('/');
      await page.getByRole('listbox', { name: 'Prompt templates' }).getByRole('option').waitFor();
    },
  },
  'models and presets while one types': {
    path: READY,
    show: async (page) => {
      await page.getByRole('textbox', { name: 'Message' }).focus();
      await page.keyboard.type('Compare the two, please. @');
      await page.locator('composer-menu .model-id').first().waitFor();
    },
  },
  'a preset, and how full the window is': {
    path: READY,
    show: async (page) => {
      await page.evaluate(() => Object.assign(window.fakeEngine.desk.preview, { tokens: { low: 170_000, likely: 172_000, high: 174_000 } }));
      await page.getByRole('textbox', { name: 'Message' }).focus();
      await page.keyboard.type('@ter');
      await page.getByRole('option', { name: 'Terse' }).waitFor();
      await page.keyboard.press('Enter');
      await page.keyboard.type('Why?');
      await page.getByRole('meter', { name: 'Context' }).waitFor();
    },
  },
  'the options of a chat': {
    path: READY,
    show: async (page) => {
      await page.getByRole('button', { name: 'Options', exact: true }).click();
      await page.getByRole('dialog', { name: 'Chat options' }).waitFor();
    },
  },
  'another model for an answer': {
    path: READY,
    show: async (page) => {
      await answered(page, [paragraph('Yes.')]);
      await page.locator('.message-assistant message-menu > button').click();
      await page.getByRole('menuitem', { name: 'Ask another model…' }).click();
      await page.getByRole('dialog', { name: 'Ask again with' }).getByRole('option').first().waitFor();
    },
  },
  'a chat that does not fit': {
    path: READY,
    show: async (page) => {
      await page.evaluate(() => Object.assign(window.fakeEngine.desk.preview, { hidden: 2, leftOut: 1, earlier: 3, contextWindow: 1000, tooLong: { sure: false, leaveOut: 2, larger: 'x/y' } }));
      await answered(page, [paragraph('It fills.')]);
      await page.getByRole('textbox', { name: 'Message' }).fill('And then?');
      await page.getByRole('button', { name: /Use a larger model/ }).waitFor();
    },
  },
  'a link that is doubtful': {
    path: READY,
    show: async (page) => {
      await page.evaluate(() => {
        window.fakeEngine.desk.links.doubtful = { href: 'https://evil.example/long', host: 'evil.example', doubts: ['otherText', 'port'], letter: null };
      });
      await answered(page, [paragraph(link('https://example.org/a', 'example.org', 'the docs')), code('rust', 'fn main() {}')]);
      await page.locator('.message-assistant .link').click();
      await page.getByRole('dialog').waitFor();
    },
  },
  'a temporary chat': { path: READY, show: (page) => page.getByRole('button', { name: 'Temporary chat' }).click() },
  'the settings': { path: READY, show: settings },
  'the settings of models and limits': { path: READY, show: (page) => section(page, 'Models and limits') },
  'the settings of writing': { path: READY, show: (page) => section(page, 'Writing') },
  'the settings of presets and templates': {
    path: READY,
    show: async (page) => {
      await section(page, 'Presets and templates');
      await page.getByRole('button', { name: 'Edit Terse' }).click();
      await page.locator('preset-form').waitFor();
      await page.getByRole('button', { name: 'Add a template' }).click();
      await page.locator('template-form').waitFor();
    },
  },
  'the settings of appearance': { path: READY, show: (page) => section(page, 'Appearance') },
  'the settings of shortcuts': { path: READY, show: (page) => section(page, 'Shortcuts') },
  'the settings of the desktop': {
    path: READY,
    show: async (page) => {
      await page.evaluate(() => (window.fakeEngine.desk.desktop.hotkey = { state: 'unsupported', keys: 'Ctrl+Shift+Space', byDesktop: true }));
      await section(page, 'Desktop');
      await page.getByText('Have the desktop open it instead').click();
    },
  },
  'the palette': { path: '/?scene=ready', show: (page) => palette(page, '') },
  'what the palette found': { path: '/?scene=ready', show: (page) => palette(page, 'ch') },
  'a list of chats with all kinds of groups': { path: '/?scene=ready', show: furnished },
  'the menu of a chat': {
    path: '/?scene=ready',
    show: async (page) => {
      await furnished(page);
      await page.getByRole('navigation').getByRole('button', { name: 'Why is my SQL query slow?' }).focus();
      await page.keyboard.press('Shift+F10');
      await page.getByRole('menu', { name: 'Chat actions' }).waitFor();
    },
  },
  'a chat that is filed': {
    path: '/?scene=ready',
    show: async (page) => {
      await furnished(page);
      await page.getByRole('navigation').getByRole('button', { name: 'Why is my SQL query slow?' }).focus();
      await page.keyboard.press('Shift+F10');
      await page.getByRole('menuitem', { name: 'Folder and tags…' }).press('Enter');
      await page.getByRole('dialog').waitFor();
    },
  },
  'a chat that was deleted just now': {
    path: '/?scene=ready',
    show: async (page) => {
      await page.getByRole('navigation').getByRole('button', { name: 'Why is my SQL query slow?' }).focus();
      await page.keyboard.press('Delete');
      await page.getByRole('button', { name: 'Undo' }).waitFor();
    },
  },
  'the data': { path: READY, show: (page) => section(page, 'Data') },
  'what the program is': { path: READY, show: (page) => section(page, 'About') },
  'the usage page': {
    path: READY,
    show: async (page) => {
      await page.getByRole('button', { name: 'Usage', exact: true }).click();
      await page.locator('usage-page:not([aria-busy]) .usage-body').waitFor();
    },
  },
  'what was sent': {
    path: READY,
    show: async (page) => {
      await answered(page, [paragraph('It fills and drains.')], FACTS);
      await page.locator('answer-details summary').click();
      await page.getByRole('button', { name: 'What was sent' }).click();
      await page.getByRole('dialog', { name: 'What was sent' }).locator('json-view').waitFor();
    },
  },
  'a connection that is tested': {
    path: READY,
    show: async (page) => {
      await settings(page);
      await page.getByRole('button', { name: 'Test connection: Vercel AI Gateway' }).click();
      await page.getByRole('button', { name: 'Test without an answer' }).click();
      await page.getByText('Every layer holds.').waitFor();
    },
  },
  'a connection that is added': {
    path: READY,
    show: async (page) => {
      await settings(page);
      await page.getByRole('button', { name: 'Add a connection' }).click();
      await page.getByLabel('Name', { exact: true }).waitFor();
    },
  },
  'the usage': { path: READY, show: usage },
  'the usage as tables, of days of one’s own': {
    path: READY,
    show: async (page) => {
      await usage(page);
      await page.getByRole('button', { name: 'From … to …' }).click();
      await page.getByRole('button', { name: 'Table', exact: true }).click();
      await page.getByRole('table').first().waitFor();
    },
  },
  'the usage of nothing, without a budget': {
    path: READY,
    show: async (page) => {
      await page.evaluate(() => {
        window.fakeEngine.desk.usage.entries = [];
        window.fakeEngine.desk.usage.budget.limit = null;
      });
      await usage(page);
      await page.getByText('Nothing was asked in this time.').waitFor();
    },
  },
  'quick ask': { ...QUICK, show: nothing },
  'quick ask with what goes along': {
    ...QUICK,
    show: async (page) => {
      await page.getByRole('textbox', { name: 'Ask' }).fill('What is this?');
      await page.keyboard.press('Control+Shift+A');
      await page.getByRole('menuitem', { name: 'Clipboard' }).click();
      await page.locator('draft-files .file-chip').first().waitFor();
      await page.keyboard.press('Control+Shift+A');
      await page.getByRole('menuitem', { name: 'Selection' }).click();
      await page.locator('.file-problem').filter({ visible: true }).waitFor();
    },
  },
  'quick ask with its menu': {
    ...QUICK,
    show: async (page) => {
      await page.keyboard.press('Control+Shift+A');
      await page.getByRole('menuitem').first().waitFor();
    },
  },
  'quick ask with the models': {
    ...QUICK,
    show: async (page) => {
      await page.keyboard.press('Control+Shift+M');
      await page.getByRole('option').first().waitFor();
    },
  },
  'quick ask at a limit': {
    ...QUICK,
    show: async (page) => {
      await page.evaluate(() => window.fakeEngine.refusals.set('send_message', { ...window.fakeError('rate_limited', 'There were too many questions.'), retryAfterMs: 65_000 }));
      await page.getByRole('textbox', { name: 'Ask' }).fill('What is this?');
      await page.keyboard.press('Enter');
      await page.getByRole('timer').waitFor();
    },
  },
  'quick ask over the budget': {
    ...QUICK,
    show: async (page) => {
      const turn = await ask(page, 'What is 2+2?', 'Ask');
      await end(page, turn, { state: 'failed', finish: null, error: { code: 'budget_reached', message: 'The budget of this month is spent.', action: null, status: null, retryAfterMs: null, requestId: null, nearest: null } });
      await page.getByRole('button', { name: 'Change the budget' }).waitFor();
    },
  },
  'quick ask with an answer': {
    ...QUICK,
    show: async (page) => {
      const turn = await ask(page, 'What is 2+2?', 'Ask');
      await patch(page, turn, append(paragraph('It is 4.')));
      await end(page, turn);
      await page.getByRole('status').filter({ hasText: 'Answer ready' }).waitFor();
    },
  },
};
