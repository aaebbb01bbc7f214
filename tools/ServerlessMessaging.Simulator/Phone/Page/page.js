// Polls the conversations of the control API, shows the selected one and sends the customer's actions.

import { Chat } from "./chat.js";
import { attempt, onSay, showProblem } from "./composer.js";
import { press, say } from "./customer.js";
import { resetInspector } from "./inspector.js";
import { avatar, Contacts } from "./contacts.js";

const POLL_MILLISECONDS = 1000;
const LATEST = 200;

const link = document.getElementById("link");
const empty = document.getElementById("empty");
const inspector = document.getElementById("inspector");
const chat = new Chat(document.getElementById("chat"), (messageId, action) => attempt(() => act((contactId) => press(contactId, messageId, action))));
const contacts = new Contacts(document.getElementById("contacts"), choose);

let conversations = [];
let functions = null;
let selected = null;
let visible = null;
let loading = Promise.resolve();

function choose(contactId) {
  selected = contactId;
  show();
}

// Without a selection, the conversation with the latest message is shown.
function shown() {
  const latest = (conversation) => conversation.messages.at(-1)?.at ?? "";
  return conversations.find((conversation) => conversation.contact.id === selected)
    ?? conversations.reduce((one, other) => (latest(other) > latest(one) ? other : one), conversations[0]);
}

function show() {
  const conversation = shown();
  if (!conversation) {
    return;
  }

  const { contact, messages } = conversation;
  if (contact.id !== visible) {
    visible = contact.id;
    resetInspector();
    showProblem("");
  }

  contacts.show(conversations, contact.id, LATEST);
  avatar(document.getElementById("contact-avatar"), contact);
  setText("contact-name", contact.name);
  setText("contact-address", contact.address);
  setText("first-message-title", `With ${functions ? "" : "the functions on their default port and "}the function key "local", this command sends the first one:`);
  setText("first-message", firstMessage(conversation));
  empty.hidden = messages.length > 0;
  inspector.hidden = messages.length === 0;
  chat.show(conversation);
}

function firstMessage(conversation) {
  const { kind } = conversation.contact;
  const to = kind === "user" ? { email: conversation.user.email } : { [kind]: conversation[kind] };
  const request = { to, message: { type: "text", text: "Hello" } };
  return `curl ${functions ?? "http://localhost:7071"}/api/messages -H "x-functions-key: local" -H "Content-Type: application/json" -d '${JSON.stringify(request)}'`;
}

// Unchanged text is not written, because screen readers would announce it again and a selection would be lost.
function setText(id, text) {
  const element = document.getElementById(id);
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

// Requests are sequential, so that a late response does not overwrite a newer one.
function refresh() {
  loading = loading.then(load);
  return loading;
}

async function act(operation) {
  await operation(visible);
  await refresh();
}

async function load() {
  try {
    const response = await fetch(`/simulator/conversations?latest=${LATEST}`, { signal: AbortSignal.timeout(10_000) });
    const content = await response.json();
    if (!response.ok) {
      throw new Error(content.error);
    }

    conversations = content.items;
    functions = content.functions;
    link.dataset.state = "live";
    setText("link", "Live");
    show();
  } catch {
    link.dataset.state = "lost";
    setText("link", "The simulator does not respond. Retrying…");
  }
}

async function poll() {
  await refresh();
  setTimeout(poll, POLL_MILLISECONDS);
}

onSay((text) => act((contactId) => say(contactId, text)));
poll();
