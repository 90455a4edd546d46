// What stands beside a failure: where credit is added, what is sent once the network is back, and the
// choices of a chat that is not begun.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { creditWords, isAboutCredit, tellsBalance, topUpOf } from '../../../ui/js/lib/credit.js';
import { fileCostWords } from '../../../ui/js/lib/estimate.js';
import { askingOf, NO_PARAMETERS } from '../../../ui/js/state/asking.js';
import { blankMessage } from '../../../ui/js/state/blank.js';
import { initialState } from '../../../ui/js/state/initial.js';
import { rowsOf, sameRow } from '../../../ui/js/state/rows.js';
import { reduce } from '../../../ui/js/store.js';
import { en } from '../../../ui/texts/en.js';
import { de } from '../../../ui/texts/de.js';
import { golden } from './golden.js';

const NOW = 1_764_000_000_000;
const run = (state, ...events) => events.reduce((before, event) => reduce(before, event, NOW), state);
const failed = (code, connection = 'gateway') => ({ ...blankMessage('a', 'assistant', 0), state: 'failed', connection, error: { code, message: 'No.', action: null, status: null, retryAfterMs: null, requestId: null } });
const key = (connection, origin) => ({ connection, origin, source: 'keyring', state: 'present', last4: null, expiresAtMs: null, warning: null });

const KEYS = [key('gateway', 'https://ai-gateway.vercel.sh'), key('mine', 'https://gateway.example'), key('openai', 'https://api.openai.com')];
const TOP_UPS = [
  ['no credit at the gateway', failed('payment_required'), 'vercel.com'],
  ['a quota at a provider', failed('quota_exhausted', 'openai'), 'platform.openai.com'],
  ['a gateway that nobody knows', failed('payment_required', 'mine'), null],
  ['a connection without a key', failed('payment_required', 'anthropic'), null],
  ['another failure', failed('rate_limited'), null],
];
for (const [name, message, host] of TOP_UPS) {
  test(`${name} ${host === null ? 'leads nowhere' : `leads to ${host}`}`, () => {
    const address = topUpOf(message, KEYS);
    assert.equal(address === null ? null : new URL(address).host, host);
    assert.equal(address === null || address.startsWith('https://'), true);
  });
}

test('a gateway under another address is not taken for Vercel’s', () => {
  assert.equal(topUpOf(failed('payment_required'), [key('gateway', 'https://ai-gateway.vercel.sh.example')]), null);
});

test('a balance is told exactly, and asked for only where a server tells it', () => {
  assert.equal(creditWords({ host: 'h', balanceUsd: '-0.25', usedUsd: '5' }), '$-0.25 left at h, $5 used so far.');
  assert.deepEqual(['gateway', 'mine', 'anthropic', 'local', null].map(tellsBalance), [true, true, false, false, false]);
  assert.deepEqual(['payment_required', 'quota_exhausted', 'budget_reached', 'offline'].map(isAboutCredit), [true, true, false, false]);
});

test('a file’s cost is told with its tokens, a little high rather than low, and without a price its tokens alone', () => {
  const tokens = { low: 1, likely: 1500, high: 9000 };
  assert.equal(fileCostWords({ id: 'f', tokens, usd: '0.003751' }), 'about 1,500 tokens, $0.0038');
  assert.equal(fileCostWords({ id: 'f', tokens: { ...tokens, likely: 1 }, usd: null }), 'about 1 token');
});

const waiting = (state) => run(state, { type: 'whenOnline', message: 'a' });
const ENDS = [
  ['another chat', { type: 'newChat', temporary: false }],
  ['a chat that is opened', { type: 'opening', id: 'c' }],
  ['a question that is sent', { type: 'sending', sending: { turnId: 't', kind: 'send', view: 0, conversation: null, text: 'x', message: null, model: null, maxTokens: null, leaveOut: 0, files: [], stopping: false } }],
  ['the person', { type: 'whenOnline', message: null }],
];
for (const [name, event] of ENDS) {
  test(`what waits for the network is ended by ${name}`, () => {
    const state = waiting(initialState());
    assert.equal(state.whenOnline, 'a');
    assert.equal(run(state, event).whenOnline, null);
  });
}

test('the answer that waits says so, and only that one', () => {
  const opened = golden('open_conversation.json');
  const snapshot = golden('snapshot.json');
  const { id } = opened.conversation;
  const state = run(initialState(), { type: 'attached', snapshot }, { type: 'opening', id }, { type: 'opened', opened, view: 1 });
  const answer = rowsOf(state).rows.findLast(({ message }) => message.role === 'assistant');
  const waits = run(state, { type: 'whenOnline', message: answer.message.id });
  const rows = rowsOf(waits).rows.filter((row) => row.waits);
  assert.deepEqual(rows.map(({ message }) => message.id), [answer.message.id]);
  assert.equal(sameRow(answer, rows[0]), false, 'it is drawn again');
});

const BEGIN = { instructions: 'Be brief.', noDefaultInstructions: false, parameters: NO_PARAMETERS };
const CHOSEN = [{ type: 'presetChosen', preset: 'Terse' }, { type: 'modelChosen', model: 'm' }, { type: 'beginWith', begin: BEGIN }];

test('what was chosen for a chat that is not begun goes into its draft and comes back from it', () => {
  const state = run(initialState(), ...CHOSEN);
  const asking = askingOf(state);
  assert.deepEqual(asking, { preset: 'Terse', model: 'm', begin: BEGIN });
  const again = run(initialState(), { type: 'draftOpened', files: [], asking });
  assert.deepEqual([again.preset, again.model, again.begin], ['Terse', 'm', BEGIN]);
  assert.equal(askingOf(initialState()), null);
  assert.equal(askingOf({ ...state, open: 'c' }), null, 'a chat that is begun keeps it itself');
});

test('what is chosen while the draft is read counts, and a chat that is begun takes nothing from it', () => {
  const asking = { preset: 'Old', model: null, begin: null };
  const chosen = run(initialState(), { type: 'presetChosen', preset: 'New' }, { type: 'draftOpened', files: [], asking });
  assert.equal(chosen.preset, 'New');
  const begun = run({ ...initialState(), open: 'c' }, { type: 'draftOpened', files: [], asking });
  assert.equal(begun.preset, null);
});

test('where a failure sends a person to the settings, there is such a section', () => {
  const told = golden('failures.json').flatMap(({ error }) => (error.action ?? '').match(/Settings > [A-Z][^.>]*(?=[.>]| *$)/g) ?? []);
  assert.ok(told.length >= 2, 'budget and pace');
  for (const path of told) {
    assert.ok(Object.values(en.sections).includes(path.replace('Settings > ', '').trim()), path);
  }
  assert.match(en.failures.budget_reached, new RegExp(`Settings > ${en.sections.models}`));
  assert.match(de.failures.budget_reached, new RegExp(`Einstellungen > ${de.sections.models}`));
});
