import { Kind, OverdueOf, RoutedMarker } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { describe, expect, test } from "vitest";
import { obligationChanges } from "./obligations.ts";

const request = { origin: "FJ", id: "0198c0de-0000-7000-8000-000000000001", version: 1 };
const reply = { origin: "TO", id: "0198c0de-0000-7000-8000-000000000002", version: 1 };

/** Of a notice's marker, or of one of a statement of a participant. */
function changes(marker: Init<RoutedMarker>, statedBy = "", cause = "first") {
  const subject = statedBy ? `routed.${statedBy}.s.0.statement` : `routed.FJ.n.1.${cause}`;
  return obligationChanges(RoutedMarker.decode(RoutedMarker.encode(marker)), subject);
}

describe("what is due", () => {
  test("by a request is an answer of all who were sent it, not of who asked", () => {
    const card = { notice: request, kind: Kind.REQUEST, answerBy: 1_000 };
    expect(changes({ card, recipients: ["FJ", "TO", "WS"] })).toMatchObject([
      {
        change: "due",
        obligation: {
          notice: request,
          of: OverdueOf.ANSWER,
          dueAt: 1_000,
          participants: ["TO", "WS"],
        },
      },
    ]);
    expect(changes({ card: { ...card, kind: Kind.ALERT }, recipients: ["TO"] })).toEqual([]);
    expect(changes({ card, recipients: [] })).toEqual([]);
    // Nor of those with whom it was shared afterwards.
    expect(changes({ card, recipients: ["KI"] }, "", "grant")).toEqual([]);
  });

  test("is met by a reply that the requester was sent, and by no other", () => {
    const card = { notice: reply, kind: Kind.REPLY, answers: request };
    expect(changes({ card, recipients: ["FJ", "TO"] })).toMatchObject([
      { change: "met", notice: request, of: OverdueOf.ANSWER, participant: "TO", reply },
    ]);
    expect(changes({ card, recipients: ["TO", "WS"] })).toEqual([]);
  });

  test("is met by an acknowledgement, and released by a withdrawal or a recall", () => {
    const about = { card: { notice: request }, recipients: ["FJ", "TO"], statement: "s" };
    expect(changes({ ...about, says: "acknowledged" }, "TO")).toMatchObject([
      { change: "met", of: OverdueOf.ACKNOWLEDGEMENT, participant: "TO", reply: null },
    ]);
    expect(changes({ ...about, says: "withdrawn" }, "FJ")).toMatchObject([
      { change: "released", notice: request, of: OverdueOf.ANSWER },
    ]);
    expect(changes({ ...about, says: "recalled" }, "FJ")).toMatchObject([
      { change: "released", of: OverdueOf.ANSWER },
      { change: "released", of: OverdueOf.ACKNOWLEDGEMENT },
    ]);
    expect(changes({ ...about, says: "outcome" }, "TO")).toEqual([]);
    // A statement that went to nobody was withheld from all: it says nothing.
    expect(changes({ ...about, recipients: [], says: "withdrawn" }, "FJ")).toEqual([]);
  });
});
