import {
  type Agreement,
  type DirectoryEntry,
  type Group,
  type GroupMember,
  type Participant,
  ParticipantType,
  type Period,
  type Principal,
  type SigningKey,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import {
  categoryWords,
  codeOf,
  dataPurposeWords,
  kindWords,
  participantTypeWords,
} from "@talanoa/contract/words.ts";
import { membersFrom } from "@talanoa/sharing/directory/group-members.ts";
import { readTime } from "@talanoa/sharing/notice/draft-time.ts";
import { keyIdOf } from "@talanoa/sharing/notice/sign.ts";
import { z } from "zod";
import { faultsOf, known } from "../exercise/known-fields.ts";
import { readPublicKey } from "../public-key.ts";
import { UsageError } from "../usage-error.ts";

// What the Secretariat writes of an entry, in a file or by options: its type with its name, and the fields that it is to
// have. docs/operations.md shows each. A field that is not here is refused.

const word = <Code extends number>(words: { readonly [Key in Code]: string }) =>
  z
    .enum(Object.values(words) as [string, ...string[]], {
      error: `give ${Object.values(words).join(", ")}`,
    })
    .transform((text) => codeOf(words, text)!);
const code = z
  .string({ error: "give a participant's code, in quotes where YAML takes it for another thing" })
  .transform((text) => text.trim().toUpperCase());
const text = z.string({ error: "give a text" }).transform((its) => its.trim());
const flag = z.boolean({ error: "give true or false" });
const degrees = z.number({ error: "give degrees, as -18.14" });

const TIME = "give a day, as 2026-07-14, a time with its offset, as 2026-07-14T09:30+12:00, or now";
const written = (moment: (text: string) => number | null) =>
  z
    .string({ error: TIME })
    .nullable()
    .transform((its, context) => {
      const time = its === null ? 0 : its === "now" ? Date.now() : moment(its);
      if (time !== null) return time;
      context.addIssue({ code: "custom", message: TIME });
      return z.NEVER;
    });
/** Unix ms of a written day or time; of `until` the end of the day. null leaves it open. */
const from = written((its) => readTime(its)?.first ?? null);
const until = written((its) => {
  const time = readTime(its);
  if (!time) return null;
  return time.precision === "minute" ? time.last : time.last + 1;
});
const period = known({ from: from.optional(), until: until.optional() });

const shapes = {
  participant: known({
    participant: code,
    name: text.optional(),
    administration: text.optional(),
    type: word(participantTypeWords).optional(),
    sub_region: text.optional(),
    time_zones: z.array(text, { error: "give a list of IANA names" }).optional(),
    latitude: degrees.optional(),
    longitude: degrees.optional(),
    sponsor: code.optional(),
    membership: z.array(period, { error: "give a list of periods" }).optional(),
    suspended: flag.optional(),
  }),
  key: known({
    key: text,
    participant: code.optional(),
    kinds: z.array(word(kindWords), { error: "give a list of kinds" }).optional(),
    from: from.optional(),
    until: until.optional(),
    suspended: flag.optional(),
  }),
  group: known({
    group: code,
    name: text.optional(),
    members: z
      .union(
        [
          z.array(code),
          z.array(known({ participant: code, from: from.optional(), until: until.optional() })),
        ],
        { error: "give a list of codes, or a list of participant, from and until" },
      )
      .optional(),
  }),
  principal: known({ principal: text, participant: code.optional(), suspended: flag.optional() }),
  agreement: known({
    agreement: code,
    from: code.optional(),
    to: code.optional(),
    data: z.array(word(categoryWords), { error: "give a list" }).optional(),
    purposes: z.array(word(dataPurposeWords), { error: "give a list" }).optional(),
    since: from.optional(),
    until: until.optional(),
    title: text.optional(),
  }),
} as const;

/** The types that are added and changed so; joint operations have `talanoa operation`. */
export type GivenType = keyof typeof shapes;
export const givenTypes = ["participant", "key", "group", "principal", "agreement"] as const;

type Shape<Type extends GivenType> = z.output<(typeof shapes)[Type]>;

/** An entry as it was written, checked for its form; `place` is where it stands. */
export interface GivenEntry {
  readonly type: GivenType;
  readonly id: string;
  readonly place: string;
  /**
   * As it is to stand; `standing` is null for a new one. Throws UsageError where a new one lacks what names it.
   * @param now Unix ms
   */
  entry(standing: DirectoryEntry | null, now: number): Init<DirectoryEntry>;
}

/** Checks one entry that was written. Throws UsageError that names each field that is wrong. */
export function givenEntry(value: unknown, place: string): GivenEntry {
  const fields = typeof value === "object" && value !== null ? Object.keys(value) : [];
  // A key, a principal and a group may name a participant too.
  const type =
    (["key", "group", "principal", "agreement", "participant"] as const).find((each) =>
      fields.includes(each),
    ) ?? null;
  if (type === null)
    throw new UsageError(
      `${place}: it is not said what this is`,
      `Begin it with one of ${givenTypes.join(", ")} and its name, as \`group: BOATS\`. \`talanoa directory template\` prints each. Joint operations have \`talanoa operation\`.`,
    );
  switch (type) {
    case "participant": {
      const its = read(type, value, place);
      const { participant: id } = its;
      return {
        type,
        id,
        place,
        entry: (standing) => ({ participant: participantOf(its, standing?.participant) }),
      };
    }
    case "key": {
      const its = read(type, value, place);
      const { id, publicKey } = keyNamed(its.key, place);
      return {
        type,
        id,
        place,
        entry: (standing, now) => ({
          key: keyOf(its, { id, publicKey, place, now }, standing?.key),
        }),
      };
    }
    case "group": {
      const its = read(type, value, place);
      const { group: id } = its;
      return {
        type,
        id,
        place,
        entry: (standing, now) => ({ group: groupOf(its, standing?.group, now) }),
      };
    }
    case "principal": {
      const its = read(type, value, place);
      const { principal: id } = its;
      return {
        type,
        id,
        place,
        entry: (standing) => ({ principal: principalOf(its, standing?.principal) }),
      };
    }
    case "agreement": {
      const its = read(type, value, place);
      const { agreement: id } = its;
      return {
        type,
        id,
        place,
        entry: (standing) => ({ agreement: agreementOf(its, standing?.agreement) }),
      };
    }
  }
  return type satisfies never;
}

function read<Type extends GivenType>(type: Type, value: unknown, place: string): Shape<Type> {
  const found = shapes[type].safeParse(value);
  if (found.success) return found.data as Shape<Type>;
  throw new UsageError(`${place} cannot be read`, faultsOf(found.error).slice(0, 10).join("\n"));
}

function participantOf(
  its: Shape<"participant">,
  was: Participant | null | undefined,
): Init<Participant> {
  return {
    id: its.participant,
    name: its.name ?? was?.name ?? "",
    administration: its.administration ?? was?.administration ?? "",
    type: its.type ?? was?.type ?? ParticipantType.MEMBER,
    subRegion: its.sub_region ?? was?.subRegion ?? "",
    timeZones: its.time_zones ?? was?.timeZones ?? [],
    latitude: its.latitude ?? was?.latitude ?? 0,
    longitude: its.longitude ?? was?.longitude ?? 0,
    sponsor: its.sponsor ?? was?.sponsor ?? "",
    membership: its.membership?.map(whole) ?? was?.membership ?? [],
    suspended: its.suspended ?? was?.suspended ?? false,
  };
}

const KEY_ID = /^[0-9a-f]{32}$/;

/** A key is named by itself, or by its id where it stands already. */
function keyNamed(
  given: string,
  place: string,
): { readonly id: string; readonly publicKey: Uint8Array | null } {
  if (KEY_ID.test(given)) return { id: given, publicKey: null };
  try {
    const publicKey = readPublicKey(given);
    return { id: keyIdOf(publicKey), publicKey };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${place}, key: ${error.message}`, error.advice);
  }
}

function keyOf(
  its: Shape<"key">,
  named: {
    readonly id: string;
    readonly publicKey: Uint8Array | null;
    readonly place: string;
    readonly now: number;
  },
  was: SigningKey | null | undefined,
): Init<SigningKey> {
  const publicKey = named.publicKey ?? was?.publicKey;
  if (!publicKey)
    throw new UsageError(
      `${named.place}: ${named.id} is the id of a key that the directory does not have`,
      "Give the public key itself: PEM, a JWK, or its 32 bytes in base64url.",
    );
  return {
    id: named.id,
    participant: its.participant ?? was?.participant ?? "",
    publicKey,
    validity: {
      from: its.from ?? (was ? (was.validity?.from ?? 0) : named.now),
      until: its.until ?? was?.validity?.until ?? 0,
    },
    kinds: its.kinds ?? was?.kinds ?? [],
    suspended: its.suspended ?? was?.suspended ?? false,
  };
}

function groupOf(its: Shape<"group">, was: Group | null | undefined, now: number): Init<Group> {
  return {
    id: its.group,
    name: its.name ?? was?.name ?? "",
    members: membersOf(its.members, was?.members ?? [], now),
  };
}

function membersOf(
  given: Shape<"group">["members"],
  was: readonly GroupMember[],
  now: number,
): Init<GroupMember>[] {
  if (given === undefined) return [...was];
  const named = given.filter((each) => typeof each === "string");
  // Codes alone say who is in it from now on; rows with periods are all that is to stand.
  if (named.length === given.length) return membersFrom(was, named, now);
  return given.flatMap((each) =>
    typeof each === "string" ? [] : { participant: each.participant, period: whole(each) },
  );
}

function principalOf(its: Shape<"principal">, was: Principal | null | undefined): Init<Principal> {
  return {
    id: its.principal,
    participant: its.participant ?? was?.participant ?? "",
    suspended: its.suspended ?? was?.suspended ?? false,
  };
}

function agreementOf(its: Shape<"agreement">, was: Agreement | null | undefined): Init<Agreement> {
  return {
    id: its.agreement,
    from: its.from ?? was?.from ?? "",
    to: its.to ?? was?.to ?? "",
    categories: its.data ?? was?.categories ?? [],
    purposes: its.purposes ?? was?.purposes ?? [],
    period: {
      from: its.since ?? was?.period?.from ?? 0,
      until: its.until ?? was?.period?.until ?? 0,
    },
    title: its.title ?? was?.title ?? "",
  };
}

function whole(its: { from?: number | undefined; until?: number | undefined }): Period {
  return { from: its.from ?? 0, until: its.until ?? 0 };
}
