// The messages of one conversation; new ones are added below, so that focus and reading position stay.

import { card, carousel, replies } from "./card.js";
import { element } from "./element.js";

const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

const drawn = { card, carousel, replies, text: (item) => element("p", { class: "bubble" }, item.text) };

export class Chat {
  #list;
  #contactId = null;
  #seen = new Set();
  #day = "";

  constructor(list) {
    this.#list = list;
  }

  show({ contact, messages }) {
    // A phone that holds nothing of what was seen has been emptied.
    const goesOn = this.#seen.size === 0 || messages.some((message) => this.#seen.has(message.id));
    if (contact.id !== this.#contactId || !goesOn) {
      this.#contactId = contact.id;
      this.#seen.clear();
      this.#day = "";
      this.#list.replaceChildren();
      this.#keepSilent();
    }

    const arrived = messages.filter((message) => !this.#seen.has(message.id));
    if (arrived.length === 0) {
      return;
    }

    const followsEnd = this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight < 40;
    arrived.forEach((message) => this.#add(message));
    if (followsEnd || this.#seen.size === arrived.length) {
      this.#list.scrollTop = this.#list.scrollHeight;
    }
  }

  // What was written before is there to be read, but only what arrives is read out.
  #keepSilent() {
    this.#list.setAttribute("aria-live", "off");
    requestAnimationFrame(() => requestAnimationFrame(() => this.#list.setAttribute("aria-live", "polite")));
  }

  #add(message) {
    this.#seen.add(message.id);
    const at = new Date(message.at);
    if (day.format(at) !== this.#day) {
      this.#day = day.format(at);
      this.#list.append(element("div", { class: "day" }, this.#day));
    }

    const items = message.view.map((item) => drawn[item.type](item));
    const time = element("time", { datetime: message.at }, clock.format(at));
    this.#list.append(element("div", { class: "message", "data-message": message.id }, ...items, time));
  }
}
