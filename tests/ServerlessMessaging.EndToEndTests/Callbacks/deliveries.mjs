// Judges deliveries with the public libraries: standardwebhooks (by the real clock) and cloudevents.
// Reads [{ headers, body, secret }] from the standard input, the body as Base64 of the raw bytes, and writes a verdict for each.

import { text } from "node:stream/consumers";
import { CloudEvent, HTTP } from "cloudevents";
import { Webhook } from "standardwebhooks";

const structured = /^application\/cloudevents\+json *(;|$)/i;

const deliveries = JSON.parse(await text(process.stdin));
process.stdout.write(JSON.stringify(deliveries.map(judge)));

function judge({ headers, body, secret }) {
  const raw = Buffer.from(body, "base64");
  const errors = [];
  const attempt = (work) => {
    try {
      return work();
    } catch (error) {
      errors.push(`${error.name}: ${error.message}`);
      return undefined;
    }
  };

  const verified = attempt(() => {
    new Webhook(secret).verify(raw, headers, { jsonParse: false });
    return true;
  }) ?? false;
  const event = attempt(() => read(headers, raw));
  const { type, id, source, subject, time, data } = event ?? {};
  const error = errors.length > 0 ? errors.join("; ") : undefined;
  return { verified, valid: event !== undefined, type, id, source, subject, time, data, error };
}

function read(headers, raw) {
  if (!structured.test(headers["content-type"])) {
    throw new TypeError("The content type is not that of the structured mode.");
  }
  const body = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
  const parsed = HTTP.toEvent({ headers, body });
  if (parsed.specversion !== "1.0" || !parsed.validate()) {
    throw new TypeError("It is no CloudEvent 1.0.");
  }

  // HTTP.toEvent mends a missing id and a missing or wrong time, so the event is checked as it was written, too.
  const written = JSON.parse(body);
  for (const name of ["specversion", "id", "source", "type"]) {
    if (typeof written[name] !== "string" || written[name] === "") {
      throw new TypeError(`The attribute ${name} is missing.`);
    }
  }
  return new CloudEvent(written, true);
}
