// What the customer does: pressing and saying, both by the control API.

export function press(contactId, messageId, action) {
  return post(contactId, "press", { messageId, action });
}

export function say(contactId, text) {
  return post(contactId, "say", { text });
}

// Refusals come as one sentence, made to be shown.
async function post(contactId, deed, body) {
  const answer = await fetch(`/simulator/conversations/${encodeURIComponent(contactId)}/${deed}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) {
    throw new Error((await answer.json()).error);
  }
}
