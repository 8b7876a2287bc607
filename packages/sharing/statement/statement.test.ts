import {
  SealedStatement,
  SectionType,
  type Statement,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { describe, expect, test } from "vitest";
import { newId } from "../notice/id.ts";
import { type Rule, type rules, sentenceOf } from "../notice/rules.ts";
import { keyIdOf, statementSigningInput, verifySignature } from "../notice/sign.ts";
import { now, publicKey, signWithKey, steadyBytes } from "../notice/testing/sample-notice.ts";
import { InvalidNotice } from "../notice/violation.ts";
import { openStatement, sealStatement, validateStatement } from "./statement.ts";

const said: Init<Statement> = {
  origin: "TO",
  id: newId(now, steadyBytes("statement")),
  principal: "to-liaison",
  issuedAt: now,
  notice: { origin: "FJ", id: newId(now - 5000, steadyBytes("notice")), version: 1 },
  noticeDigest: Buffer.alloc(32, 1),
  acknowledged: {},
};

async function sealed(change: Init<Statement> = {}, keyId = keyIdOf(publicKey)) {
  const { sealed: bytes } = await sealStatement(
    { ...said, ...change },
    { keyId, sign: signWithKey },
  );
  return SealedStatement.decode(bytes);
}

describe("a statement", () => {
  test("opens to what was said and verifies", async () => {
    const statement = await sealed();
    const opened = openStatement(statement);
    expect(opened.statement).toMatchObject(said);
    expect(opened.says).toBe("acknowledged");
    expect(validateStatement(opened, { now })).toMatchObject({ violations: [], warnings: [] });
    const input = statementSigningInput(statement.body);
    expect(await verifySignature(input, publicKey, statement.signature)).toBe(true);
    statement.body[3]! ^= 1;
    const changed = statementSigningInput(statement.body);
    expect(await verifySignature(changed, publicKey, statement.signature)).toBe(false);
  });

  const broken = {
    "statement-says": [{ acknowledged: null }, "says"],
    "statement-asked": [
      { acknowledged: null, consentRefused: { participant: "WS", asker: "NZ", asked: "it" } },
      "asked",
    ],
    "statement-sections": [
      {
        acknowledged: null,
        consentGranted: {
          participant: "WS",
          asker: "NZ",
          asked: newId(now, steadyBytes("asked")),
          sections: [SectionType.GOODS, SectionType.GOODS],
        },
      },
      "sections",
    ],
    "statement-reason": [{ acknowledged: null, recalled: {} }, "reason"],
    "statement-outcome": [{ acknowledged: null, outcome: { outcome: 99 } }, "outcome"],
    "statement-principal": [{ principal: "Jo Sample" }, "principal"],
    "statement-notice": [{ notice: { origin: "FJ", id: "x", version: 1 } }, "notice"],
    "statement-digest": [{ noticeDigest: Buffer.alloc(20) }, "notice_digest"],
    "origin-form": [{ origin: "tonga" }, "origin"],
    "issue-time": [{ issuedAt: now + 3_600_000 }, "issued_at"],
    "id-old": [{ id: newId(now - 31 * 86_400_000, steadyBytes()) }, "id"],
  } satisfies {
    readonly [Each in Exclude<keyof typeof rules.statement, "statement-readable">]: unknown;
  } & { readonly [rule: string]: unknown };

  test.each(Object.entries(broken))("that breaks %s is refused", async (rule, [change, field]) => {
    const opened = openStatement(await sealed(change as Init<Statement>));
    const { violations } = validateStatement(opened, { now });
    const description = sentenceOf(rule as Rule);
    expect(violations).toEqual([{ field, rule, description }]);
  });

  test("whose bytes are none is refused", async () => {
    const statement = await sealed();
    statement.body = Buffer.from([0xff]);
    expect(() => openStatement(statement)).toThrow(InvalidNotice);
    expect(() => openStatement(statement)).toThrow(/statement-readable/);
  });

  test("larger than any that says something is refused before it is read", async () => {
    const statement = await sealed();
    // A field that nobody knows, full of nothing.
    const filling = Buffer.from([0xfa, 0x01, 0x80, 0x40, ...Buffer.alloc(8 * 1024)]);
    statement.body = Buffer.concat([statement.body, filling]);
    expect(() => openStatement(statement)).toThrow(/statement-readable/);
  });

  test("signed with a key whose name the directory cannot have is refused", async () => {
    const opened = openStatement(await sealed({}, "a key"));
    expect(validateStatement(opened, { now }).violations).toMatchObject([{ rule: "key-id-form" }]);
  });
});
