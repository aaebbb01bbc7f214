// The list of customers.

import { element } from "./element.js";

export function avatar(target, user) {
  const initials = user.name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("");
  if (target.textContent !== initials || target.dataset.user !== user.id) {
    const sum = [...user.email].reduce((total, letter) => total + letter.codePointAt(0), 0);
    target.textContent = initials;
    target.dataset.user = user.id;
    target.style.setProperty("--hue", (sum * 47) % 360);
  }

  return target;
}

export class People {
  #list;
  #choose;
  #rows = new Map();

  constructor(list, choose) {
    this.#list = list;
    this.#choose = choose;
  }

  show(conversations, shownId, most) {
    for (const { user, messages } of conversations) {
      const row = this.#rows.get(user.id) ?? this.#add(user);
      this.#mark(row.button, user.id === shownId);
      row.latest.textContent = messages.at(-1)?.display[0] ?? user.email;
      row.count.textContent = messages.length < most ? String(messages.length) : `${most}+`;
      row.count.hidden = messages.length === 0;
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

  #add(user) {
    const latest = element("span", { class: "person-latest" });
    const count = element("span", { class: "person-count" });
    const picture = avatar(element("span", { class: "avatar", "aria-hidden": "true" }), user);
    const text = element("span", {}, element("span", { class: "person-name" }, user.name), latest);
    const button = element("button", { class: "person", type: "button" }, picture, text, count);
    button.addEventListener("click", () => this.#choose(user.id));
    this.#list.append(element("li", {}, button));

    const row = { button, latest, count };
    this.#rows.set(user.id, row);
    return row;
  }
}
