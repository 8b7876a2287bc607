// A process that puts given notices into an outbox and settles half of them as fast as it can, until
// it is killed.
import { readFileSync } from "node:fs";
import { SignedReceipt } from "@talanoa/contract/generated/talanoa.ts";
import { openOutbox } from "../outbox.ts";
import { publicationOf } from "../publication.ts";

const [folder, input] = process.argv.slice(2) as [string, string];
const outbox = await openOutbox(folder);
const given = JSON.parse(readFileSync(input, "utf8")) as { sealed: string; receipt: string }[];
for (const [index, { sealed, receipt }] of given.entries()) {
  const publication = publicationOf(Buffer.from(sealed, "base64"));
  const { ref } = publication;
  const name = `${ref.id}.${ref.version}.${ref.origin}`;
  await outbox.put(publication);
  process.send!(["put", name]);
  if (index % 2 === 0) continue;
  await outbox.accept(publication, SignedReceipt.decode(Buffer.from(receipt, "base64")));
  process.send!(["accepted", name]);
}
