// Sends to functions that run under any host what shows that they work, and looks at the simulator's phone.
// node build/worker/prove.mjs <functions> <simulator> [functions that must be there, as FunctionListTests.cs lists them]
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { put } from './queue.mjs';

const [functions, simulator, list] = process.argv.slice(2);
const patience = 120_000;

const call = (method, path, body) => fetch(new URL(path, functions), {
  method, body: body && JSON.stringify(body), headers: { 'x-functions-key': 'local', 'Content-Type': 'application/json' },
});
const shown = async () => JSON.stringify(await (await fetch(new URL('/simulator/conversations', simulator))).json());

async function eventually(what, look) {
  for (const end = Date.now() + patience; ; await wait(500)) {
    const last = await look().catch(error => error.cause?.code ?? error.message);
    if (last === true) {
      return console.log(`ok  ${what}`);
    }
    if (Date.now() > end) {
      throw new Error(`${what}: not within ${patience / 1000} s, the last look gave ${last}.`);
    }
  }
}

const card = title => ({
  to: { email: 'recipient@example.com' },
  message: { type: 'card', title, actions: [{ type: 'postBack', title: 'Approve', payload: { status: 'accepted' } }] },
});

await eventually('GET /api/health says ok', async () => {
  const word = await (await call('GET', '/api/health')).text();
  return /\bok\b/.test(word) || word;
});

if (list) {
  const expected = [...readFileSync(list, 'utf8').matchAll(/^\s*"(\w+): /gm)].map(match => match[1]).sort();
  const loaded = (await (await call('GET', '/admin/functions')).json()).map(one => one.name).sort();
  assert.ok(expected.length > 0, `${list} lists no functions.`);
  assert.deepEqual(loaded, expected);
  console.log(`ok  the host loaded all ${expected.length} functions`);
}

const preview = await call('POST', '/api/messages/preview', card('Preview'));
assert.equal(preview.status, 200);
assert.match(await preview.text(), /"cardType":\s*"basic"/);
console.log('ok  POST /api/messages/preview shows the wire');

const refused = await call('POST', '/api/messages', card(''));
const problem = await refused.json();
assert.equal(refused.status, 422);
assert.match(problem.errors[0].code, /^SM1/);
assert.equal(refused.headers.get('content-type'), 'application/problem+json');
console.log('ok  a broken rule is 422');

const sent = await call('POST', '/api/messages', card('Sent by the worker'));
assert.equal(sent.status, 200, await sent.clone().text());
assert.match(await shown(), /Sent by the worker/);
console.log('ok  a card is 200 and stands on the phone');

// The product makes its queues in the background of its start.
await eventually('the queue takes a card', () => put('messages', JSON.stringify(card('Queued for the worker'))).then(() => true));
await eventually('a card of the queue stands on the phone', async () => (await shown()).includes('Queued for the worker'));

await put('messages', '{ "to": ');
await eventually('a malformed message is a dead letter', async () => {
  const letters = await (await call('GET', '/api/operator/dead-letters?queue=messages')).json();
  return letters.items.some(letter => letter.code === 'SM1001') || JSON.stringify(letters);
});
