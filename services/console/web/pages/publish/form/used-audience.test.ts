import { compose } from "@talanoa/sharing/notice/compose.ts";
import { parseDraft } from "@talanoa/sharing/notice/draft.ts";
import { describe, expect, test } from "vitest";
import { exampleOf } from "../kept/example.ts";
import { readPasted } from "../paste/pasted.ts";
import { begin, open, writingOf } from "../writing.ts";
import { withValue, type Written } from "../../../words/draft-path.ts";
import { plainForm } from "./plain-form.ts";
import { writtenKinds } from "./plan.ts";
import { usedAudience } from "./used-audience.ts";

const alert = (rest: Written) => ({ kind: "alert", title: "Yacht", ...rest });

/** What is sealed of a draft's audience, in the words of a draft. */
function sealedAudience(written: Written): Written {
  const { audience } = compose(parseDraft(written), "FJ");
  const { allMembers, subRegions, participants } = audience;
  return {
    ...(allMembers && { all: true }),
    ...(subRegions && { sub_regions: subRegions }),
    ...(participants && { participants }),
  };
}

describe("the audience that the form shows", () => {
  test.each(["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:RED"])(
    "is the one that is sealed under %s",
    (tlp) => {
      for (const audience of [
        undefined,
        "all",
        ["all"],
        "TO",
        ["TO", "WS"],
        ["TO", "polynesia"],
        {},
        { all: true },
      ])
        for (const draft of [alert({ audience, marking: { tlp } })]) {
          const begun = plainForm(draft);
          expect(usedAudience(begun)).toEqual(sealedAudience(draft));
          expect(sealedAudience(begun)).toEqual(sealedAudience(draft));
        }
    },
  );

  test.each(writtenKinds)("is the one of the example of kind %i", async (kind) => {
    const writing = writingOf(`FJ:example-${kind}`);
    begin(writing, await exampleOf(kind));
    const used = usedAudience(writing.written.value);
    expect(used).toEqual(sealedAudience(writing.written.value));
    expect(used).not.toEqual({});
  });

  test("of rows of a spreadsheet is there when such a draft is opened", () => {
    const pasted = readPasted("Title\tTLP\tFor whom\nOne\tAMBER\tto, ws\nTwo\tGREEN\tall");
    if (pasted.kind !== "drafts") throw new Error("no drafts");
    const writing = writingOf("FJ:pasted");
    const opened = pasted.drafts.map((written, at) => {
      open(writing, { id: String(at), written, changedAt: 1 });
      return writing.written.value["audience"];
    });
    expect(opened).toEqual([{ participants: ["TO", "WS"] }, { all: true }]);
  });

  test("goes on as it was when another is added, and to nobody when all are taken away", () => {
    const draft = alert({ marking: { tlp: "TLP:GREEN" } });
    const shown = { ...draft, audience: usedAudience(draft) };
    const more = withValue(shown, "audience.participants", ["TO"]);
    expect(usedAudience(more)).toEqual({ all: true, participants: ["TO"] });
    expect(usedAudience(withValue(shown, "audience.all", false))).toEqual({ all: false });
    expect(sealedAudience(withValue(shown, "audience.all", false))).toEqual({});
  });
});

test("a draft is begun with what can be read written out, and the rest as it is", () => {
  const draft = alert({ where: "FJSUV", when: "some day", marking: "green", colour: "red" });
  expect(plainForm(draft)).toEqual({
    ...draft,
    where: [{ unlocode: "FJSUV" }],
    marking: { tlp: "TLP:GREEN" },
  });
});
