import fc from "fast-check";
import { expect, test } from "vitest";
import { cosign } from "./note/cosignature.ts";
import { addSignatures } from "./note/note.ts";
import { headOf, signedCheckpoint } from "./testing/sample-checkpoint.ts";
import { codeOf, policy, witnesses } from "./testing/sample-keys.ts";
import { sampleEntries, tilesOf } from "./testing/sample-log.ts";
import { formatTlogProof, parseTlogProof, type TlogProof, verifyTlogProof } from "./tlog-proof.ts";
import { leafHash } from "./tree/hash.ts";
import { inclusionProof } from "./tree/inclusion.ts";

const SIZE = 700;
const entries = sampleEntries(SIZE);
const { get } = tilesOf(entries, [SIZE]);
const note = signedCheckpoint(headOf(entries, SIZE), ["an extension"]);
const cosigned = addSignatures(
  note,
  witnesses.map((witness) => cosign(note.text, witness, 1_700_000_000)),
);

function proofOf(index: number, extra?: Uint8Array): TlogProof {
  return { extra, index, hashes: inclusionProof(index, SIZE, get), checkpoint: cosigned };
}

test("a proof file gives back its proof, which holds for its entry alone", () => {
  const extra = fc.option(fc.uint8Array({ minLength: 1 }), { nil: undefined });
  fc.assert(
    fc.property(fc.nat(SIZE - 1), extra, (index, extra) => {
      const proof = proofOf(index, extra && Buffer.from(extra));
      const text = formatTlogProof(proof);
      const parsed = parseTlogProof(Buffer.from(text));
      expect(parsed).toEqual(proof);
      expect(formatTlogProof(parsed)).toBe(text);
      const leaf = leafHash(entries[index]!);
      expect(verifyTlogProof(parsed, leaf, policy(3)).checkpoint.size).toBe(SIZE);
      const other = leafHash(Buffer.from("another entry"));
      expect(codeOf(() => verifyTlogProof(parsed, other, policy(3)))).toBe("root-mismatch");
    }),
    { numRuns: 30 },
  );
});

test("a proof file has the lines that the specification has", () => {
  const lines = formatTlogProof(proofOf(3, Buffer.from("more"))).split("\n");
  expect(lines.slice(0, 3)).toEqual(["c2sp.org/tlog-proof@v1", "extra bW9yZQ==", "index 3"]);
  expect(lines.indexOf("")).toBe(3 + 10);
  expect(lines[14]).toBe("talanoa.example/log");
});

test("a proof is believed as its checkpoint is", () => {
  const leaf = leafHash(entries[3]!);
  const code = (proof: TlogProof, of = policy(3)) => codeOf(() => verifyTlogProof(proof, leaf, of));
  expect(code(proofOf(3))).toBeUndefined();
  expect(code({ ...proofOf(3), checkpoint: note })).toBe("not-cosigned");
  expect(code(proofOf(3), { ...policy(3), origin: "another.example" })).toBe("wrong-origin");
  expect(code({ ...proofOf(3), index: 4 })).toBe("root-mismatch");
  expect(code({ ...proofOf(3), index: SIZE })).toBe("out-of-range");
});

test("a proof file that is not exactly right is refused", () => {
  const right = formatTlogProof(proofOf(3, Buffer.from("more")));
  const changes: [string | RegExp, string][] = [
    ["@v1", "@v2"],
    ["c2sp", "\nc2sp"],
    ["extra bW9yZQ==", "extra "],
    ["extra ", "extra  "],
    ["bW9yZQ==", "bW9yZR=="],
    ["extra bW9yZQ==\n", "\n"],
    ["index 3", "index 03"],
    ["index 3", "index -1"],
    ["index 3", "Index 3"],
    ["index 3\n", ""],
    ["index 3", "index 3 "],
    [/(extra.*\n)(index.*\n)/, "$2$1"],
    [/(index.*\n)/, "$1\n"],
    [/(index.*\n)/, "$1AAAA\n"],
    [/(index.*\n)/, `$1${`${"A".repeat(43)}=\n`.repeat(64)}`],
    ["\n\n", "\n"],
    ["\ntalanoa.example/log\n", "\n"],
    ["\n700\n", "\n0700\n"],
    [/\n$/, ""],
    [/\n/g, "\r\n"],
  ];
  const taken = changes.filter(([from, to]) => {
    const changed = right.replace(from, to);
    return changed === right || codeOf(() => parseTlogProof(changed)) !== "malformed";
  });
  expect(taken).toEqual([]);
  expect(codeOf(() => parseTlogProof(right))).toBeUndefined();
});

test("what no proof file can have is not written", () => {
  const code = (change: Partial<TlogProof>) =>
    codeOf(() => formatTlogProof({ ...proofOf(3), ...change }));
  expect(code({ extra: Buffer.alloc(0) })).toBe("malformed");
  expect(code({ index: -1 })).toBe("out-of-range");
  expect(code({ hashes: [Buffer.alloc(31)] })).toBe("malformed");
  expect(code({ checkpoint: { ...note, text: "no checkpoint\n" } })).toBe("malformed");
});
