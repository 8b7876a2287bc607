import {
  IntakeService,
  RoutedMarker,
  RoutingService,
  StoredCopy,
} from "@talanoa/contract/generated/talanoa.ts";
import { recordHeader } from "@talanoa/contract/records.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import {
  openTestHub,
  recordOf,
  type ServedService,
  type TestHub,
  until,
} from "@talanoa/platform/testing/hub.ts";
import { leastDraft, testMember, type TestNotice } from "@talanoa/platform/testing/member.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SealedNotice, type Precedence } from "@talanoa/contract/generated/talanoa.ts";
import { openNotice } from "@talanoa/sharing/notice/open.ts";
import { settings } from "./config.ts";
import { startRouting } from "./start-routing.ts";
import { randomBytes } from "node:crypto";

const fj = testMember("FJ"),
  nz = testMember("NZ", "australia-new-zealand"),
  to = testMember("TO", "polynesia");
let hub: TestHub;
let routing: ServedService;

async function accept({ ref, sealed, digest }: TestNotice) {
  const { header } = openNotice(sealed);
  const { kind, tlp, precedence } = header;
  return hub.committer.commit([
    {
      subject: subjects.notice(precedence as 1, ref),
      payload: SealedNotice.encode(sealed),
      headers: recordHeader({
        nonce: randomBytes(16),
        at: Date.now(),
        participant: ref.origin,
        principal: "p",
        facts: { accepted: { notice: ref, digest, kind, tlp, precedence, keyId: sealed.keyId } },
      }),
      expect: { lastSequence: 0, subject: subjects.noticeAnyPrecedence(ref) },
    },
  ]);
}
beforeAll(async () => {
  hub = await openTestHub();
  for (const m of [fj, nz, to]) await hub.put(m.participant, m.key);
  routing = await hub.run({ name: "member-routing", settings, start: startRouting });
}, 60_000);
afterAll(async () => {
  await routing?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});
test("x", async () => {
  const notice = await fj.seal();
  await accept(notice);
  const [marker] = await until(async () => {
    const m = await hub.stored(subjects.routed(notice.ref, "first"));
    return m.length && m;
  });
  console.dir(recordOf(marker!), { depth: 9 });
  console.dir(RoutedMarker.decode(marker!.payload), { depth: 9 });
  const copies = await hub.stored("feed.>");
  console.log(
    copies.map((c) => [c.subject, c.sequence, StoredCopy.decode(c.payload).copy!.withheld]),
  );
  const token = await hub.token({ participant: "NZ", principal: "nz-liaison", roles: ["liaison"] });
  console.dir(await routing.call(RoutingService.explain, { notice: notice.ref }, token), {
    depth: 9,
  });
  const t = Date.now();
  const N = 3000;
  const many = await Promise.all(Array.from({ length: N }, () => fj.seal()));
  console.log("sealed", Date.now() - t);
  const t1 = Date.now();
  await Promise.all(many.map(accept));
  console.log("accepted", Date.now() - t1);
  const last = many.at(-1)!;
  await until(async () => (await hub.stored(subjects.routed(last.ref, "first"))).length > 0, 60000);
  console.log("routed", Date.now() - t1);
}, 60000);
