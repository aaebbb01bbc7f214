// Builds elements from text only, so that no message content is parsed as markup.

export function element(name, attributes, ...children) {
  return filled(document.createElement(name), attributes, children);
}

export function drawing(name, attributes, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function filled(target, attributes, children) {
  for (const [attribute, value] of Object.entries(attributes)) {
    target.setAttribute(attribute, value);
  }

  target.append(...children);
  return target;
}
