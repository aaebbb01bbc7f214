// Puts a message onto a queue of the storage emulator, whose account and key are known to everybody.
import { createHmac } from 'node:crypto';

const address = 'http://127.0.0.1:10001';
const account = 'devstoreaccount1';
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export async function put(queue, text) {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const body = Buffer.from(`<QueueMessage><MessageText>${escaped}</MessageText></QueueMessage>`);
  const path = `/${account}/${queue}/messages`;
  const headers = { 'x-ms-date': new Date().toUTCString(), 'x-ms-version': '2021-12-02' };
  const signed = ['POST', '', '', body.length, '', 'application/xml', '', '', '', '', '', '',
    ...Object.entries(headers).map(([name, value]) => `${name}:${value}`), `/${account}${path}`, 'messagettl:-1'].join('\n');
  const signature = createHmac('sha256', Buffer.from(key, 'base64')).update(signed).digest('base64');
  const response = await fetch(`${address}${path}?messagettl=-1`, {
    method: 'POST', body, headers: { ...headers, 'Content-Type': 'application/xml', Authorization: `SharedKey ${account}:${signature}` },
  });
  if (response.status !== 201) {
    throw new Error(`The queue ${queue} answered ${response.status}: ${await response.text()}`);
  }
}
