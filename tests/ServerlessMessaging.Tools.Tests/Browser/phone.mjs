// Opens the phone in Chromium, sends messages, answers them, and checks what a customer sees, hears and can reach.
// Arguments: address of the simulator, path of Chromium, access token, paths that send to the recipient and to conversations.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const [address, executablePath, token, sendPath, eventsPath] = process.argv.slice(2);
const payload = '{"event":"approval","status":"accepted"}';

const browser = await chromium.launch({
  executablePath,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
  ],
});

const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });

try {
  const problems = [];
  const foreign = [];
  page.on("console", (message) => problems.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("requestfailed", (request) => problems.push(`failed: ${request.url()}`));
  page.on("request", (request) => request.url().startsWith(address) || foreign.push(request.url()));

  await page.goto(address);
  const person = (name) => page.getByRole("button", { name });
  await person("Robin Recipient").click();

  await step("an empty phone says how to send the first message", async () => {
    const hint = page.getByLabel("Command that sends a first message");
    await hint.waitFor();
    assert.match(await hint.textContent(), /\/api\/messages.*recipient@example\.com/s);
  });

  await step("a card appears by itself", async () => {
    await send({
      type: "card", cardType: "basic", title: "Invoice #1001", subtitle: "Amount: $500.00",
      image: { url: "https://example.com/logo.png", altText: "Company Logo" },
      actions: [
        { type: "postBack", title: "Approve", payload },
        { type: "imBack", title: "Reject", payload: "I reject this request." },
        { type: "openUrl", title: "View Details", url: "https://example.com/details/12345" },
      ],
    });
    const card = page.getByRole("log").getByRole("article", { name: "Invoice #1001" });
    await card.waitFor();
    assert.match(await card.innerText(), /Company Logo\s+Invoice #1001\s+Amount: \$500\.00\s+Approve[^]+Reject[^]+View Details/);
    assert.ok(await card.getByRole("img", { name: "Company Logo" }).isVisible());
  });

  await step("buttons show what they carry", async () => {
    const approve = page.getByRole("button", { name: "Approve", exact: true });
    const shown = page.getByLabel("Payload");
    await approve.focus();
    assert.equal(await shown.textContent(), payload);
    await page.getByRole("button", { name: "Reject" }).hover();
    assert.equal(await shown.textContent(), "I reject this request.");
    assert.ok((await page.locator(`#${await approve.getAttribute("aria-describedby")}`).textContent()).includes(payload));
  });

  await step("a link opens elsewhere and tells nobody where it came from", async () => {
    const link = page.getByRole("link", { name: "View Details" });
    assert.equal(await link.getAttribute("href"), "https://example.com/details/12345");
    assert.equal(await link.getAttribute("rel"), "noopener noreferrer");
    assert.equal(await link.getAttribute("target"), "_blank");
  });

  await step("a pressed button speaks for the customer", async () => {
    await page.getByRole("button", { name: "Approve", exact: true }).click();
    await said("Approve").waitFor();
    await page.getByRole("button", { name: "Reject" }).click();
    await said("I reject this request.").waitFor();
    assert.match(await said("Approve").locator("..").textContent(), /^Customer: Approve/);
    const [own, sent] = await Promise.all([said("Approve"), page.getByRole("article")].map((one) => one.boundingBox()));
    assert.ok(own.x + own.width > sent.x + sent.width);
  });

  await step("what the customer writes is said once and leaves the field", async () => {
    const field = page.getByLabel("Message of the customer");
    await field.fill("   ");
    await field.press("Enter");
    await field.fill("<b>When</b> is it due?");
    await field.press("Enter");
    await said("<b>When</b> is it due?").waitFor();
    assert.equal(await field.inputValue(), "");
    assert.equal(await page.locator(".said").count(), 3);
  });

  await step("markup in a text stays text", async () => {
    await send({ type: "text", text: "<img src=x onerror=alert(1)>\nsecond line" });
    const bubble = page.getByRole("log").getByText("<img src=x onerror=alert(1)>");
    await bubble.waitFor();
    assert.equal(await page.locator(".chat img").count(), 0);
  });

  await step("new messages leave the focus where it was", async () => {
    await page.getByRole("link", { name: "View Details" }).focus();
    await send({ type: "text", text: "One more" });
    await page.getByRole("log").getByText("One more").waitFor();
    assert.match(await page.evaluate(() => document.activeElement.textContent), /View Details/);
  });

  await step("other customers have phones of their own", async () => {
    await person("Alex Admin").click();
    await page.getByText("No messages yet").waitFor();
    assert.equal(await page.getByRole("article").count(), 0);
  });

  await step("a provider's conversation is a contact that says how to reach it", async () => {
    await person("messenger conversation-1").click();
    await page.getByRole("main").getByText("On the channel messenger-channel").waitFor();
    const hint = await page.getByLabel("Command that sends a first message").textContent();
    assert.match(hint, /"to":\{"conversation":\{"id":"conversation-1","channelId":"messenger-channel","providerId":"messenger"\}\}/);
  });

  await step("quick replies show what they carry", async () => {
    await sendEvent({
      type: "template", templateType: "quick_reply", content: [{ type: "text", text: "Which day?" }],
      buttons: [{ type: "button", text: "Monday", value: "day:mon" }, { type: "button", text: "Tuesday", value: "day:tue" }],
    });
    const monday = page.getByRole("list", { name: "Quick replies" }).getByRole("button", { name: "Monday" });
    await monday.focus();
    assert.equal(await page.getByLabel("Payload").textContent(), "day:mon");
  });

  await step("the cards of a carousel lie side by side and are reached by keyboard", async () => {
    const card = (title) => ({
      type: "card", title,
      buttons: [{ type: "url", text: `Buy ${title}`, url: "https://example.com/buy" }, { type: "button", text: "Keep", value: title.toLowerCase() }],
    });
    await sendEvent({ type: "template", templateType: "carousel", cards: ["One", "Two", "Three"].map(card) });
    const carousel = page.getByRole("list", { name: "3 cards" });
    await carousel.waitFor();
    // In one frame: the message is still moving when it is first seen.
    const boxes = await carousel.getByRole("article").evaluateAll((cards) => cards.map((card) => card.getBoundingClientRect().toJSON()));
    assert.equal(boxes[0].y, boxes[1].y);
    assert.ok(boxes[1].x >= boxes[0].x + boxes[0].width);
    await carousel.getByRole("link", { name: "Buy Three" }).focus();
    assert.ok(await carousel.evaluate((row) => row.scrollLeft) > 0);
  });

  await step("a button is itself among others of the same name", async () => {
    await page.getByRole("article", { name: "Two" }).getByRole("button", { name: "Keep" }).click();
    await said("Keep").waitFor();
  });

  await step("a phone that was emptied shows it", async () => {
    await fetch(new URL("/simulator/state", address), { method: "DELETE" });
    await page.getByText("No messages yet").waitFor();
    assert.equal(await page.locator(".chat > *").count(), 0);
    await send({ type: "card", cardType: "basic", title: "Invoice #1002" });
    await sendEvent({ type: "text", text: "After all" });
    await page.getByRole("log").getByText("After all").waitFor();
  });

  await step("a narrow screen scrolls nowhere sideways", async () => {
    await page.setViewportSize({ width: 360, height: 640 });
    await person("Robin Recipient").click();
    await page.getByRole("article").waitFor();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(overflow, 0);
  });

  await step("the console is clean", async () => {
    assert.deepEqual(problems, []);
    assert.deepEqual(foreign, []);
  });

  await step("a customer whom nobody hears is told what to do", async () => {
    await put("/simulator/settings", { webhookUrl: null });
    const field = page.getByLabel("Message of the customer");
    await field.fill("Anybody?");
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByRole("alert").getByText("webhookUrl").waitFor();
    assert.equal(await field.inputValue(), "Anybody?");
    await person("Alex Admin").click();
    await page.getByRole("alert").waitFor({ state: "hidden" });
  });
} finally {
  await browser.close();
}

async function step(name, check) {
  await check();
  console.log(name);
}

function said(text) {
  return page.locator(".said").getByText(text, { exact: true });
}

async function send(item) {
  const answer = await post(sendPath, { type: "message", content: [item] });
  assert.equal(answer.status, 202);
}

async function sendEvent(content) {
  const externalConversationReference = { id: "conversation-1", channelId: "messenger-channel", providerId: "messenger" };
  const answer = await post(eventsPath, [{ type: "send", content, externalConversationReference }]);
  const [{ id }] = await answer.json();
  assert.ok(id);
}

async function put(path, body) {
  const answer = await fetch(new URL(path, address), { method: "PUT", body: JSON.stringify(body) });
  assert.equal(answer.status, 200);
}

function post(path, body) {
  return fetch(new URL(path, address), {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}
