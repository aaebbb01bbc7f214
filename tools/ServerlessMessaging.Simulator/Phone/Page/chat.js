// The messages of one conversation; new ones are added below, so that focus and reading position stay.

import { action } from "./action.js";
import { card, carousel, replies } from "./card.js";
import { element } from "./element.js";

const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

const drawn = { card, carousel, replies, text: (item) => element("p", { class: "bubble" }, item.text) };

const isSaid = (message) => message.direction === "Inbound";

export class Chat {
  #list;
  #press;
  #contactId = null;
  #seen = new Set();
  #day = "";

  constructor(list, press) {
    this.#list = list;
    this.#press = press;
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
    if (followsEnd || arrived.some(isSaid) || this.#seen.size === arrived.length) {
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

    let index = 0;
    const draw = (item) => action(item, this.#press.bind(null, message.id, index++));
    const items = message.view.map((item) => drawn[item.type](item, draw));
    const time = element("time", { datetime: message.at }, clock.format(at));
    const bubble = element("div", { class: "message", "data-message": message.id }, ...items, time);
    if (isSaid(message)) {
      bubble.classList.add("said");
      bubble.prepend(element("span", { class: "unseen" }, "Customer: "));
    }

    this.#list.append(bubble);
  }
}
