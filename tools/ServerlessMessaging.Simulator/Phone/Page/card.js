// Cards, carousels and quick replies; draw creates the buttons and links.

import { drawing, element } from "./element.js";

export function card(item, draw) {
  const text = element("div", { class: "card-text" }, element("p", { class: "card-title" }, item.title));
  if (item.subtitle) {
    text.append(element("p", { class: "card-subtitle" }, item.subtitle));
  }

  const article = element("article", { class: "card", "aria-label": item.title });
  if (item.image) {
    article.append(picture(item.image));
  }

  article.append(text);
  if (item.actions.length > 0) {
    article.append(list("actions", item.actions.map(draw)));
  }

  return article;
}

// A scrolling row must be reachable by keyboard.
export function carousel(item, draw) {
  const row = list("carousel", item.cards.map((one) => card(one, draw)));
  row.setAttribute("tabindex", "0");
  row.setAttribute("aria-label", `${item.cards.length} cards`);
  return row;
}

export function replies(item, draw) {
  const choices = list("replies", item.actions.map(draw));
  choices.setAttribute("aria-label", "Quick replies");
  return element("div", { class: "reply-group" }, element("p", { class: "bubble" }, item.text), choices);
}

function list(name, children) {
  return element("ul", { class: name, role: "list" }, ...children.map((child) => element("li", {}, child)));
}

// The page loads nothing from other hosts, so a frame with the alternative text replaces the image.
function picture(image) {
  const label = image.altText ?? "Image without a description";
  const icon = drawing("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" },
    drawing("rect", { x: "3", y: "4", width: "18", height: "16", rx: "3" }),
    drawing("circle", { cx: "8.5", cy: "9.5", r: "1.6" }),
    drawing("path", { d: "M4 18l5.5-5.5 3.5 3.5 3-3 4 4" }));
  return element("div", { class: "picture", role: "img", "aria-label": label, title: image.url }, icon, element("span", {}, label));
}
