import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseNote } from "./note/note.ts";
import { formatVerifierKey, parseVerifierKey } from "./note/verifier-key.ts";
import { verifyNote } from "./note/verify.ts";
import { codeOf } from "./testing/sample-keys.ts";
import { tilesOf } from "./testing/sample-log.ts";
import { consistencyProof, verifyConsistency } from "./tree/consistency.ts";
import { append, edgeRoot, emptyEdge } from "./tree/edge.ts";
import { emptyRoot, leafHash, nodeHash } from "./tree/hash.ts";
import { inclusionProof, verifyInclusion } from "./tree/inclusion.ts";

// Third-party vectors: beside the repository, not in it.
const folder = join(import.meta.dirname, "..", "..", "..", "shared", "log-vectors");
const absent = !existsSync(folder);
const says = absent ? " (left out: shared/log-vectors is not beside the repository)" : "";
// The reporter names no test of a file in which all are skipped.
if (absent) console.warn(`the vectors of others${says}`);

function read(name: string) {
  return absent ? undefined : JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
}
const hex = (text: string) => Buffer.from(text, "hex");
const base64 = (text: string | null) => Buffer.from(text ?? "", "base64");
const rootOf = (entries: readonly Uint8Array[]) =>
  edgeRoot(append(emptyEdge, entries.map(leafHash)).edge);

describe.skipIf(absent)(`the vectors of others${says}`, () => {
  test("of RFC 6962: leaves, nodes, roots and hashes", () => {
    const vectors = read("rfc6962_reference");
    const entries: Buffer[] = vectors.leaf_inputs_hex.map(hex);
    for (const [size, root] of vectors.root_hashes_hex_by_size.entries()) {
      expect(rootOf(entries.slice(0, size))).toEqual(hex(root));
    }
    const { level0, ...above } = vectors.node_hashes_hex as Record<string, string[]>;
    let level = entries.map(leafHash);
    expect(level).toEqual(level0!.map(hex));
    for (const nodes of Object.values(above)) {
      level = nodes.map((_, i) => nodeHash(level[2 * i]!, level[2 * i + 1]!));
      expect(level).toEqual(nodes.map(hex));
    }
    expect(emptyRoot()).toEqual(hex(vectors.hasher.empty_root));
    expect(leafHash(Buffer.alloc(0))).toEqual(hex(vectors.hasher.leaf_empty));
    expect(leafHash(Buffer.from("L123456"))).toEqual(hex(vectors.hasher.leaf_L123456));
    // The vector of a node over four bytes a side is none of RFC 6962's, whose nodes are over hashes.
    const [left, right] = [Buffer.from("N123"), Buffer.from("N456")];
    expect(codeOf(() => nodeHash(left, right))).toBe("malformed");

    const { get } = tilesOf(entries, [8]);
    const head = (size: number) => ({ size, root: hex(vectors.root_hashes_hex_by_size[size]) });
    for (let size = 1; size <= 8; size++) {
      for (let index = 0; index < size; index++) {
        const leaf = leafHash(entries[index]!);
        verifyInclusion(leaf, index, head(size), inclusionProof(index, size, get));
        verifyConsistency(head(index + 1), head(size), consistencyProof(index + 1, size, get));
      }
    }
  });

  test("of the roots of sumdb/tlog", () => {
    const { roots_b64 } = read("tlog_leaf_roots");
    for (const [size, root] of Object.entries<string>(roots_b64)) {
      const entries = Array.from({ length: Number(size) }, (_, i) => Buffer.from(`leaf ${i}`));
      expect(rootOf(entries)).toEqual(base64(root));
    }
  });

  test("of inclusion proofs, most of them to be refused", () => {
    const vectors = read("merkle_inclusion_vectors");
    expect(vectors).toHaveLength(98);
    for (const { leafIdx, treeSize, root, leafHash, proof, wantErr, _file } of vectors) {
      const head = { size: treeSize, root: base64(root) };
      const hashes = (proof ?? []).map(base64);
      const code = codeOf(() => verifyInclusion(base64(leafHash), leafIdx, head, hashes));
      expect(code !== undefined, `${_file}: ${code}`).toBe(wantErr);
    }
  });

  test("of consistency proofs, most of them to be refused", () => {
    const vectors = read("merkle_consistency_vectors");
    expect(vectors).toHaveLength(98);
    for (const { size1, size2, root1, root2, proof, wantErr, _file } of vectors) {
      const older = { size: size1, root: base64(root1) };
      const newer = { size: size2, root: base64(root2) };
      const code = codeOf(() => verifyConsistency(older, newer, (proof ?? []).map(base64)));
      // One vector has two equal roots that are no hashes: that is refused here.
      const noHash = older.root.length !== 32;
      expect(code !== undefined, `${_file}: ${code}`).toBe(wantErr || noHash);
    }
  });

  test("of signed notes and verifier keys", () => {
    const { valid, bad_vkeys } = read("signed_note_vectors");
    for (const { vkeys, note } of valid) {
      const keys = vkeys.map(parseVerifierKey);
      expect(keys.map(formatVerifierKey)).toEqual(vkeys);
      const verified = verifyNote(parseNote(Buffer.from(note)), keys);
      expect(verified.map(({ key }) => key)).toEqual(keys);
    }
    for (const key of bad_vkeys) expect(codeOf(() => parseVerifierKey(key))).toBe("malformed");
  });

  test("of verifier keys that are cut or changed anywhere", () => {
    const key: string = read("signed_note_vectors").valid[0].vkeys[0];
    const changed = Array.from(key, (letter, i) => {
      const [before, after] = [key.slice(0, i), key.slice(i + 1)];
      const next = String.fromCharCode(letter.charCodeAt(0) + 1);
      return [before + next + after, before + after, before, after];
    });
    const taken = changed
      .flat()
      .filter((text) => codeOf(() => parseVerifierKey(text)) === undefined);
    expect(taken).toEqual([]);
  });

  test("of notes that are malformed", () => {
    const { vkeys, note } = read("signed_note_vectors").valid[0];
    const end = note.lastIndexOf("\n\n") + 1;
    const [text, line] = [note.slice(0, end), note.slice(end + 1)];
    const notUtf8 = Buffer.concat([Buffer.of(0xff), Buffer.from(note)]);
    const wrong = [
      text,
      `${text}\n`,
      note.slice(0, -1),
      `\u0001${note}`,
      `${note}Unexpected line.\n`,
    ];
    wrong.push(`${text}\n${line.replace("PeterNeumann", "Bad Name")}`);
    wrong.push(`${text}\n${line.repeat(101)}`);
    for (const each of [...wrong, notUtf8]) expect(codeOf(() => parseNote(each))).toBe("malformed");
    const keys = vkeys.map(parseVerifierKey);
    const verifies = (note: string) => codeOf(() => verifyNote(parseNote(note), keys));
    expect(verifies(`${text}\n${line.repeat(16)}`)).toBeUndefined();
    expect(verifies(`${text}\n${line.replace("x08g", "x08h")}`)).toBe("not-signed");
    expect(verifies(`${text}\n${line.replace("PeterNeumann", "CarmenSandiego")}`)).toBe(
      "not-signed",
    );
    expect(verifies(`other ${text}\n${line}`)).toBe("bad-signature");
    expect(verifies(`${text}\n${line.slice(0, 60)}ABCD${line.slice(60)}`)).toBe("bad-signature");
  });
});
