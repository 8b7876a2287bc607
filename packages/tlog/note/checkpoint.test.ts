import { describe, expect, test } from "vitest";
import { codeOf, log, origin, policy, sampleSigner, witnesses } from "../testing/sample-keys.ts";
import { leafHash } from "../tree/hash.ts";
import { type Checkpoint, formatCheckpoint, parseCheckpoint } from "./checkpoint.ts";
import { cosign } from "./cosignature.ts";
import { addSignatures, formatNote } from "./note.ts";
import { checkQuorum, openCheckpoint, signedAlone } from "./open-checkpoint.ts";
import { signText } from "./sign.ts";
import { knownSignatures, verifyNote } from "./verify.ts";

const root = leafHash(Buffer.from("entry"));
const checkpoint: Checkpoint = { origin, size: 1, root, extensions: [] };
const text = formatCheckpoint(checkpoint);
const note = { text, signatures: [signText(text, log)] };
const time = 1_700_000_000;
const cosigned = addSignatures(
  note,
  witnesses.map((witness, i) => cosign(text, witness, time + i)),
);

describe("a checkpoint", () => {
  test("is its origin, size, root and extensions, one a line", () => {
    expect(text).toBe(`${origin}\n1\n${Buffer.from(root).toString("base64")}\n`);
    expect(parseCheckpoint(text)).toEqual(checkpoint);
    const extended = { ...checkpoint, extensions: ["one more", "— and more"] };
    expect(parseCheckpoint(formatCheckpoint(extended))).toEqual(extended);
  });

  test("that is not exactly right is refused", () => {
    const hash = Buffer.from(root).toString("base64");
    const wrong = [
      "",
      "\n",
      `${origin}\n1\n${hash}`,
      `${origin}\n1\n`,
      `\n1\n${hash}\n`,
      `${origin}\n\n${hash}\n`,
      `${origin}\n01\n${hash}\n`,
      `${origin}\n+1\n${hash}\n`,
      `${origin}\n-1\n${hash}\n`,
      `${origin}\n1 \n${hash}\n`,
      `${origin}\n1e3\n${hash}\n`,
      `${origin}\n0x1\n${hash}\n`,
      `${origin}\n1\n${hash.slice(0, -1)}\n`,
      `${origin}\n1\n${hash.slice(4)}\n`,
      `${origin}\n1\n \n`,
      `${origin}\n1\n${hash}\n\n`,
      `${origin}\n1\n${hash}\n\nmore\n`,
      `${origin}\r\n1\r\n${hash}\r\n`,
      `${origin}\n\u0661\n${hash}\n`,
    ];
    const taken = wrong.filter((text) => codeOf(() => parseCheckpoint(text)) !== "malformed");
    expect(taken).toEqual([]);
    const large = (size: string) => codeOf(() => parseCheckpoint(`${origin}\n${size}\n${hash}\n`));
    expect(large("9007199254740991")).toBeUndefined();
    expect(large("9007199254740992")).toBe("out-of-range");
    expect(large("9".repeat(400))).toBe("out-of-range");
  });

  test("that cannot be read is not written", () => {
    const code = (change: Partial<Checkpoint>) =>
      codeOf(() => formatCheckpoint({ ...checkpoint, ...change }));
    expect(code({ origin: "" })).toBe("malformed");
    expect(code({ origin: "a\nb" })).toBe("malformed");
    expect(code({ extensions: [""] })).toBe("malformed");
    expect(code({ root: Buffer.alloc(31) })).toBe("malformed");
    expect(code({ size: -1 })).toBe("out-of-range");
    expect(code({ size: 2 ** 53 })).toBe("out-of-range");
  });
});

describe("a cosignature", () => {
  test("holds for the checkpoint and the time that it was made for", () => {
    const { signatures } = cosigned;
    const keys = witnesses.map(({ key }) => key);
    expect(verifyNote(cosigned, keys).map((each) => each.time)).toEqual([time, time + 1, time + 2]);
    for (let at = 0; at < 72; at++) {
      const changed = Buffer.from(signatures[1]!.signature);
      changed[at]! ^= 1;
      const forged = { text, signatures: [{ ...signatures[1]!, signature: changed }] };
      expect(codeOf(() => verifyNote(forged, keys))).toBe("bad-signature");
    }
    const grown = { text: formatCheckpoint({ ...checkpoint, size: 2 }), signatures };
    expect(codeOf(() => verifyNote(grown, keys))).toBe("bad-signature");
  });

  test("is over the two lines and the text that the specification has", () => {
    const heard: string[] = [];
    const key = witnesses[0]!.key;
    const sign = (message: Uint8Array) => {
      heard.push(Buffer.from(message).toString());
      return Buffer.alloc(64);
    };
    const { signature } = cosign(text, { key, sign }, time);
    expect(heard).toEqual([`cosignature/v1\ntime ${time}\n${text}`]);
    expect(Buffer.from(signature).readBigUInt64BE()).toBe(BigInt(time));
    expect(signature).toHaveLength(72);
  });

  test("is made over checkpoints alone, by cosigners alone, at a time", () => {
    expect(codeOf(() => cosign("no checkpoint\n", witnesses[0]!, time))).toBe("malformed");
    expect(codeOf(() => cosign(text, log, time))).toBe("malformed");
    expect(codeOf(() => cosign(text, witnesses[0]!, -1))).toBe("out-of-range");
    expect(codeOf(() => cosign(text, witnesses[0]!, 0.5))).toBe("out-of-range");
    const other = { text: "no checkpoint\n", signatures: cosigned.signatures };
    expect(codeOf(() => knownSignatures(other, [witnesses[0]!.key]))).toBe("malformed");
  });
});

describe("a signed checkpoint is believed", () => {
  const written = formatNote(cosigned);
  const alone = formatNote(note);

  test("when the log and enough witnesses signed", () => {
    const opened = openCheckpoint(Buffer.from(written), policy(3));
    expect(opened.checkpoint).toEqual(checkpoint);
    expect(opened.signatures.map(({ key }) => key)).toEqual([log.key]);
    expect(opened.cosignatures.map((each) => each.time)).toEqual([time, time + 1, time + 2]);
    expect(openCheckpoint(alone, policy(0)).cosignatures).toEqual([]);
  });

  test("neither of another log, nor unsigned by the log, nor with too few witnesses", () => {
    const code = (written: string, of = policy(0)) => codeOf(() => openCheckpoint(written, of));
    expect(code(alone, policy(1))).toBe("not-cosigned");
    expect(code(written, policy(4))).toBe("not-cosigned");
    expect(code(written, { ...policy(0), origin: "another.example" })).toBe("wrong-origin");
    expect(code(written, { ...policy(0), keys: [] })).toBe("not-signed");
    expect(code(written, policy(Number.NaN))).toBe("out-of-range");
    const cosignedAlone = { text, signatures: cosigned.signatures.slice(1) };
    expect(code(formatNote(cosignedAlone), policy(3))).toBe("not-signed");
  });

  test("by the log alone where that is asked for, and says then which witnesses are missing", () => {
    const [first, ...others] = witnesses;
    const some = formatNote(addSignatures(note, [cosign(text, first!, time)]));
    const opened = openCheckpoint(some, signedAlone(policy(2)));
    expect(opened.cosignatures).toHaveLength(1);
    expect(() => checkQuorum(opened, policy(1))).not.toThrow();
    const names = others.map(({ key }) => key.name);
    expect(() => checkQuorum(opened, policy(2))).toThrow(
      `1 of 3 witnesses cosigned the checkpoint, where 2 must: missing ${names.join(", ")}`,
    );
  });

  test("with one witness counted once, however often it signed", () => {
    const rotated = sampleSigner(witnesses[0]!.key.name, "cosignature/v1", 20);
    const by = [witnesses[0]!, witnesses[0]!, rotated].map((each, i) =>
      cosign(text, each, time + i),
    );
    const twice = formatNote({ text, signatures: [...note.signatures, ...by] });
    const known = { ...policy(1), witnesses: [...policy(1).witnesses, rotated.key] };
    expect(openCheckpoint(twice, known).cosignatures).toHaveLength(3);
    expect(codeOf(() => openCheckpoint(twice, { ...known, quorum: 2 }))).toBe("not-cosigned");
  });
});
