import { generateKeyPairSync } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { SigningJwk } from "@talanoa/client/identity.ts";
import {
  Category,
  DataPurpose,
  type JointOperation,
  OperationPhase,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { keyIdOf } from "@talanoa/sharing/notice/sign.ts";
import { joinsFrom } from "@talanoa/sharing/operation/changes.ts";
import type { Cast } from "./cast.ts";
import { changeEntry } from "./change-entry.ts";
import type { EntryChange } from "./kinds.ts";
import type { Inject } from "./scenario.ts";

/** The services follow the directory by their own reading of the stream: so long, in ms. */
const SPREADS = 500;

/** What an exercise changes in the directory while it is played. */
export class Entries {
  readonly #cast: Cast;
  /** Of this run: operations are opened anew in each. */
  readonly #run: string;
  readonly #operations = new Map<string, string>();
  readonly #keys = new Map<string, SigningJwk>();

  constructor(cast: Cast, run: string) {
    this.#cast = cast;
    this.#run = run.toUpperCase().replaceAll(/[^A-Z0-9]/g, "");
  }

  /** The id of an operation of the scenario; one that nobody opened has none in the directory. */
  operationId(name: string): string {
    return this.#operations.get(name) ?? `EXERCISE-${name}`;
  }

  /** The key that a publisher signs with for this exercise; undefined for its own. */
  keyOf(publisher: string): SigningJwk | undefined {
    return this.#keys.get(publisher);
  }

  async make(change: EntryChange, inject: Inject): Promise<void> {
    await changes[change](this, inject);
    await sleep(SPREADS);
  }

  async agreement({ publisher, content: { data } }: Inject, ended: boolean): Promise<void> {
    const [from, to] = [text(data, "from") || publisher, text(data, "to")];
    const id = `EXERCISE-${from}-${to}`;
    const until = ended ? Date.now() : 0;
    await changeEntry(this.#cast.secretariat, "agreement", id, () => ({
      agreement: {
        id,
        from,
        to,
        title: `EXERCISE: passenger data from ${from} to ${to}`,
        categories: [Category.PERSONAL, Category.PASSENGER],
        purposes: [DataPurpose.CUSTOMS_ENFORCEMENT],
        period: { from: Date.UTC(2020, 0, 1), until },
      },
    }));
  }

  async open({ publisher, title, content: { data } }: Inject): Promise<void> {
    const name = text(data, "operation");
    const id = `${publisher}-${this.#run}-${name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "-")}`;
    this.#operations.set(name, id);
    const from = Date.now();
    const row = (participant: string, sponsor = "") => ({
      participant,
      period: { from },
      sponsor,
    });
    const sponsored = Object.entries((data["partners"] ?? {}) as Record<string, string>);
    await this.#operation(publisher, name, () => ({
      id,
      name: `EXERCISE ${name}`,
      coordinator: publisher,
      phase: OperationPhase.ACTION,
      startsAt: from,
      objective: title,
      participants: [
        ...[publisher, ...texts(data, "participants")].map((code) => row(code)),
        ...sponsored.map(([partner, sponsor]) => row(partner, sponsor)),
      ],
    }));
  }

  async join({ publisher, content: { data } }: Inject): Promise<void> {
    const joins = {
      participant: text(data, "participant"),
      seesEarlier: data["sees_earlier"] === true,
      sponsor: text(data, "sponsor"),
    };
    await this.#operation(publisher, text(data, "operation"), (standing) => ({
      ...standing!,
      participants: [
        ...standing!.participants,
        { ...joins, period: { from: joinsFrom(standing!, joins, Date.now()) } },
      ],
    }));
  }

  async leave({ publisher, content: { data } }: Inject): Promise<void> {
    const leaves = text(data, "participant");
    await this.#operation(publisher, text(data, "operation"), (standing) => ({
      ...standing!,
      participants: standing!.participants.map((row) =>
        row.participant === leaves && !row.period?.until
          ? { ...row, period: { from: row.period?.from ?? 1, until: Date.now() } }
          : row,
      ),
    }));
  }

  async close({ publisher, content: { data } }: Inject): Promise<void> {
    await this.#operation(publisher, text(data, "operation"), (standing) => ({
      ...standing!,
      phase: OperationPhase.CLOSED,
    }));
  }

  async registerKey({ publisher }: Inject): Promise<void> {
    const key = newKey();
    const publicKey = Buffer.from(key.x, "base64url");
    await changeEntry(this.#cast.secretariat, "key", key.kid, () => ({
      key: { id: key.kid, participant: publisher, publicKey },
    }));
    this.#keys.set(publisher, key);
  }

  async revokeKey({ publisher }: Inject): Promise<void> {
    const key = this.#keys.get(publisher);
    if (!key) throw new Error(`no key of ${publisher} was registered in this exercise`);
    const until = Date.now();
    await changeEntry(this.#cast.secretariat, "key", key.kid, (standing) => ({
      key: { ...standing?.key, validity: { from: 0, until } },
    }));
  }

  async #operation(
    coordinator: string,
    name: string,
    changed: (standing: JointOperation | null) => Init<JointOperation>,
  ): Promise<void> {
    const hub = await this.#cast.as(coordinator, "publisher");
    await changeEntry(hub, "operation", this.operationId(name), (standing) => ({
      operation: changed(standing?.operation ?? null),
    }));
  }
}

const changes: {
  readonly [Change in EntryChange]: (entries: Entries, inject: Inject) => Promise<void>;
} = {
  agreement: (entries, inject) => entries.agreement(inject, false),
  "agreement-end": (entries, inject) => entries.agreement(inject, true),
  "operation-opening": (entries, inject) => entries.open(inject),
  "operation-joining": (entries, inject) => entries.join(inject),
  "operation-leaving": (entries, inject) => entries.leave(inject),
  "operation-closing": (entries, inject) => entries.close(inject),
  "key-registration": (entries, inject) => entries.registerKey(inject),
  "key-revocation": (entries, inject) => entries.revokeKey(inject),
};

/** A key for one exercise; its id is that of its public part. */
function newKey(): SigningJwk {
  const { privateKey } = generateKeyPairSync("ed25519");
  const { x = "", d = "" } = privateKey.export({ format: "jwk" });
  const kid = keyIdOf(Buffer.from(x, "base64url"));
  return { kty: "OKP", crv: "Ed25519", kid, x, d };
}

type Data = { readonly [field: string]: unknown };

function text(data: Data, field: string): string {
  const value = data[field];
  return typeof value === "string" ? value : "";
}

function texts(data: Data, field: string): string[] {
  const value = data[field];
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
