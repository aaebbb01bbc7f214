// A bot flow in one file: it receives signed events from ServerlessMessaging and responds with replies.

import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { isIP } from "node:net";

const maxBodySize = 512 * 1024;
const toleranceInSeconds = 5 * 60;

const keys = readKeys(process.env.BOT_FLOW_SECRET ?? "");
const port = Number(setting("PORT", "5080", (value) => /^\d{1,5}$/.test(value) && value <= 65535, "a number from 0 to 65535"));
const host = setting("HOST", "127.0.0.1", isIP, "an IP address");

// A real flow keeps the ids in its database, because an event can be repeated after a restart or to another instance.
const responses = new Map();
const maxEvents = 1000;

const server = createServer({ requestTimeout: 30_000 }, (request, response) =>
  handle(request)
    .catch((error) => (console.error(clean(String(error))), { status: 500 }))
    .then((result) => send(response, result)));

server.on("error", (error) => stop(`The bot flow cannot listen on ${host}, port ${port}: ${error.code}.`));
server.listen(port, host, () =>
  console.log(`Bot flow listens on http://${isIP(host) === 6 ? `[${host}]` : host}:${server.address().port}/`));

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    server.close();
    setTimeout(() => server.closeAllConnections(), 5000).unref();
  });
}

async function handle(request) {
  if (request.method === "GET" && request.url === "/") return { status: 200, text: "ok" };
  if (request.method !== "POST") return { status: 405 };

  const body = await readBody(request);
  if (!body) return { status: 413 };

  const id = header(request, "webhook-id");
  if (!isSigned(id, header(request, "webhook-timestamp"), header(request, "webhook-signature"), body)) return { status: 401 };

  const isStructured = /^application\/cloudevents\+json *(;|$)/i.test(header(request, "content-type"));
  const event = isStructured && readEvent(body);
  return event?.id === id ? processOnce(event) : { status: 400 };
}

async function readBody(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= maxBodySize) chunks.push(chunk);
  }
  return size <= maxBodySize ? Buffer.concat(chunks) : undefined;
}

// Standard Webhooks: the signature covers the received bytes, so it is checked before parsing.
function isSigned(id, timestamp, signatures, body) {
  const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : 0;
  if (!id || Math.abs(Math.floor(Date.now() / 1000) - seconds) > toleranceInSeconds) return false;

  const received = signatures.split(" ").map((signature) => Buffer.from(signature));
  return keys.some((key) => {
    const expected = Buffer.from(`v1,${createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64")}`);
    return received.some((signature) => signature.length === expected.length && timingSafeEqual(signature, expected));
  });
}

function readEvent(body) {
  try {
    const event = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body));
    const isEvent = event?.specversion === "1.0" && text(event.id) && text(event.type) && text(event.source);
    return isEvent && { id: event.id, type: event.type, data: event.data ?? {}, line: describe(event) };
  } catch {
    return undefined;
  }
}

// Events are delivered at least once: a repeated event gets the same response without the work being done again.
function processOnce(event) {
  const known = responses.get(event.id);
  console.log(known ? `${event.line} (again)` : event.line);
  if (known) return known;

  const reply = decide(event);
  const result = reply ? { status: 200, json: { reply: { type: "text", text: reply } } } : { status: 204 };
  responses.set(event.id, result);
  if (responses.size > maxEvents) responses.delete(responses.keys().next().value);
  return result;
}

function decide({ type, data }) {
  if (type === "serverlessmessaging.text.v1") return "Please use the buttons: Approve or Reject.";
  if (type !== "serverlessmessaging.postback.v1") return undefined;

  const request = text(data.requestId) ? `request ${data.requestId}` : "your request";
  if (data.payload?.event === "approval" && data.payload.status === "accepted") return `Thank you: ${request} is approved.`;
  if (/reject/i.test(text(data.rawPayload))) return `Understood: ${request} is rejected.`;
  return `Thank you, we got: ${text(data.title) || text(data.text) || "your reply"}`;
}

function describe({ type, id, data }) {
  const request = text(data?.requestId) && ` request=${word(data.requestId)}`;
  const payload = data?.payload === undefined ? "" : ` payload=${clean(JSON.stringify(data.payload)).slice(0, 500)}`;
  return `${word(type)} ${word(id)}${request}${payload}`;
}

function send(response, { status, text, json }) {
  const type = json ? "application/json; charset=utf-8" : "text/plain; charset=utf-8";
  response.writeHead(status, json || text ? { "Content-Type": type } : {}).end(json ? JSON.stringify(json) : text);
}

function readKeys(secrets) {
  const parts = secrets.split(" ").filter((secret) => secret);
  const found = parts.map((secret) => Buffer.from(secret.slice("whsec_".length), "base64"));
  const isValid = (key, index) => parts[index] === `whsec_${key.toString("base64")}` && key.length >= 24 && key.length <= 64;
  if (found.length > 0 && found.every(isValid)) return found;
  return stop("BOT_FLOW_SECRET must be whsec_ and the Base64 of 24 to 64 bytes; several are separated by a space.");
}

function setting(name, defaultValue, isValid, rule) {
  const value = process.env[name] || defaultValue;
  return isValid(value) ? value : stop(`${name} must be ${rule}.`);
}

function stop(problem) {
  console.error(problem);
  process.exit(1);
}

function header(request, name) {
  const values = request.headersDistinct[name];
  return values?.length === 1 ? values[0] : "";
}

function text(value) {
  return typeof value === "string" ? value : "";
}

// Escapes external text, so that it cannot send control characters to the terminal.
function clean(value) {
  return value.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function word(value) {
  return /^[A-Za-z0-9._:/-]+$/.test(value) ? value : clean(JSON.stringify(value));
}
