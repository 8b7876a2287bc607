import {
  type Audience,
  Kind,
  Precedence,
  type SealedNotice,
  StoredCopy,
} from "@talanoa/contract/generated/talanoa.ts";
import type { ParticipantDecision } from "@talanoa/sharing/routing/route.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { copiesOf } from "./copies.ts";

const SECTIONS = 6;
const storedApart = [6, 7];

const decision = fc.record({
  deliver: fc.boolean(),
  withheld: fc.uniqueArray(
    fc.record({
      section: fc.integer({ min: 0, max: 7 }),
      rule: fc.constantFrom("routing-section", "no-agreement"),
    }),
    { selector: ({ section }) => section },
  ),
  officers: fc.uniqueArray(fc.constantFrom("chief", "second")),
});

test("whatever is decided, a copy has all that its participant may see and not a byte more", () => {
  fc.assert(
    fc.property(fc.array(decision, { maxLength: 40 }), fc.boolean(), (decided, shown) => {
      const decisions: ParticipantDecision[] = decided.map((each, i) => ({
        ...each,
        participant: `P${i}`,
        rule: "all-members",
      }));
      const section = (place: number) => Buffer.from(`the section at place ${place}`);
      const places = Array.from({ length: SECTIONS }, (_, place) => place);
      const copies = copiesOf(
        {
          sealed: {
            header: Buffer.from("header"),
            sections: places.map(section),
            signature: Buffer.from("signature"),
            keyId: "key",
          } as SealedNotice,
          places,
          storedApart,
          card: { kind: Kind.ALERT },
          kind: Kind.ALERT,
          precedence: Precedence.FLASH,
          audience: shown ? ({ participants: ["P0"] } as Audience) : null,
          acceptedAt: 1,
          routedAt: 2,
        },
        decisions,
      );
      const receivers = decisions.filter(({ deliver }) => deliver);
      expect(copies.map(({ participant }) => participant)).toEqual(
        receivers.map(({ participant }) => participant),
      );
      for (const [i, { payload, subject, participant }] of copies.entries()) {
        const { withheld, officers } = receivers[i]!;
        const hidden = withheld.map((each) => each.section);
        const stored = StoredCopy.decode(payload);
        const { copy } = stored;
        expect(subject).toBe(`feed.${participant}.flash.alert`);
        expect(copy!.notice!.sections.map((bytes) => Buffer.from(bytes).toString())).toEqual(
          places
            .filter((place) => !hidden.includes(place))
            .map((place) => section(place).toString()),
        );
        expect(stored.storedSections).toEqual(
          storedApart.filter((place) => !hidden.includes(place)),
        );
        for (const place of hidden)
          expect(Buffer.from(payload).includes(section(place))).toBe(false);
        // Which rules, each once: their number would tell how many sections there are.
        expect(copy!.withheld.map(({ rule }) => rule)).toEqual([
          ...new Set(withheld.map(({ rule }) => rule)),
        ]);
        expect(stored.officers).toEqual(officers);
        expect(copy!.audience === null).toBe(!shown);
      }
    }),
  );
});

test("participants who may see the same share the same bytes", () => {
  const sees = (participant: string, section: number): ParticipantDecision => ({
    participant,
    deliver: true,
    rule: "all-members",
    withheld: [{ section, rule: "routing-section" }],
    officers: [],
  });
  const [one, other, third] = copiesOf(
    {
      sealed: {
        header: Buffer.from("h"),
        sections: [Buffer.from("a"), Buffer.from("b")],
        signature: Buffer.from("s"),
        keyId: "k",
      } as SealedNotice,
      places: [0, 1],
      storedApart: [],
      card: {},
      kind: Kind.ALERT,
      precedence: Precedence.ROUTINE,
      audience: null,
      acceptedAt: 1,
      routedAt: 2,
    },
    [sees("FJ", 0), sees("TO", 0), sees("WS", 1)],
  );
  expect(one!.payload).toBe(other!.payload);
  expect(third!.payload).not.toBe(one!.payload);
});
