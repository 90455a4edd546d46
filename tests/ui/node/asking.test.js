// What a question is asked with: lists while typing, templates, choices, what a chat says of itself.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAsking } from '../../../ui/js/asking.js';
import { createHistory } from '../../../ui/js/history.js';
import { choices, offerNote, presetFacts } from '../../../ui/js/lib/choices.js';
import { fillOf, fillWords } from '../../../ui/js/lib/estimate.js';
import { enterRule } from '../../../ui/js/lib/input.js';
import { stopsFrom, stopsText } from '../../../ui/js/lib/stops.js';
import { filled, lastPlace, named, nextPlace, triggerAt, withoutTrigger } from '../../../ui/js/lib/triggers.js';
import { parametersOf, recentFrom, recentOf } from '../../../ui/js/state/asking.js';
import { choiceOf } from '../../../ui/js/state/choice.js';
import { initialState } from '../../../ui/js/state/initial.js';
import { createStore, reduce } from '../../../ui/js/store.js';

const NO_PARAMETERS = { maxTokens: null, temperature: null, seed: null, stop: [], reasoning: null };
const preset = (name, more = {}) => ({ name, connection: null, model: null, instructions: null, parameters: NO_PARAMETERS, ...more });
const model = (id) => ({ id, connection: 'gateway', contextWindow: null, maxOutput: null, inputUsdPerMillion: null, outputUsdPerMillion: null, retiresAtMs: null });
const row = (id, more = {}) => ({
  id, title: id, updatedAtMs: 1, messageCount: 0, pinned: false, archived: false, unread: false, folder: null, tags: [], connection: null, model: null,
  preset: null, parameters: NO_PARAMETERS, noDefaultInstructions: false, instructionsFrom: 'own', temporary: false, deletedAtMs: null, ...more,
});

const TRIGGERS = [
  ['/', 1, { sign: '/', from: 0, query: '' }],
  ['/sum', 4, { sign: '/', from: 0, query: 'sum' }],
  ['/sum', 2, { sign: '/', from: 0, query: 's' }],
  ['one\n/zus-2', 10, { sign: '/', from: 4, query: 'zus-2' }],
  ['/größe', 6, { sign: '/', from: 0, query: 'größe' }],
  ['either/or', 9, null],
  ['a /sum', 6, null],
  ['/etc/passwd', 11, null],
  ['/sum it', 7, null],
  ['@', 1, { sign: '@', from: 0, query: '' }],
  ['ask @openai/gpt-4o', 18, { sign: '@', from: 4, query: 'openai/gpt-4o' }],
  ['me@example.org', 14, null],
  ['#', 1, { sign: '#', from: 0, query: '' }],
  ['as in #ra', 9, { sign: '#', from: 6, query: 'ra' }],
  ['C#', 2, null],
  ['# Heading', 9, null],
  ['@gpt and', 8, null],
  [`@${'x'.repeat(300)}`, 301, null],
];
for (const [text, caret, wanted] of TRIGGERS) {
  test(`typing ${JSON.stringify(text.slice(0, 20))} up to ${caret} ${wanted === null ? 'opens nothing' : `opens ${wanted.sign}`}`, () => {
    assert.deepEqual(triggerAt(text, caret), wanted);
  });
}

test('names that begin with what was typed come before those that hold it', () => {
  const all = ['resume', 'sum', 'Summary', 'other'].map((name) => ({ name }));
  assert.deepEqual(named(all, 'sum').map(({ name }) => name), ['sum', 'Summary', 'resume']);
  assert.equal(named(all, '').length, 4);
});

test('a template takes what was typed behind its name, and its first place is selected', () => {
  assert.deepEqual(filled('/sum the text', 0, 4, 'Sum up:\n{{input}}\nin {{language}}.'), { text: 'Sum up:\nthe text\nin {{language}}.', start: 20, end: 32 });
  assert.deepEqual(filled('/sum', 0, 4, 'Sum up:\n{{input}}'), { text: 'Sum up:\n{{input}}', start: 8, end: 17 });
  // Text that it does not want stays behind it, and a place of that is none of the template's.
  assert.deepEqual(filled('/hi {{later}}', 0, 3, 'Hello.'), { text: 'Hello. {{later}}', start: 6, end: 6 });
  assert.deepEqual(filled('one\n/hi', 4, 7, 'Hello.'), { text: 'one\nHello.', start: 10, end: 10 });
  // What a person typed is no pattern of a replacement.
  assert.equal(filled('/q $& $1', 0, 2, 'Say {{input}}').text, 'Say $& $1');
});

test('places are gone through one by one, forth and back', () => {
  const text = 'In {{language}}, for {{reader}}.';
  assert.deepEqual(nextPlace(text, 0), { start: 3, end: 15 });
  assert.deepEqual(nextPlace(text, 15), { start: 21, end: 31 });
  assert.equal(nextPlace(text, 31), null);
  assert.deepEqual(lastPlace(text, 21), { start: 3, end: 15 });
  assert.equal(lastPlace(text, 3), null);
});

test('what was typed for a list goes, with one of the spaces around it', () => {
  const without = (text, caret) => withoutTrigger(text, triggerAt(text, caret));
  assert.deepEqual(without('@gpt', 4), { text: '', caret: 0 });
  assert.deepEqual(without('Ask @gpt now', 8), { text: 'Ask now', caret: 4 });
  assert.deepEqual(without('@gpt now', 4), { text: 'now', caret: 0 });
});

const OFFER = {
  models: { connection: 'gateway', phase: 'ready', list: ['a/one', 'b/two', 'c/three', 'd/four'].map(model), problem: '' },
  why: null, favourites: ['c/three', 'my/own'], keeps: true, recent: ['b/two', 'c/three'], presets: [preset('Terse', { model: 'a/one', instructions: 'Be terse.\nAlways.' })], model: 'b/two', preset: 'Terse',
};
const shown = ({ groups }) => groups.map(({ title, options }) => [title, ...options.map(({ id }) => id)]);

test('favourites, recent ones and presets come before the rest, and nothing twice', () => {
  assert.deepEqual(shown(choices(OFFER, '', 100, 0)), [['Favourites', 'c/three', 'my/own'], ['Recent', 'b/two'], ['Presets', 'Terse'], ['Models', 'a/one', 'd/four']]);
  const all = choices(OFFER, '', 100, 0).groups.flatMap(({ options }) => options);
  assert.deepEqual(all.filter(({ selected }) => selected).map(({ id }) => id), ['b/two', 'Terse']);
  assert.deepEqual(all.map(({ favourite }) => favourite), [true, true, false, null, false, false]);
  assert.equal(presetFacts(OFFER.presets[0]), 'a/one · Be terse.');
});

test('typing narrows all groups, and what is left out is counted', () => {
  assert.deepEqual(shown(choices(OFFER, 't', 100, 0)), [['Favourites', 'c/three'], ['Recent', 'b/two'], ['Presets', 'Terse']]);
  const few = choices(OFFER, '', 3, 0);
  assert.deepEqual([few.count, few.more], [4, 2]);
  assert.equal(offerNote(OFFER, few.count, few.more), '2 more: type to narrow the list.');
  assert.equal(offerNote(OFFER, 0, 0), 'No name in the list fits. What you typed is used as it stands.');
});

test('a list of 100,000 names is narrowed within a moment', () => {
  const list = Array.from({ length: 100_000 }, (_, at) => model(`vendor-${at % 97}/model-${at}`));
  const started = process.cpuUsage();
  const found = choices({ ...OFFER, models: { ...OFFER.models, list } }, 'model-9999', 100, 0);
  assert.equal(found.count, 11);
  const { user } = process.cpuUsage(started);
  assert.ok(user < 2_000_000, `${user} µs`);
});

test('with "Mod+Enter sends", Enter begins a line and the modifier of the system sends', () => {
  const press = (more) => ({ key: 'Enter', shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, keyCode: 13, ...more });
  const rule = (how, mac) => enterRule(press(how), { busy: false, text: 'hi', sendWith: 'modEnter', mac });
  assert.deepEqual([rule({}, false), rule({ ctrlKey: true }, false), rule({ metaKey: true }, false)], ['type', 'send', 'type']);
  assert.deepEqual([rule({}, true), rule({ metaKey: true }, true), rule({ ctrlKey: true }, true)], ['type', 'send', 'type']);
  assert.equal(rule({ ctrlKey: true, isComposing: true }, false), 'type');
  assert.equal(rule({ ctrlKey: true, keyCode: 229 }, false), 'type');
});

test('stop texts come back as they were, with breaks and backslashes', () => {
  const stops = ['END', '\n\nHuman:', 'C:\\new', 'a, b', '  '];
  assert.deepEqual(stopsFrom(stopsText(stops)), stops);
  assert.deepEqual(stopsFrom('\n'), []);
});

test('the gauge knows the share of the window, and says nothing without one', () => {
  const preview = (likely, contextWindow) => ({ tokens: { low: likely, likely, high: likely }, contextWindow });
  assert.equal(fillOf(preview(50_000, 200_000)), 0.25);
  assert.equal(fillOf(preview(5, null)), null);
  assert.equal(fillWords(preview(50_000, 200_000)), '25% of the model’s window: about 50,000 of 200,000 tokens');
  assert.match(fillWords(preview(3, 200_000)), /^1% /);
});

const started = (model, connection = 'gateway', turnId = model) => ({ type: 'started', started: { turnId, conversation: 'c', question: 'q', message: 'm', connection, model, shown: null } });
const run = (state, ...events) => events.reduce((before, event) => reduce(before, event, 0), state);

test('models asked last come first, each once, by their connection, and none of a temporary chat or the demo', () => {
  const state = run(initialState(), ...['a', 'b', 'a', 'c'].map((id, at) => started(id, 'gateway', `t${at}`)), started('local-one', 'local'), started('demo', 'demo'));
  assert.deepEqual(recentOf(state, 'gateway'), ['c', 'a', 'b']);
  assert.deepEqual(recentOf(state, 'local'), ['local-one']);
  const secret = run(state, { type: 'newChat', temporary: true }, started('d'));
  assert.equal(secret.recent, state.recent);
  assert.equal(run(initialState(), ...'abcdefg'.split('').map((id) => started(id))).recent.length, 5);
});

test('what was kept of recent models is read, and nothing else', () => {
  assert.deepEqual(recentFrom('[{"connection":"gateway","model":"a","key":1},{"model":"b"},null,3]'), [{ connection: 'gateway', model: 'a' }]);
  for (const broken of [null, '', '{', '{}', '"x"', 'null']) {
    assert.deepEqual(recentFrom(broken), []);
  }
});

const NEXT = { connection: 'gateway', model: 'usual', demo: false, problem: null, hint: null };

test('the model of a chat comes before that of its preset, and both before the usual one', () => {
  const state = { ...initialState(), next: NEXT, library: { presets: [preset('P', { model: 'of-preset' }), preset('Local', { connection: 'local' })], templates: [] } };
  assert.equal(choiceOf(state).model, 'usual');
  const chosen = run(state, { type: 'modelChosen', model: 'typed' }, { type: 'presetChosen', preset: 'P' });
  assert.deepEqual([choiceOf(chosen).model, choiceOf(chosen).sentModel], ['of-preset', null], 'choosing a preset takes back what was typed');
  assert.equal(choiceOf(run(chosen, { type: 'modelChosen', model: 'typed' })).model, 'typed');
  // Which model another connection would be asked for is not known here.
  const elsewhere = choiceOf(run(state, { type: 'presetChosen', preset: 'Local' }));
  assert.deepEqual([elsewhere.connection, elsewhere.model, elsewhere.demo], ['local', null, false]);
  const open = { ...state, open: 'c', conversations: [row('c', { preset: 'P' })] };
  assert.equal(choiceOf(open).model, 'of-preset');
  assert.equal(choiceOf({ ...open, conversations: [row('c', { preset: 'P', model: 'of-chat' })] }).model, 'of-chat');
  assert.equal(choiceOf({ ...open, conversations: [row('c', { preset: 'gone' })] }).model, 'usual');
});

test('a chat’s own parameters come before those of its preset', () => {
  const library = { presets: [preset('P', { parameters: { ...NO_PARAMETERS, maxTokens: 100, temperature: 1, stop: ['a'] } })], templates: [] };
  const state = { ...initialState(), library, open: 'c', conversations: [row('c', { preset: 'P', parameters: { ...NO_PARAMETERS, temperature: 0 } })] };
  assert.deepEqual(parametersOf(state), { ...NO_PARAMETERS, maxTokens: 100, temperature: 0, stop: ['a'] });
});

test('another chat begins with nothing said', () => {
  const said = run(initialState(), { type: 'presetChosen', preset: 'P' }, { type: 'beginWith', begin: { instructions: 'x', noDefaultInstructions: true, parameters: NO_PARAMETERS } });
  const next = run(said, { type: 'newChat', temporary: false });
  assert.deepEqual([next.preset, next.begin.instructions, next.begin.noDefaultInstructions], [null, null, false]);
});

/** A host that answers by name and remembers what it was asked. @param {Record<string, (args: any) => unknown>} answers */
function host(answers) {
  const calls = [];
  return { calls, invoke: async (command, args) => (calls.push([command, args]), answers[command]?.(args) ?? null), channel: () => null };
}

test('a new chat is set up here, after the engine had nothing against it', async () => {
  const store = createStore(() => 0);
  const engine = host({});
  const asking = createAsking(engine, store, { templates: true });
  const before = await asking.read();
  await asking.save({ ...before, preset: 'P', instructions: 'Be brief.', parameters: { ...NO_PARAMETERS, temperature: 0.5 } }, before);
  assert.equal(engine.calls[0][0], 'preview_turn');
  assert.deepEqual([store.state().preset, store.state().begin.instructions, store.state().begin.parameters.temperature], ['P', 'Be brief.', 0.5]);
  const refusing = createAsking(host({ preview_turn: () => Promise.reject(new Error('no')) }), store, { templates: true });
  await assert.rejects(refusing.save({ ...before, preset: null }, before));
  assert.equal(store.state().preset, 'P', 'nothing is held of what was refused');
});

test('of a begun chat only what was said anew is sent', async () => {
  const store = createStore(() => 0);
  const engine = host({ set_conversation: ({ change }) => row('c', change), own_instructions: () => 'Own.' });
  const asking = createAsking(engine, store, { templates: true });
  store.dispatch([{ type: 'conversationsListed', list: [row('c', { preset: 'Old' })], before: null }, { type: 'opening', id: 'c' }]);
  const before = await asking.read();
  assert.deepEqual(before, { preset: 'Old', instructions: 'Own.', noDefaultInstructions: false, parameters: NO_PARAMETERS });
  await asking.save({ ...before, preset: 'New' }, before);
  assert.deepEqual(engine.calls.at(-1), ['set_conversation', { id: 'c', change: { preset: 'New', noDefaultInstructions: false } }]);
  await asking.save({ ...before, instructions: '', parameters: { ...NO_PARAMETERS, seed: 7 } }, before);
  assert.deepEqual(engine.calls.at(-1)[1].change, { instructions: '', noDefaultInstructions: false, parameters: { ...NO_PARAMETERS, seed: 7 } });
});

test('a temporary chat, which is in no list, is asked for what it has, and what is said of it is held here too', async () => {
  const store = createStore(() => 0);
  const engine = host({ open_conversation: () => ({ conversation: row('t', { temporary: true, preset: 'P' }) }), set_conversation: ({ change }) => row('t', { temporary: true, ...change }) });
  store.dispatch([{ type: 'newChat', temporary: true }, { type: 'sending', sending: { turnId: 't1', kind: 'send', view: 1, conversation: null, text: 'x', message: null, model: null, maxTokens: null, leaveOut: 0, files: [], stopping: false } }, started('m', 'gateway', 't1')]);
  assert.equal(store.state().open, 'c');
  const asking = createAsking(engine, store, { templates: true });
  const before = await asking.read();
  assert.equal(before.preset, 'P');
  await asking.save({ ...before, instructions: 'Hush.' }, before);
  assert.deepEqual([store.state().begin.instructions, store.state().preset], ['Hush.', 'P']);
});

test('questions asked before: those of this chat, then all others, each once, and back again', async () => {
  const all = [['other', 'z'], ['c', 'two'], ['other', 'one'], ['c', 'one']].map(([conversation, text], at) => ({ message: `q${at}`, conversation, text, createdAtMs: 9 - at }));
  const engine = host({
    list_questions: ({ params }) => {
      const list = all.filter(({ conversation }) => params.conversation === null || conversation === params.conversation);
      return list.slice(list.findIndex(({ message }) => message === params.before) + 1, params.limit);
    },
  });
  const store = createStore(() => 0);
  store.dispatch([{ type: 'opening', id: 'c' }]);
  const asked = createHistory(engine, store);
  asked.begin();
  const told = [];
  for (let text = await asked.older(); text !== null; text = await asked.older()) {
    told.push(text);
  }
  assert.deepEqual(told, ['two', 'one', 'z']);
  assert.equal(engine.calls.length, 2, 'nothing is read twice');
  assert.deepEqual([asked.newer(), asked.newer(), asked.newer(), asked.newer()], ['one', 'two', '', '']);
  asked.begin();
  assert.equal(await asked.older(), 'two');
});

test('long histories are read a page at a time, and one that begins anew forgets what comes late', async () => {
  const texts = Array.from({ length: 70 }, (_, at) => ({ message: `q${at}`, conversation: 'x', text: `text ${at}`, createdAtMs: 0 }));
  const engine = host({
    list_questions: ({ params: { before, limit } }) => {
      const from = before === null ? 0 : texts.findIndex(({ message }) => message === before) + 1;
      return texts.slice(from, from + limit);
    },
  });
  const asked = createHistory(engine, createStore(() => 0));
  asked.begin();
  for (let at = 0; at < 31; at += 1) {
    assert.equal(await asked.older(), `text ${at}`);
  }
  assert.equal(engine.calls.length, 2);
  asked.begin();
  const late = asked.older();
  asked.begin();
  assert.equal(await late, null);
  assert.equal(await asked.older(), 'text 0');
});
