// The list of customers.

import { element } from "./element.js";

export function avatar(target, contact) {
  const initials = contact.name.split(/\s+/).map((word) => [...word][0]).slice(0, 2).join("");
  if (target.textContent !== initials || target.dataset.contact !== contact.id) {
    const sum = [...contact.id].reduce((total, character) => total + character.codePointAt(0), 0);
    target.textContent = initials;
    target.dataset.contact = contact.id;
    target.style.setProperty("--hue", (sum * 47) % 360);
  }

  return target;
}

export class Contacts {
  #list;
  #choose;
  #rows = new Map();

  constructor(list, choose) {
    this.#list = list;
    this.#choose = choose;
  }

  show(conversations, shownId, most) {
    this.#removeAllBut(new Set(conversations.map(({ contact }) => contact.id)));
    for (const { contact, messages } of conversations) {
      const row = this.#rows.get(contact.id) ?? this.#add(contact);
      this.#mark(row.button, contact.id === shownId);
      row.latest.textContent = messages.at(-1)?.display[0] ?? contact.address;
      row.count.textContent = messages.length < most ? String(messages.length) : `${most}+`;
      row.count.hidden = messages.length === 0;
    }
  }

  #removeAllBut(ids) {
    for (const [id, row] of this.#rows) {
      if (!ids.has(id)) {
        row.item.remove();
        this.#rows.delete(id);
      }
    }
  }

  #mark(button, isShown) {
    if (button.getAttribute("aria-current") !== String(isShown)) {
      button.setAttribute("aria-current", String(isShown));
      if (isShown) {
        button.scrollIntoView({ block: "nearest", inline: "nearest" });
      }
    }
  }

  #add(contact) {
    const latest = element("span", { class: "contact-item-latest" });
    const count = element("span", { class: "contact-item-count" });
    const picture = avatar(element("span", { class: "avatar", "aria-hidden": "true" }), contact);
    const text = element("span", {}, element("span", { class: "contact-item-name" }, contact.name), latest);
    const button = element("button", { class: "contact-item", type: "button" }, picture, text, count);
    button.addEventListener("click", () => this.#choose(contact.id));
    const item = element("li", {}, button);
    this.#list.append(item);

    const row = { item, button, latest, count };
    this.#rows.set(contact.id, row);
    return row;
  }
}
