// The actions of the customer, press and say, by the control API.

export function press(contactId, messageId, action) {
  return post(contactId, "press", { messageId, action });
}

export function say(contactId, text) {
  return post(contactId, "say", { text });
}

// Errors of the control API are one sentence, suitable for display.
async function post(contactId, operation, body) {
  const response = await fetch(`/simulator/conversations/${encodeURIComponent(contactId)}/${operation}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) {
    throw new Error((await response.json()).error);
  }
}
