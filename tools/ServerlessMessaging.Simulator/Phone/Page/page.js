// Follows the conversations of the control API, shows the chosen customer's one and lets the customer answer.

import { Chat } from "./chat.js";
import { attempt, onSay, showProblem } from "./composer.js";
import { press, say } from "./customer.js";
import { resetInspector } from "./inspector.js";
import { avatar, People } from "./people.js";

const POLL_MILLISECONDS = 1000;
const LATEST = 200;

const link = document.getElementById("link");
const empty = document.getElementById("empty");
const inspector = document.getElementById("inspector");
const chat = new Chat(document.getElementById("chat"), (messageId, action) => attempt(() => speak((contactId) => press(contactId, messageId, action))));
const people = new People(document.getElementById("people"), choose);

let conversations = [];
let chosen = null;
let visible = null;
let loading = Promise.resolve();

function choose(contactId) {
  chosen = contactId;
  show();
}

// Until somebody chooses, the phone is that of the customer who was written to last.
function shown() {
  const latest = (conversation) => conversation.messages.at(-1)?.at ?? "";
  return conversations.find((conversation) => conversation.contact.id === chosen)
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

  people.show(conversations, contact.id, LATEST);
  avatar(document.getElementById("contact-avatar"), contact);
  setText("contact-name", contact.name);
  setText("contact-address", contact.address);
  setText("first-message", firstMessage(conversation));
  empty.hidden = messages.length > 0;
  inspector.hidden = messages.length === 0;
  chat.show(conversation);
}

function firstMessage(conversation) {
  const { kind } = conversation.contact;
  const to = kind === "user" ? { email: conversation.user.email } : { [kind]: conversation[kind] };
  const request = { to, message: { type: "text", text: "Hello" } };
  return `curl http://localhost:7071/api/messages -H "x-functions-key: local" -H "Content-Type: application/json" -d '${JSON.stringify(request)}'`;
}

// Only what changes is written, so that nothing is announced or deselected for no reason.
function setText(id, text) {
  const element = document.getElementById(id);
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

// A late answer must not take back what a newer one brought, so one waits for the other.
function refresh() {
  loading = loading.then(load);
  return loading;
}

async function speak(deed) {
  await deed(visible);
  await refresh();
}

async function load() {
  try {
    const answer = await fetch(`/simulator/conversations?latest=${LATEST}`, { signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) {
      throw new Error(`The simulator answered ${answer.status}`);
    }

    conversations = (await answer.json()).items;
    link.dataset.state = "live";
    setText("link", "Live");
    show();
  } catch {
    link.dataset.state = "lost";
    setText("link", "The simulator does not answer. Trying again…");
  }
}

async function poll() {
  await refresh();
  setTimeout(poll, POLL_MILLISECONDS);
}

onSay((text) => speak((contactId) => say(contactId, text)));
poll();
