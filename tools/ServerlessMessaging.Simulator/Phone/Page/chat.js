// The messages of one conversation; new ones are appended, so that focus and scroll position stay.

import { action } from "./action.js";
import { card, carousel, replies } from "./card.js";
import { element } from "./element.js";

const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

const renderers = { card, carousel, replies, text: (item) => element("p", { class: "bubble" }, item.text) };

const isInbound = (message) => message.direction === "Inbound";

export class Chat {
  #list;
  #press;
  #contactId = null;
  #displayed = new Set();
  #day = "";

  constructor(list, press) {
    this.#list = list;
    this.#press = press;
  }

  show({ contact, messages }) {
    // If none of the displayed messages is in the list, the state was cleared.
    const continues = this.#displayed.size === 0 || messages.some((message) => this.#displayed.has(message.id));
    if (contact.id !== this.#contactId || !continues) {
      this.#contactId = contact.id;
      this.#displayed.clear();
      this.#day = "";
      this.#list.replaceChildren();
      this.#muteAnnouncements();
    }

    const added = messages.filter((message) => !this.#displayed.has(message.id));
    if (added.length === 0) {
      return;
    }

    const followsEnd = this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight < 40;
    added.forEach((message) => this.#add(message));
    if (followsEnd || added.some(isInbound) || this.#displayed.size === added.length) {
      this.#list.scrollTop = this.#list.scrollHeight;
    }
  }

  // Screen readers announce new messages only, not those of a conversation that was selected.
  #muteAnnouncements() {
    this.#list.setAttribute("aria-live", "off");
    requestAnimationFrame(() => requestAnimationFrame(() => this.#list.setAttribute("aria-live", "polite")));
  }

  #add(message) {
    this.#displayed.add(message.id);
    const at = new Date(message.at);
    if (day.format(at) !== this.#day) {
      this.#day = day.format(at);
      this.#list.append(element("div", { class: "day" }, this.#day));
    }

    let index = 0;
    const draw = (item) => action(item, this.#press.bind(null, message.id, index++));
    const items = message.view.map((item) => renderers[item.type](item, draw));
    const time = element("time", { datetime: message.at }, clock.format(at));
    const bubble = element("div", { class: "message", "data-message": message.id }, ...items, time);
    if (isInbound(message)) {
      bubble.classList.add("inbound");
      bubble.prepend(element("span", { class: "visually-hidden" }, "Customer: "));
    }

    this.#list.append(bubble);
  }
}
