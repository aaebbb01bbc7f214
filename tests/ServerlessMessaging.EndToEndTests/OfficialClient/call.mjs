// Signs in with the official client and makes calls: reads { "address", "clientId", "clientSecret", "calls" } from standard
// input, where a call is { "api", "method", "arguments" }, and writes for each the body, or the error body that the client threw.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const platform = createRequire(import.meta.url)('purecloud-platform-client-v2');
const { address, clientId, clientSecret, calls } = JSON.parse(readFileSync(0, 'utf8'));
const { protocol, hostname, port } = new URL(address);

const client = platform.ApiClient.instance;
client.setGateway({ protocol: protocol.slice(0, -1), host: hostname, port: Number(port) });
await client.loginClientCredentialsGrant(clientId, clientSecret);

const responses = [];
for (const call of calls) {
  const api = new platform[call.api]();
  try {
    responses.push({ body: await api[call.method](...call.arguments) });
  } catch (error) {
    responses.push({ error: error instanceof Error ? String(error) : error });
  }
}

process.stdout.write(JSON.stringify(responses));
