// Shows the simulator's vault to the real worker as Azure shows one: a managed identity's endpoint, and HTTPS under a name of
// vault.azure.net. The worker has no setting that trusts less, so the machine must know the name and the certificate (see ci.yml).
// node build/worker/vault.mjs <simulator> <certificate> <key>
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer, request } from 'node:https';

const identityPort = 7074;
const vaultPort = 7075;

const [simulator, certificate, key] = process.argv.slice(2);
const { vault } = await (await fetch(new URL('/simulator', simulator))).json();
const tokenLifetime = 3600;

createServer((_, response) => {
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify({
    access_token: vault.token,
    expires_on: String(Math.floor(Date.now() / 1000) + tokenLifetime),
    resource: 'https://vault.azure.net',
    token_type: 'Bearer',
  }));
}).listen(identityPort, '127.0.0.1');

createSecureServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (incoming, response) => {
  const { hostname, port } = new URL(vault.address);
  const onward = request({
    hostname, port, path: incoming.url, method: incoming.method, headers: { ...incoming.headers, host: `${hostname}:${port}` },
    // Self-signed at every start; held against the thumbprint that the simulator names.
    rejectUnauthorized: false,
  }, answer => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  onward.once('socket', socket => socket.once('secureConnect', () => {
    if (socket.getPeerCertificate().fingerprint256.replaceAll(':', '') !== vault.thumbprint.toUpperCase()) {
      onward.destroy(new Error('Another server answers in the place of the vault.'));
    }
  }));
  onward.once('error', () => response.destroy());
  incoming.pipe(onward);
}).listen(vaultPort, '127.0.0.1');
