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
  // A body that is not read is aborted by the signal and counts as a failed request.
  const content = await response.json();
  if (!response.ok) {
    throw new Error(content.error);
  }
}
