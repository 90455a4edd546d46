import assert from 'node:assert/strict';
import { test } from 'node:test';
import './element.js';
import { detailsOf } from '../../../ui/js/lib/details.js';
import { estimateWords, fitWords, hiddenWords, oldest, roundUsd } from '../../../ui/js/lib/estimate.js';
import { sizeWords } from '../../../ui/js/lib/files.js';
import { golden } from './golden.js';

const [QUESTION, ANSWER] = golden('open_conversation.json').messages;
const NOW = 1_764_000_000_000;

const lines = (message) => Object.fromEntries(detailsOf(message, NOW).map(({ name, value }) => [name, value]));

test('an answer tells who was asked and who served, every request, tokens and cost', () => {
  assert.deepEqual(lines(ANSWER), {
    'Model asked': 'anthropic/claude-sonnet-4',
    'Model that served': 'anthropic/claude-sonnet-4.5',
    Connection: 'Vercel AI Gateway',
    Provider: 'anthropic',
    Cache: 'Not from the cache',
    'Request 1': 'status 503, overloaded, 40 ms',
    'Request 2': 'status 200, 860 ms',
    'Source 1': 'Rain — https://rain.example/a',
    'First token': '321 ms',
    'Whole time': '2.3 s',
    Tokens: '12 in, 34 out (5 reasoning)',
    Cost: '$0.001234, billed',
  });
  assert.deepEqual(detailsOf(QUESTION, NOW), []);
});

test('cache, credential, sources and what was left out are told', () => {
  const receipt = { cachedAtMs: NOW - 720_000, savedUsd: '0.01', credential: 'own-key', citations: [{ url: 'https://rain.example', title: 'Rain' }, { url: 'https://a.example', title: '' }], leftOut: 3, notes: ['Left out temperature: the model refuses it.'] };
  const told = lines({ ...ANSWER, model: ANSWER.asked, receipt, attempts: [{ status: null, code: 'dns', ms: 5, connection: 'gateway', model: 'm' }], cost: { usd: '0.01', basis: 'estimated' } });
  assert.equal(told.Cache, 'Kept 12 min ago; $0.01 saved');
  assert.equal(told['Paid by'], 'Your own key at the provider');
  assert.equal(told['Left out'], 'the oldest 3 turns');
  assert.deepEqual([told['Source 1'], told['Source 2']], ['Rain — https://rain.example', 'https://a.example']);
  assert.equal(told.Request, 'no response, dns, 5 ms');
  assert.equal(told.Otherwise, 'Left out temperature: the model refuses it.');
  assert.match(told.Cost, /estimated/);
  assert.equal('Model that served' in told, false);
});

test('the demo bills nobody, whatever it says of a credential', () => {
  const receipt = { ...ANSWER.receipt, credential: 'gateway' };
  assert.equal(lines({ ...ANSWER, receipt })['Paid by'], 'The gateway’s credit');
  assert.equal('Paid by' in lines({ ...ANSWER, receipt, connection: 'demo' }), false);
});

test('requests to several models or connections are told apart', () => {
  const attempts = [
    { status: 503, code: 'overloaded', ms: 40, connection: 'gateway', model: 'a' },
    { status: 200, code: null, ms: 900, connection: 'openai', model: 'b' },
  ];
  const told = lines({ ...ANSWER, attempts });
  assert.equal(told['Request 1'], 'a at Vercel AI Gateway, status 503, overloaded, 40 ms');
  assert.equal(told['Request 2'], 'b at OpenAI, status 200, 900 ms');
});

test('amounts are cut away from the interval, and never by a float', () => {
  const cases = [
    ['0.00918273', 'down', '0.0091'], ['0.00918273', 'up', '0.0092'], ['0.0091', 'up', '0.0091'], ['12', 'up', '12'],
    ['0.00000001', 'down', '0'], ['0.00000001', 'up', '0.0001'], ['1.99999', 'up', '2'], ['9007199254740993.00001', 'down', '9007199254740993'],
    ['0.10000000', 'up', '0.1'],
  ];
  for (const [usd, way, wanted] of cases) {
    assert.equal(roundUsd(usd, way), wanted, `${usd} ${way}`);
  }
});

test('an estimate is an interval with its basis, and says when the chat no longer fits', () => {
  const preview = {
    model: 'm', hint: null, tokens: { low: 2100, likely: 2140, high: 2180 }, contextWindow: 200_000,
    cost: { leastUsd: '0.009', mostUsd: '0.071', outputLimit: 4096 }, earlier: 0, leftOut: 0, keptFrom: null, tooLong: null, hidden: 0,
  };
  assert.equal(estimateWords(preview), 'About 2,100–2,180 tokens in, at most 4,096 out: $0.009–$0.071, estimated from listed prices.');
  assert.equal(estimateWords({ ...preview, cost: null }), 'About 2,100–2,180 tokens in, estimated.');
  assert.equal(fitWords(preview), '');
  const long = { ...preview, tokens: { low: 205_000, likely: 210_000, high: 230_000 }, tooLong: { sure: true, leaveOut: 1, larger: null } };
  assert.equal(fitWords(long), 'This chat no longer fits: about 210,000 of 200,000 tokens.');
  assert.match(fitWords({ ...long, tooLong: { ...long.tooLong, sure: false } }), /^This chat may no longer fit/);
  assert.equal(hiddenWords(0), '');
  assert.match(hiddenWords(1), /^The text holds 1 character that nobody sees\./);
  assert.match(hiddenWords(1200), /1,200 characters/);
  assert.deepEqual([oldest(1), oldest(1200)], ['the oldest turn', 'the oldest 1,200 turns']);
  assert.deepEqual([12, 999, 1000, 48_213, 5_300_000].map(sizeWords), ['12 B', '999 B', '1 kB', '48 kB', '5.3 MB']);
});
