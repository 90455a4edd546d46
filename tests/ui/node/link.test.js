import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ACK_EVERY, createLink } from '../../../ui/js/link.js';
import { createStore } from '../../../ui/js/store.js';
import { inOrder } from '../../../ui/js/host/tauri.js';
import { golden } from './golden.js';
import { randomness } from './random.js';

const SNAPSHOT = golden('snapshot.json');
const patch = (seq, ops = []) => ({ type: 'turnPatched', turnId: 'turn-1', seq, ops, reasoning: String(seq) });

/** A line with an engine whose `attach` answers when told to. */
function line() {
  const store = createStore(() => 0);
  const calls = [];
  const channels = [];
  const answers = [];
  const frames = [];
  const attachedAgain = [];
  const host = {
    channel: (onEvent) => channels.push(onEvent) && onEvent,
    invoke: (command, args) => {
      calls.push([command, args]);
      return command === 'attach' ? new Promise((resolve, reject) => answers.push({ resolve, reject })) : Promise.resolve(null);
    },
  };
  const schedule = (work) => () => frames.push(work);
  const link = createLink({ host, store, schedule, onAttached: (again) => attachedAgain.push(again) });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  return { store, calls, channels, answers, frames, attachedAgain, link, settle, later, attaches: () => calls.filter(([name]) => name === 'attach').length, frame: () => frames.splice(0).forEach((work) => work()) };
}

async function attachedLine(snapshot = SNAPSHOT) {
  const made = line();
  void made.link.attach();
  made.answers[0].resolve(structuredClone(snapshot));
  await made.settle();
  return made;
}

test('events that come before the snapshot wait for it, and what it holds is left out', async () => {
  const made = line();
  void made.link.attach();
  made.channels[0](patch(1));
  made.channels[0](patch(2));
  made.frame();
  assert.equal(made.store.state().ready, false);
  const snapshot = structuredClone(SNAPSHOT);
  snapshot.turns[0].seq = 1;
  made.answers[0].resolve(snapshot);
  await made.settle();
  made.frame();
  assert.equal(made.store.state().turns.get('turn-1').reasoning, '2');
});

test('many events become one dispatch in a frame', async () => {
  const made = await attachedLine();
  let told = 0;
  made.store.subscribe(() => (told += 1), { signal: new AbortController().signal });
  for (let seq = 1; seq <= 50; seq += 1) {
    made.channels[0](patch(seq));
  }
  assert.equal(told, 0);
  made.frame();
  assert.equal(told, 1);
  assert.equal(made.store.state().turns.get('turn-1').seq, 50);
});

test('every sixteenth message is acknowledged with the number since the last time', async () => {
  const made = await attachedLine();
  for (let seq = 1; seq <= 40; seq += 1) {
    made.channels[0](patch(seq));
    made.frame();
  }
  const acks = made.calls.filter(([name]) => name === 'ack').map(([, { count }]) => count);
  assert.deepEqual(acks, [16, 16]);
});

test('the page acknowledges as often as the contract says', () => {
  const contract = readFileSync(new URL('../../../src-tauri/bindings/ipc.d.ts', import.meta.url), 'utf8');
  assert.equal(Number(/ACK_EVERY: (\d+)/.exec(contract)[1]), ACK_EVERY);
});

for (const [name, event] of [['a gap in the order', patch(3)], ['resync', { type: 'resync' }]]) {
  test(`${name} attaches again, once, and reads the conversation anew`, async () => {
    const made = await attachedLine();
    made.channels[0](patch(1));
    made.channels[0](event);
    made.channels[0](event);
    await made.later(300);
    assert.equal(made.attaches(), 2);
    made.channels[0](patch(9));
    made.answers[1].resolve(structuredClone(SNAPSHOT));
    await made.settle();
    assert.deepEqual(made.attachedAgain, [false, true]);
    made.channels[1](patch(1));
    made.frame();
    assert.equal(made.store.state().turns.get('turn-1').seq, 1, 'the old channel is no longer heard');
  });
}

test('only what was taken in a frame is acknowledged: a window that takes nothing is sent no more', async () => {
  const made = await attachedLine();
  const acks = () => made.calls.filter(([name]) => name === 'ack').map(([, { count }]) => count);
  for (let seq = 1; seq <= 40; seq += 1) {
    made.channels[0](patch(seq));
  }
  assert.deepEqual(acks(), [], 'nothing was drawn yet');
  made.frame();
  assert.deepEqual(acks(), [40]);
  for (let seq = 41; seq < 41 + ACK_EVERY; seq += 1) {
    made.channels[0](patch(1));
  }
  made.frame();
  assert.deepEqual(acks(), [40, ACK_EVERY], 'also what says nothing new');
});

test('all that comes between two frames is one step of the page', async () => {
  const made = await attachedLine();
  let told = 0;
  made.store.subscribe(() => (told += 1), { signal: new AbortController().signal });
  for (let seq = 1; seq <= 10; seq += 1) {
    made.channels[0](patch(seq));
  }
  made.frame();
  assert.deepEqual([told, made.store.state().turns.get('turn-1').seq], [1, 10]);
});

test('a patch that does not fit attaches again instead of showing a wrong tree', async () => {
  const made = await attachedLine();
  made.channels[0](patch(1, [{ op: 'appendText', path: [99], text: 'x' }]));
  made.frame();
  await made.later(300);
  assert.equal(made.attaches(), 2);
});

test('a refused attach is told and tried again', async () => {
  const made = line();
  void made.link.attach();
  made.answers[0].reject({ code: 'storage', message: 'The data folder cannot be read.' });
  await made.settle();
  assert.equal(made.store.state().notice.message, 'The data folder cannot be read.');
  await made.later(1100);
  assert.equal(made.attaches(), 2);
});

test('messages are put in order, whatever order they come in, and the end ends', () => {
  for (let seed = 1; seed <= 100; seed += 1) {
    const random = randomness(seed);
    const deliveries = Array.from({ length: 20 }, (_, index) => (index === 19 ? { end: true, index } : { message: index, index }));
    for (let at = deliveries.length - 1; at > 0; at -= 1) {
      const other = random.below(at + 1);
      [deliveries[at], deliveries[other]] = [deliveries[other], deliveries[at]];
    }
    const got = [];
    let ends = 0;
    const take = inOrder((message) => got.push(message), () => (ends += 1));
    deliveries.forEach(take);
    assert.deepEqual(got, Array.from({ length: 19 }, (_, index) => index), `seed ${seed}`);
    assert.equal(ends, 1);
  }
});
