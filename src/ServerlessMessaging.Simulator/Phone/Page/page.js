// Follows the conversations of the control API and shows the chosen customer's one.

import { Chat } from "./chat.js";
import { resetInspector } from "./inspector.js";
import { avatar, People } from "./people.js";

const POLL_MILLISECONDS = 1000;
const LATEST = 200;

const link = document.getElementById("link");
const empty = document.getElementById("empty");
const inspector = document.getElementById("inspector");
const chat = new Chat(document.getElementById("chat"));
const people = new People(document.getElementById("people"), choose);

let conversations = [];
let chosen = null;
let visible = null;

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

async function poll() {
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

  setTimeout(poll, POLL_MILLISECONDS);
}

poll();
