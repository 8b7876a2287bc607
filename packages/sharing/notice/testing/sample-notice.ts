import { createHash, createPrivateKey, createPublicKey, sign } from "node:crypto";
import { Kind, SealedNotice } from "@talanoa/contract/generated/talanoa.ts";
import type { KnownKind } from "@talanoa/contract/kinds.ts";
import { compose } from "../compose.ts";
import type { NoticeContent } from "../content.ts";
import { parseDraft } from "../draft.ts";
import { newId } from "../id.ts";
import { type OpenedNotice, openNotice } from "../open.ts";
import { seal, type SealOptions } from "../seal.ts";
import { keyIdOf } from "../sign.ts";
import { tinyPng } from "./tiny-images.ts";

/** When the samples are issued and checked. */
export const now = Date.UTC(2026, 0, 15, 12);

// A fixed key: 32 bytes of seed in the DER frame of an Ed25519 private key.
const seed = createHash("sha256").update("a key for tests").digest();
const prefix = Buffer.from("302e020100300506032b657004220420", "hex");
const privateKey = createPrivateKey({
  key: Buffer.concat([prefix, seed]),
  format: "der",
  type: "pkcs8",
});

export const publicKey: Uint8Array = createPublicKey(privateKey)
  .export({ format: "der", type: "spki" })
  .subarray(-32);

export const signWithKey = (input: Uint8Array): Uint8Array => sign(null, input, privateKey);

/** Bytes that look random and are the same in every run. */
export function steadyBytes(name = "sample"): (length: number) => Uint8Array {
  let count = 0;
  return (length) => createHash("sha512").update(`${name} ${count++}`).digest().subarray(0, length);
}

/** A draft of an alert with every part that there is. */
export function fullAlert() {
  return {
    kind: "alert",
    type: "seizure",
    title: "Cocaine on a yacht off Nuku Hiva",
    case_reference: "PF-2025-0714",
    when: "2025-07-14",
    where: [{ name: "Nuku Hiva", unlocode: "PFTAI", latitude: -8.9, longitude: -140.1 }],
    direction: "transit",
    office: "Marquesas",
    detection_method: "Boarding",
    goods: [
      {
        name: "Cocaine",
        class: "drugs-cocaine",
        hs_heading: "2939",
        quantity: 1646.8,
        unit: "kg",
        approximate: true,
        value: { amount: 2_500_000, currency: "XPF" },
        packaging: "Blocks",
        concealment: { method: "vessel-structure", description: "Under the floor" },
        note: "Weighed twice",
      },
      { name: "Pistols", class: "weapons", quantity: 11, unit: "pieces" },
    ],
    conveyance: {
      mode: "1",
      type: "sailing yacht",
      name: "Sample",
      flag: "PA",
      imo: "9999993",
      mmsi: "351000000",
      call_sign: "3EXX9",
      containers: ["ZZZU1234564"],
      flight: "FJ911",
      registration: "ABC123",
      small_craft: { length: 13, masts: 2, hull_colour: "white", persons_on_board: 3 },
    },
    route: {
      origin: "Mexico",
      departure: "Panama",
      transit: ["Tonga", "Apia"],
      destination: "Australia",
    },
    narrative: {
      text: "On the trade-wind route.\nPart was built in.",
      follow_up: "Three charged.",
    },
    images: [{ content: tinyPng, caption: "The yacht" }],
    persons: [
      {
        name: "SAMPLE PERSON",
        birth_date: "1980-01-02",
        sex: "M",
        nationality: "FJ",
        document_type: "P",
        document_number: "X0000000",
        role: "skipper",
        note: "Speaks two languages",
      },
    ],
    passengers: [
      {
        reference: "FJ-T-0001",
        document_type: "P",
        document_number: "X0000000",
        flight: "FJ911",
        flight_date: "2025-07-14",
        departs: "NZAKL",
        arrives: "FJNAN",
        onward: "AUBNE",
        indicator: "Ticket bought on the day",
      },
    ],
    companies: [{ name: "Sample Trading", registration_number: "0001", country: "FJ" }],
    source: { description: "A tip", publisher: "Customs", reliability: "B", credibility: 2 },
    references: ["FJ/0198f2a4-7c1e-7d3a-9b5f-0123456789ab/1"],
    purpose: "serious-crime",
    marking: { tlp: "AMBER", reliability: "A", credibility: 1 },
    handling: ["no-onward-sharing", "not-for-court", "protect-source"],
    embargo_until: "2199-01-20",
    acknowledge_by: "2199-01-18",
    precedence: "priority",
    expires: "2027-01-01",
    audience: { participants: ["PF", "TO"], officers: ["AU:au-liaison"], groups: ["yacht-watch"] },
  };
}

/** A draft of a joint operation. */
export function fullOperation() {
  return {
    kind: "operation",
    title: "Operation Sample",
    operation: {
      id: "FJ-SEA",
      notice: "closing-report",
      name: "Operation Sample",
      phase: "action",
      starts: "2026-02-01",
      ends: "2026-02-14",
      objective: "Check yachts on the western routes.",
      participants: ["FJ", "TO"],
      coordination_unit: "Secretariat",
      contact_points: [{ participant: "FJ", office: "Maritime Unit", channel: "VHF 16" }],
      results: [{ measure: "yachts boarded", quantity: 14, unit: "yachts" }],
      tasks: { asked: 3, answered: 2 },
    },
    marking: "TLP:GREEN",
  };
}

/** A draft of a request for information. */
export function fullRequest() {
  return {
    kind: "request",
    title: "Owner of the yacht Sample",
    request: {
      type: "information",
      text: "Who owns the yacht?\nWhen did it clear?",
      answer_by: "2026-02-01",
      operation: "OP-SAMPLE",
    },
    where: "Suva",
    conveyance: { name: "Sample", mmsi: "351000000" },
    persons: [{ name: "SAMPLE PERSON", role: "skipper" }],
    marking: "TLP:GREEN",
    audience: { participants: ["TO"], officers: ["WS:ws-liaison"], groups: ["yacht-watch"] },
  };
}

/** A draft of a reply to a request of Fiji. */
export function fullReply() {
  return {
    kind: "reply",
    title: "Owner of the yacht Sample",
    reply: {
      request: "FJ/0198c0de-aaaa-7000-8000-000000000001/1",
      request_digest: "5a".repeat(32),
      state: "partly",
      text: "It is Sample Trading; when it cleared is not known.",
    },
    companies: [{ name: "Sample Trading", role: "owner" }],
    marking: "TLP:GREEN",
    audience: { participants: ["FJ", "TO"] },
  };
}

/** A draft of a risk flag on a flight from French Polynesia to Fiji and on to Tonga. */
export function fullRiskFlag() {
  return {
    kind: "risk-flag",
    title: "Two travellers on ZZ410 to Nadi",
    risk_flag: {
      reference: "PF-RF-0001",
      flight: "ZZ410",
      flight_date: "2026-01-20",
      departs: "PFFAA",
      arrives: "FJNAN",
      onward: ["TOTBU"],
      arrives_at: "2026-01-20",
      grade: "B",
      reasons: ["route", "payment"],
      profile: "short-stay",
      profile_version: 3,
      travellers: 2,
      message_digest: "5a".repeat(32),
      measure: "inspect",
    },
    passengers: [
      {
        name: "SAMPLE/PERSON",
        birth_date: "1980-01-02",
        sex: "F",
        nationality: "FJ",
        document_type: "P",
        document_number: "X0000000",
        seat: "23A",
        bags: 2,
        record_locator: "SAMPL1",
      },
    ],
    references: ["FJ/0198f2a4-7c1e-7d3a-9b5f-0123456789ab/1"],
    marking: "TLP:AMBER",
    audience: { participants: ["FJ"], officers: ["TO:to-liaison"] },
  };
}

/** A full draft of each kind. Add a kind: one row here. */
export const samples = {
  [Kind.ALERT]: fullAlert,
  [Kind.OPERATION]: fullOperation,
  [Kind.REQUEST]: fullRequest,
  [Kind.REPLY]: fullReply,
  [Kind.RISK_FLAG]: fullRiskFlag,
} satisfies { readonly [Each in KnownKind]: () => object };

/** Seals a content with the samples' key. */
export async function sealContent(
  content: NoticeContent,
  options: Partial<SealOptions> = {},
): Promise<SealedNotice> {
  const random = steadyBytes();
  const { sealed } = await seal(content, {
    origin: "PF",
    id: newId(now - 1000, random),
    version: 1,
    issuedAt: now,
    keyId: keyIdOf(publicKey),
    random,
    sign: signWithKey,
    ...options,
  });
  return SealedNotice.decode(sealed);
}

/** Seals what a person wrote. */
export function sealDraft(
  draft: object,
  options: Partial<SealOptions> = {},
): Promise<SealedNotice> {
  return sealContent(compose(parseDraft(draft), "PF"), options);
}

/** A notice opened, and open to changes: every field of every message may be set. */
export type Changeable<T> = T extends Uint8Array
  ? T
  : T extends object
    ? { -readonly [Key in keyof T]: Changeable<T[Key]> }
    : T;

export async function openDraft(draft: object): Promise<Changeable<OpenedNotice>> {
  return openNotice(await sealDraft(draft)) as Changeable<OpenedNotice>;
}
