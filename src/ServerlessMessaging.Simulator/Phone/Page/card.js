// A card: picture, title, subtitle and what can be done with it.

import { drawing, element } from "./element.js";
import { inspect } from "./inspector.js";

let describedSoFar = 0;

export function card(item) {
  const text = element("div", { class: "card-text" }, element("p", { class: "card-title" }, item.title));
  if (item.subtitle) {
    text.append(element("p", { class: "card-subtitle" }, item.subtitle));
  }

  const article = element("article", { class: "card", "aria-label": item.title });
  if (item.image) {
    article.append(picture(item.image));
  }

  article.append(text);
  if (item.actions?.length > 0) {
    article.append(element("ul", { class: "actions" }, ...item.actions.map((one) => element("li", {}, action(one)))));
  }

  return article;
}

// Nothing is loaded from other hosts, so a frame with the alternative text stands for the picture.
function picture(image) {
  const label = image.altText ?? "Picture without a description";
  const sign = drawing("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" },
    drawing("rect", { x: "3", y: "4", width: "18", height: "16", rx: "3" }),
    drawing("circle", { cx: "8.5", cy: "9.5", r: "1.6" }),
    drawing("path", { d: "M4 18l5.5-5.5 3.5 3.5 3-3 4 4" }));
  return element("div", { class: "picture", role: "img", "aria-label": label, title: image.url }, sign, element("span", {}, label));
}

function action(item) {
  return item.type === "openUrl" ? openUrl(item) : button(item);
}

function openUrl(item) {
  const link = element("a", { class: "action", href: item.url, target: "_blank", rel: "noopener noreferrer" },
    element("span", {}, item.title), element("span", { class: "unseen" }, " (opens in a new tab)"));
  inspect(link, item.type, item.title, item.url);
  return link;
}

function button(item) {
  const description = element("span", { class: "unseen", id: `payload-${++describedSoFar}` }, `${item.type}: ${item.payload}`);
  const target = element("button", { class: "action", type: "button", "aria-disabled": "true", "aria-describedby": description.id }, item.title);
  description.setAttribute("aria-hidden", "true");
  inspect(target, item.type, item.title, item.payload);

  const group = document.createDocumentFragment();
  group.append(target, description);
  return group;
}
