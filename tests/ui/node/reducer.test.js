import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStore, reduce } from '../../../ui/js/store.js';
import { initialState } from '../../../ui/js/state/initial.js';
import { busyness, choiceOf, placeholder, turnHere, isReady, whyNoModels } from '../../../ui/js/state/choice.js';
import { reasoningOf, rowsOf } from '../../../ui/js/state/rows.js';
import { golden } from './golden.js';

const NOW = 1_764_000_000_000;
const EVENTS = golden('events.json');
const SNAPSHOT = golden('snapshot.json');
const OPENED = golden('open_conversation.json');

const run = (state, ...events) => events.reduce((before, event) => reduce(before, event, NOW), state);
const attached = () => run(initialState(), { type: 'attached', snapshot: SNAPSHOT });
const events = (type) => EVENTS.filter((event) => event.type === type);
const sending = (over = {}) => ({
  type: 'sending',
  sending: { turnId: 't', kind: 'send', view: 0, conversation: null, text: 'Why?', message: null, model: 'm', maxTokens: null, leaveOut: 0, files: [], stopping: false, temporary: false, preset: null, ...over },
});
const started = { turnId: 't', conversation: 'c', question: 'q', message: 'a', connection: 'gateway', model: 'm' };
const ERROR = events('notice')[0].error;

test('what the page takes for the usual settings is what the engine has where nothing is set', () => {
  assert.deepEqual(initialState().settings, SNAPSHOT.settings);
});

test('every golden event is taken, one by one, from a fresh page and from an attached one', () => {
  for (const event of EVENTS) {
    assert.doesNotThrow(() => reduce(initialState(), event, NOW), event.type);
  }
  assert.doesNotThrow(() => run(attached(), ...EVENTS));
});

test('an event that the contract does not know is refused', () => {
  assert.throws(() => reduce(initialState(), { type: 'somethingNew' }, NOW));
});

test('a snapshot fills the page', () => {
  const state = attached();
  assert.equal(state.ready, true);
  assert.deepEqual(state.conversations, SNAPSHOT.conversations);
  assert.deepEqual(state.next, SNAPSHOT.next);
  assert.equal(state.turns.get('turn-1').nodes.length, SNAPSHOT.turns[0].nodes.length);
  assert.equal(state.turns.get('turn-1').begun, true);
});

test('golden patches build the tree in order, and reasoning beside it', () => {
  const state = run(initialState(), ...events('turnStarted'), ...events('turnPatched'));
  const turn = state.turns.get('turn-1');
  assert.equal(turn.seq, 2);
  assert.equal(turn.reasoning, 'thinking');
  assert.deepEqual(turn.nodes[5].children[0].children, [['keyword', 'fn'], ' main() {} // more']);
  assert.equal(turn.nodes[1].children.at(-1), 'changed');
  assert.equal(turn.nodes[2].children.length, 3);
  assert.equal(turn.nodes[2].loose, true);
});

test('a patch that the snapshot holds already is not applied again', () => {
  const state = run(initialState(), ...events('turnStarted'), ...events('turnPatched'));
  assert.equal(run(state, events('turnPatched')[1]), state);
});

test('waiting shows until something comes', () => {
  const waiting = run(attached(), events('turnWaiting')[0]);
  assert.equal(waiting.turns.get('turn-1').wait.reason, 'retry');
  const [first] = events('turnPatched');
  assert.equal(run(waiting, { ...first, ops: [] }).turns.get('turn-1').wait, null);
});

test('sending draws the echo at once, and the ids come later without a new row', () => {
  const sent = run(attached(), sending());
  assert.equal(busyness(sent), 'thinking');
  const before = rowsOf(sent).rows;
  assert.deepEqual(before.map(({ message, pending }) => [message.role, message.text, pending]), [['user', 'Why?', true], ['assistant', '', true]]);
  const known = run(sent, { type: 'started', started });
  assert.equal(known.open, 'c');
  const after = rowsOf(known).rows;
  assert.deepEqual(after.map(({ message, pending }) => [message.id, pending]), [['q', false], ['a', false]]);
  assert.equal(after[1].key, before[1].key, 'the answer keeps its view');
});

test('the start of a turn is the same told by the event, by the result, or by both', () => {
  const sent = run(attached(), sending());
  const event = { type: 'turnStarted', ...started };
  const result = { type: 'started', started };
  for (const order of [[event], [result], [event, result], [result, event]]) {
    const state = run(sent, ...order);
    assert.deepEqual(state.messages.map(({ id }) => id), ['q', 'a']);
    assert.equal(state.sendings.length, 0);
  }
});

test('a turn that ended before the result of its command stays ended', () => {
  const end = { ...events('turnEnded')[0], turnId: 't', conversation: 'c', message: 'a' };
  const state = run(attached(), sending(), { type: 'turnStarted', ...started }, end, { type: 'started', started });
  assert.equal(turnHere(state), null);
  assert.equal(busyness(state), 'idle');
  assert.equal(state.messages[1].state, 'done');
});

test('busy is thinking until the first token, then answering, then idle', () => {
  const known = run(attached(), sending(), { type: 'started', started });
  assert.equal(busyness(known), 'thinking');
  const patched = run(known, { type: 'turnPatched', turnId: 't', seq: 1, ops: [], reasoning: 'hm' });
  assert.equal(busyness(patched), 'answering');
  const ended = run(patched, { ...events('turnEnded')[0], turnId: 't', conversation: 'c', message: 'a' });
  assert.equal(busyness(ended), 'idle');
});

test('the status says what happened', () => {
  const known = run(attached(), sending(), { type: 'started', started });
  assert.equal(known.status, 'Answering');
  const end = { ...events('turnEnded')[0], turnId: 't', conversation: 'c', message: 'a' };
  assert.equal(run(known, end).status, 'Answer ready, 7 words');
  assert.equal(run(known, { ...end, words: 1 }).status, 'Answer ready, 1 word');
  assert.equal(run(known, { ...end, state: 'cancelled' }).status, 'Stopped');
  assert.equal(run(known, { ...end, state: 'failed' }).status, '');
});

test('an ended turn keeps its tree and tells its end to the message', () => {
  for (const end of events('turnEnded')) {
    const state = run(attached(), { type: 'opening', id: 'conv-1' }, { type: 'opened', opened: OPENED, view: 1 }, end);
    const answer = state.messages[1];
    assert.deepEqual([answer.state, answer.finish, answer.error], [end.state, end.finish, end.error]);
    assert.deepEqual(rowsOf(state).rows[1].turn.nodes, SNAPSHOT.turns[0].nodes);
  }
});

test('attaching again keeps what ended, and what ended unwatched keeps its tree', () => {
  const known = run(attached(), sending(), { type: 'started', started }, { type: 'turnPatched', turnId: 't', seq: 1, ops: [{ op: 'appendNodes', path: [], nodes: [{ type: 'rule' }] }], reasoning: 'r' });
  const end = { ...events('turnEnded')[0], turnId: 't', conversation: 'c', message: 'a' };
  const watched = run(known, end, { type: 'attached', snapshot: SNAPSHOT });
  assert.deepEqual(rowsOf(watched).rows[1].turn.nodes, [{ type: 'rule' }]);
  const unwatched = run(known, { type: 'attached', snapshot: SNAPSHOT });
  assert.equal(turnHere(unwatched), null);
  assert.deepEqual([unwatched.messages[1].nodes, unwatched.messages[1].reasoning], [[{ type: 'rule' }], 'r']);
});

test('old turns are forgotten, but none that is on screen', () => {
  let state = attached();
  state.open = 'c';
  for (let index = 0; index < 60; index += 1) {
    const here = index < 30;
    const ids = { turnId: `t${index}`, conversation: here ? 'c' : 'other', question: `q${index}`, message: `a${index}` };
    state = run(state, sending({ turnId: ids.turnId, view: here ? 0 : 99, conversation: ids.conversation }), { type: 'started', started: { ...started, ...ids } }, { ...events('turnEnded')[0], ...ids });
  }
  const kept = [...state.turns.keys()];
  assert.equal(kept.filter((id) => Number(id.slice(1)) < 30).length, 30);
  assert.equal(kept.filter((id) => Number(id.slice(1)) >= 30).length, 16);
});

test('a conversation read before its end still shows the end that was watched', () => {
  const stale = structuredClone(OPENED);
  stale.messages[1].state = 'streaming';
  const [end] = events('turnEnded');
  const state = run(attached(), { type: 'opening', id: 'conv-1' }, end, { type: 'opened', opened: stale, view: 1 });
  assert.equal(state.messages[1].state, 'done');
});

test('what was read for another view is dropped', () => {
  const state = run(attached(), { type: 'opening', id: 'conv-1' }, { type: 'newChat' }, { type: 'opened', opened: OPENED, view: 1 });
  assert.deepEqual(state.messages, []);
  assert.equal(state.open, null);
});

test('a refused question is handed back with its error', () => {
  const state = run(attached(), sending(), { ...sending(), type: 'refused', error: ERROR });
  assert.deepEqual(state.failure, ERROR);
  assert.equal(state.refused.turnId, 't', 'it can be given again');
  assert.deepEqual(rowsOf(state).rows, []);
  assert.equal(busyness(state), 'idle');
});

test('what is refused or arrives for a chat that was left changes nothing of the one on screen', () => {
  const file = { id: 'f', name: 'a.txt', kind: 'text/plain', bytes: 1 };
  const left = run(attached(), { type: 'opening', id: 'one' }, sending({ view: 1, conversation: 'one', files: [file] }), { type: 'opening', id: 'two' });
  const answer = { ...sending({ files: [file] }), type: 'refused', error: ERROR };
  const state = run(left, answer);
  assert.deepEqual([state.failure, state.refused, state.files], [ERROR, null, left.files]);
  const owner = { view: 1, conversation: 'one', temporary: false };
  assert.deepEqual(run(left, { type: 'fileAdded', file, owner }).files, left.files);
  const back = run(left, { type: 'opening', id: 'one' });
  assert.ok(run(back, { type: 'fileAdded', file, owner }).files.includes(file), 'it is the same draft');
  const temporary = { ...owner, conversation: null, temporary: true };
  assert.ok(!run(attached(), { type: 'newChat', temporary: false }, { type: 'fileAdded', file, owner: { ...temporary, view: 0 } }).files.includes(file));
});

test('Stop before anything was sent is told without an alarm', () => {
  const error = { ...ERROR, code: 'interrupted', message: 'Stopped before anything was sent.' };
  const state = run(attached(), sending(), { type: 'stopping', turnId: 't' }, { ...sending(), type: 'refused', error });
  assert.deepEqual([state.failure, state.status], [null, 'Stopped before anything was sent.']);
});

test('Stop before the engine knows the turn is remembered', () => {
  const state = run(attached(), sending(), { type: 'stopping', turnId: 't' }, { type: 'started', started });
  assert.equal(state.turns.get('t').stopping, true);
});

test('retry replaces the answer on screen, from the press on', () => {
  const open = run(attached(), { type: 'opening', id: 'conv-1' }, { type: 'opened', opened: OPENED, view: 1 });
  open.turns = new Map();
  const again = run(open, sending({ kind: 'retry', message: 'msg-2', view: 1, conversation: 'conv-1' }));
  assert.deepEqual(rowsOf(again).rows.map(({ message }) => message.role), ['user', 'assistant']);
  const known = run(again, { type: 'started', started: { ...started, conversation: 'conv-1', question: 'msg-1' } });
  assert.deepEqual(known.messages.map(({ id }) => id), ['msg-1', 'a']);
});

test('a conversation that changed moves to its place in the list', () => {
  const [changed, gone] = events('conversationChanged');
  const other = { ...changed.conversation, id: 'other', title: 'Other', updatedAtMs: changed.conversation.updatedAtMs + 1, messageCount: 2 };
  const state = run(attached(), { type: 'conversationChanged', conversation: other }, changed, gone);
  assert.deepEqual(state.conversations.map(({ id }) => id), ['other', 'conv-1']);
});

test('keys and what comes next arrive together, and names of models are asked for anew', () => {
  const state = run(initialState(), events('keysChanged')[0]);
  assert.equal(state.keys[0].state, 'present');
  assert.equal(state.next.connection, 'gateway');
  assert.equal(state.models.phase, 'none');
});

test('earlier messages join at the top and stay there when the end is read again', () => {
  const long = Array.from({ length: 100 }, (_, index) => ({ ...OPENED.messages[0], id: `m${index}`, parent: index === 0 ? null : `m${index - 1}` }));
  const page = (from, to) => ({ ...OPENED, messages: long.slice(from, to), position: from, total: 100, later: to < 100 });
  const { view } = run(attached(), { type: 'opening', id: 'conv-1' });
  const end = run(attached(), { type: 'opening', id: 'conv-1' }, { type: 'opened', opened: page(40, 100), view });
  assert.deepEqual([end.messages.length, rowsOf(end).hidden], [60, 40]);
  const wanted = { before: 'm40', after: null };
  const more = run(end, { type: 'pageCame', page: page(0, 40), wanted, view });
  assert.deepEqual([more.messages.length, more.messages[0].id, rowsOf(more).hidden], [100, 'm0', 0]);
  const again = run(more, { type: 'opened', opened: page(40, 100), view });
  assert.deepEqual([again.messages.map(({ id }) => id), again.position], [long.map(({ id }) => id), 0]);
  // The same page once more, and one for a chat that was left, change nothing.
  assert.deepEqual(run(more, { type: 'pageCame', page: page(0, 40), wanted, view }).messages.length, 100);
  assert.equal(run(end, { type: 'pageCame', page: page(0, 40), wanted, view: view + 1 }).messages.length, 60);
});

test('the time of reasoning runs from its first word to the next word of the answer', () => {
  const at = (state, nowMs, event) => reduce(state, event, nowMs);
  const told = (seq, reasoning, ops) => ({ type: 'turnPatched', turnId: 't', seq, ops, reasoning });
  const node = [{ op: 'appendNodes', path: [], nodes: [{ type: 'rule' }] }];
  let state = run(attached(), sending(), { type: 'started', started });
  const shown = () => rowsOf(state).rows.map(reasoningOf).at(-1);
  state = at(state, NOW + 1000, told(1, 'hm', []));
  assert.deepEqual(shown(), { text: 'hm', thinking: true, ms: null, sinceMs: NOW + 1000 });
  state = at(state, NOW + 3000, told(2, ' so', []));
  state = at(state, NOW + 5000, told(3, '', node));
  assert.deepEqual(shown(), { text: 'hm so', thinking: false, ms: 4000, sinceMs: null });
  state = at(state, NOW + 7000, told(4, ' again', []));
  state = at(state, NOW + 8000, told(5, '', node));
  assert.equal(shown().ms, 5000);
  const end = { ...events('turnEnded')[0], turnId: 't', conversation: 'c', message: 'a' };
  assert.equal(rowsOf(run(state, { ...end, receipt: { ...end.receipt, reasoningMs: 4800 } })).rows.map(reasoningOf).at(-1).ms, 4800, 'what the engine measured');
});

test('a page that nobody looks at is let go, with what was watched in it, and its answer is read again', () => {
  let state = run(attached(), { type: 'opening', id: 'c' });
  const { view } = state;
  for (let index = 0; index < 80; index += 1) {
    const ids = { turnId: `t${index}`, conversation: 'c', question: `q${index}`, message: `a${index}` };
    state = run(state, sending({ turnId: ids.turnId, view, conversation: 'c' }), { type: 'started', started: { ...started, ...ids } }, { ...events('turnEnded')[0], ...ids });
  }
  assert.deepEqual(state.pages.map(({ key, count }) => [key, count]), [['turn:t0', 60], ['turn:t30', 60], ['turn:t60', 40]]);
  const left = run(state, { type: 'pagesLeft', keys: ['turn:t0', 'turn:t30', 'turn:t60'] });
  assert.deepEqual(rowsOf(left).sections.map(({ rows }) => rows === null), [true, true, false], 'the last page stays');
  assert.deepEqual([left.messages.length, left.turns.size], [40, 20 + 16 + SNAPSHOT.turns.length]);
  assert.equal(choiceOf(left).model, choiceOf(state).model);
});

test('a chat opened around one of its messages shows that part until the end is wanted', () => {
  const long = Array.from({ length: 300 }, (_, index) => ({ ...OPENED.messages[0], id: `m${index}` }));
  const page = (from, to) => ({ ...OPENED, messages: long.slice(from, to), position: from, total: 300, later: to < 300 });
  const opening = run(attached(), { type: 'opening', id: 'conv-1' });
  const { view } = opening;
  const state = run(opening, { type: 'placed', around: page(70, 130), end: page(240, 300), place: null, view });
  const ids = (from) => rowsOf(from).rows.map(({ message }) => message.id);
  assert.deepEqual([ids(state)[0], ids(state).at(-1), rowsOf(state).later], ['m70', 'm129', true]);
  assert.equal(rowsOf(state).rows.at(-1).newest, false);
  const read = run(state, { type: 'opened', opened: page(240, 300), view });
  assert.deepEqual(ids(read), ids(state), 'reading the end again does not move the view');
  assert.equal(ids(run(state, { type: 'toEnd' }))[0], 'm240');
  const asked = run(state, sending({ view, conversation: 'conv-1' }));
  assert.deepEqual([ids(asked)[0], ids(asked).at(-1), rowsOf(asked).later], ['m240', 't', false], 'a question goes to the end');
  const retried = run(state, sending({ kind: 'retry', message: 'm100', view, conversation: 'conv-1' }));
  assert.deepEqual([ids(retried)[0], ids(retried).at(-2)], ['m70', 'm99'], 'another answer stands where the first one did');
});

test('a chat opened at a message that nothing is around is open, and not opening for ever', () => {
  const opening = run(attached(), { type: 'opening', id: 'conv-1' });
  const none = { ...OPENED, messages: [], position: 0, total: 0, later: false };
  const state = run(opening, { type: 'placed', around: none, end: none, place: null, view: opening.view });
  assert.deepEqual([state.opening, state.open, state.messages], [false, 'conv-1', []]);
});

test('the invitation names who is asked', () => {
  const cases = [
    [{ model: 'anthropic/claude-sonnet-4.5', demo: false }, 'Ask Claude anything…'],
    [{ model: 'claude-opus-4', demo: false }, 'Ask Claude anything…'],
    [{ model: 'openai/gpt-4o', demo: false }, 'Ask openai/gpt-4o anything…'],
    [{ model: 'demo', demo: true }, 'Ask the demo anything…'],
    [{ model: 'claude-in-demo', demo: true }, 'Ask the demo anything…'],
    [{ model: null, demo: false }, 'Ask anything…'],
  ];
  for (const [choice, wanted] of cases) {
    assert.equal(placeholder(choice), wanted);
  }
});

test('a conversation keeps its model, a typed one wins, and a new chat takes the default', () => {
  const open = run(attached(), { type: 'opening', id: 'conv-1' }, { type: 'opened', opened: OPENED, view: 1 });
  assert.deepEqual([choiceOf(open).model, choiceOf(open).sentModel], ['anthropic/claude-sonnet-4', null]);
  const typed = run(open, { type: 'modelChosen', model: 'my/own' });
  assert.deepEqual([choiceOf(typed).model, choiceOf(typed).sentModel], ['my/own', 'my/own']);
  assert.equal(choiceOf(run(typed, { type: 'newChat' })).sentModel, null);
});

test('a demo conversation goes on at the real gateway once there is one', () => {
  const demo = structuredClone(OPENED);
  demo.messages[1].connection = 'demo';
  demo.messages[1].model = 'demo';
  const open = run(attached(), { type: 'opening', id: 'conv-1' }, { type: 'opened', opened: demo, view: 1 });
  const { connection, model, demo: isDemo, sentConnection, sentModel } = choiceOf(open);
  assert.deepEqual([connection, model, isDemo, sentConnection, sentModel], ['gateway', 'anthropic/claude-sonnet-4.5', false, 'gateway', 'anthropic/claude-sonnet-4.5']);
});

test('names of models are not read before a key is set or a question sent', () => {
  const fresh = { ...initialState(), next: { connection: 'gateway', model: 'm', demo: false, problem: null, hint: null } };
  assert.match(whyNoModels(fresh), /once a key is set/);
  assert.equal(whyNoModels({ ...fresh, asked: true }), null);
  assert.equal(whyNoModels(fresh, isReady(fresh)), null, 'quick-ask hears of no keys');
  assert.equal(isReady({ ...fresh, next: { ...fresh.next, demo: true } }), false);
  assert.equal(whyNoModels(run(fresh, events('keysChanged')[0])), null);
});

test('subscribers are told once for many events, until they leave', () => {
  const store = createStore(() => NOW);
  const life = new AbortController();
  let told = 0;
  store.subscribe(() => (told += 1), { signal: life.signal });
  store.dispatch([{ type: 'newChat' }, { type: 'newChat' }]);
  assert.deepEqual([told, store.state().view], [1, 2]);
  life.abort();
  store.dispatch([{ type: 'newChat' }]);
  assert.equal(told, 1);
});

test('the next question goes to the model that was asked, whichever served', () => {
  const end = { ...events('turnEnded')[0], turnId: 't', conversation: 'c', message: 'a', asked: 'm', model: 'served/m' };
  const state = run(attached(), sending(), { type: 'started', started }, end);
  assert.equal(state.messages[1].model, 'served/m');
  assert.equal(choiceOf(state).model, 'm');
});
