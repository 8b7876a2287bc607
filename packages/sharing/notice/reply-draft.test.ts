import { SealedNotice } from "@talanoa/contract/generated/talanoa.ts";
import { expect, test } from "vitest";
import { compose } from "./compose.ts";
import { parseDraft } from "./draft.ts";
import { newId } from "./id.ts";
import { openNotice } from "./open.ts";
import { replyDraft } from "./reply-draft.ts";
import { seal } from "./seal.ts";
import { fullRequest, now, signWithKey, steadyBytes } from "./testing/sample-notice.ts";

async function request(more: object = {}) {
  const { sealed } = await seal(compose(parseDraft({ ...fullRequest(), ...more }), "FJ"), {
    origin: "FJ",
    id: newId(now, steadyBytes("id")),
    version: 1,
    issuedAt: now,
    keyId: "key",
    random: steadyBytes(),
    sign: signWithKey,
  });
  return openNotice(SealedNotice.decode(sealed));
}

test("a reply has the title, marking and origin of its request, and names it by its digest", async () => {
  const asked = await request({ exercise: true });
  const draft = replyDraft(asked, { reply: { state: "answered", text: "Sample Trading." } });
  expect(draft).toMatchObject({
    kind: "reply",
    title: "Owner of the yacht Sample",
    marking: "TLP:GREEN",
    exercise: true,
    audience: { participants: ["FJ"] },
    reply: { state: "answered", request: `FJ/${asked.header.id}/1` },
  });
  expect(parseDraft(draft)).toMatchObject({
    reply: { request_digest: Buffer.from(asked.digest).toString("hex") },
  });
});

test("what is written wins, but never which request is answered", async () => {
  const asked = await request();
  const written = {
    title: "Hers",
    marking: "TLP:RED",
    reply: { state: "partly", request: "FJ/1" },
  };
  const draft = replyDraft(asked, written, ["ws", "TO:to-liaison"]);
  expect(draft).toMatchObject({
    title: "Hers",
    marking: "TLP:RED",
    audience: { participants: ["FJ", "WS"], officers: ["TO:to-liaison"] },
    reply: { request: `FJ/${asked.header.id}/1` },
  });
});
