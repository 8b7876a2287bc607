// Keeps the data of this version, for later ones to open: run once at each release, as `npm run keep-release`.
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyStream } from "@talanoa/backup/copy/copy-stream.ts";
import { fetchCheckpoint, keepCheckpoint } from "@talanoa/backup/copy/log-checkpoint.ts";
import { checkCopy } from "@talanoa/client/genuine-copy.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { getNotice } from "@talanoa/client/notices.ts";
import { publish, send } from "@talanoa/client/publish.ts";
import { sealRevision } from "@talanoa/client/seal-draft.ts";
import { state } from "@talanoa/client/state.ts";
import { Revision, WithdrawalReason } from "@talanoa/contract/generated/talanoa.ts";
import { openBus } from "@talanoa/platform/bus/connection.ts";
import { until } from "@talanoa/platform/testing/hub.ts";
import { alertDraft } from "../support/drafts.ts";
import { startHub } from "../support/hub.ts";
import { trailOf } from "../support/log.ts";
import { listedIds, nextOnDesk } from "./seen.ts";

const own = await readFile(join(import.meta.dirname, "..", "..", "package.json"), "utf8");
const { version } = JSON.parse(own) as { version: string };
const into = join(import.meta.dirname, version);
await using hub = await startHub({}, { whole: true });
const publisher = await hub.as("fj-publisher");
const originator = await hub.as("fj-liaison");
const reader = await hub.as("to-liaison");
const auditor = await hub.as("oco-auditor");

/** A notice that its reader holds. */
async function delivered(more: object) {
  const draft = alertDraft({ audience: { participants: ["TO"] }, ...more });
  const { ref } = (await publish(publisher, { draft })).publication;
  const copy = await until(() => getNotice(reader, ref).catch(() => null), 30_000);
  const content = await checkCopy(copy, directoryKeys(reader));
  if (content.kind !== "notice") throw new Error(content.kind);
  return { ref, notice: content.notice };
}

const corrected = await delivered({
  title: "Yacht seen off Suva",
  persons: [{ name: "Sample Person" }],
});
await nextOnDesk(reader);
const { publication } = await sealRevision(
  originator.identity,
  corrected.notice,
  Revision.CORRECTION,
  alertDraft({ title: "Yacht seen off Lautoka", audience: { participants: ["TO"] } }),
  Date.now(),
);
await send(publisher, publication);
const recalled = await delivered({ title: "To be recalled" });
await delivered({ title: "Cartons in a shed" });
await state(reader, corrected.notice, { acknowledged: {} });
await state(originator, recalled.notice, { recalled: { reason: WithdrawalReason.WRONG } });
await until(async () => {
  const trail = await trailOf(auditor, { ...recalled.ref, version: 0 });
  return trail.some(({ step }) => step === "erased");
}, 30_000);
const listed = await listedIds(reader);

const { natsUrl, dataDir } = hub.stack;
const folder = await mkdtemp(join(tmpdir(), "talanoa-release-"));
{
  await using bus = await openBus({ servers: [natsUrl], name: "backup" });
  const { signal } = new AbortController();
  const checkpoint = await fetchCheckpoint(auditor.identity.hub.tiles!, signal);
  await copyStream({ bus, folder, keeps: "everything", follow: false, signal });
  await keepCheckpoint(folder, checkpoint);
}
await rm(into, { recursive: true, force: true });
await mkdir(into, { recursive: true });
await cp(folder, join(into, "backup"), { recursive: true });
await cp(join(dataDir, "keys", "exchange-log-key.txt"), join(into, "exchange-log-key.txt"));
await writeFile(
  join(into, "expected.json"),
  `${JSON.stringify({ listed, next: await nextOnDesk(reader) }, null, 2)}\n`,
);
await rm(folder, { recursive: true });
console.log(`The data of ${version} are in ${into}.`);
