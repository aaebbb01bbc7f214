// The area below the chat: the exact payload or URL of the button under the pointer or the focus.

const title = document.getElementById("inspector-title");
const payload = document.getElementById("inspector-payload");

// A touch screen has no pointer that rests on a button.
const hint = matchMedia("(hover: none)").matches
  ? "Press a button to send it; its payload or URL appears here."
  : "Point at a button, or move to it with Tab, to see its payload or URL.";

let pointer = null;

const place = (event) => `${event.clientX},${event.clientY}`;

document.addEventListener("pointermove", (event) => pointer = place(event));

export function resetInspector() {
  title.textContent = hint;
  payload.textContent = "";
  payload.hidden = true;
}

export function inspect(target, type, label, value) {
  const show = () => {
    title.textContent = `${label} · ${type}`;
    payload.textContent = value;
    payload.hidden = false;
  };
  // A new message moves the buttons below a pointer that rests.
  target.addEventListener("pointerenter", (event) => place(event) !== pointer && show());
  target.addEventListener("focus", show);
  target.addEventListener("click", show);
}
