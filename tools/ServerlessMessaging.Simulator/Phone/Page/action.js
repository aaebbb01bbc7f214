// A button or a link; the inspector shows its payload or URL.

import { element } from "./element.js";
import { inspect } from "./inspector.js";

let descriptions = 0;

export function action(item, press) {
  return item.url ? link(item) : button(item, press);
}

function link(item) {
  const target = element("a", { class: "action", href: item.url, target: "_blank", rel: "noopener noreferrer" },
    element("span", {}, item.title), element("span", { class: "visually-hidden" }, " (opens in a new tab)"));
  inspect(target, item.type, item.title, item.url);
  return target;
}

function button(item, press) {
  const description = element("span", { class: "visually-hidden", id: `payload-${++descriptions}` }, `${item.type}: ${item.payload}`);
  const target = element("button", { class: "action", type: "button", "aria-describedby": description.id }, item.title);
  description.setAttribute("aria-hidden", "true");
  inspect(target, item.type, item.title, item.payload);
  target.addEventListener("click", press);

  const group = document.createDocumentFragment();
  group.append(target, description);
  return group;
}
