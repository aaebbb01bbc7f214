// The area below the chat: the exact payload or URL of the button under the pointer or the focus.

const title = document.getElementById("inspector-title");
const payload = document.getElementById("inspector-payload");

export function resetInspector() {
  title.textContent = "Point at a button, or move to it with Tab, to see its payload or URL.";
  payload.textContent = "";
  payload.hidden = true;
}

export function inspect(target, type, label, value) {
  const show = () => {
    title.textContent = `${label} · ${type}`;
    payload.textContent = value;
    payload.hidden = false;
  };
  target.addEventListener("pointerenter", show);
  target.addEventListener("focus", show);
}
