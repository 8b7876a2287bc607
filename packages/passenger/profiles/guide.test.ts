import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { compileProfile } from "./compile-profile.ts";
import { parseProfile, type Profile } from "./profile.ts";
import { exampleLanguage } from "./testing/example-profiles.ts";
import { celType, type Described, type Fields, type ValueType } from "./value-type.ts";
import { variables, vocabulary } from "./vocabulary.ts";

const path = new URL("../../../docs/profiles.md", import.meta.url).pathname;
const begin = "<!-- vocabulary: kept by a test -->\n";
const end = "<!-- end of vocabulary -->";

test("the page for those who write profiles has the vocabulary that they are checked against", async () => {
  const guide = readFileSync(path, "utf8");
  const [before, rest] = guide.split(begin) as [string, string];
  const after = rest.slice(rest.indexOf(end));
  const sections = variables.map((name) => section(name, vocabulary[name]));
  const expected = `${before}${begin}\n${sections.join("\n\n")}\n\n${after}`;
  // Write the page anew with: npx vitest run packages/passenger/profiles/guide.test.ts -u
  await expect(expected).toMatchFileSnapshot(path);
});

test("the profile at the head of the page can be saved", () => {
  const [, written = ""] = /```yaml\n(.*?)```/s.exec(readFileSync(path, "utf8")) ?? [];
  const parsed = parseProfile(parse(written));
  expect(parsed).toHaveProperty("profile.id");
  const { profile } = parsed as { profile: Profile };
  expect(compileProfile(profile, 1, exampleLanguage)).toHaveProperty("compiled");
});

function section(name: string, described: Described): string {
  const isList = described.type === "list";
  const object: ValueType = isList ? described.of : described;
  if (object.type !== "object") throw new Error(`${name} has no fields`);
  const most = isList ? `, up to ${described.most}` : "";
  const heading = `**\`${name}\`** (\`${celType(described)}\`${most}): ${described.about}.`;
  return `${heading}\n\n${table(object.fields)}`;
}

function table(fields: Fields): string {
  const rows = Object.entries(fields).map(
    ([name, field]) => `| \`${name}\` | ${typeOf(field)} | ${meaning(field)} |`,
  );
  return ["| field | type | |", "| --- | --- | --- |", ...rows].join("\n");
}

function typeOf(field: Described): string {
  return field.type === "list"
    ? `\`${celType(field)}\`, up to ${field.most}`
    : `\`${celType(field)}\``;
}

function meaning(field: Described): string {
  const values = field.type === "string" ? field.oneOf : undefined;
  return values
    ? `${field.about}: ${values.map((value) => `\`${value}\``).join(", ")}`
    : field.about;
}

// What the law keeps out of profiles, by the words under which data models have it.
const forbidden =
  /name$|sex|gender|birth|relig|belief|ethnic|race|origin$|meal|diet|health|disab|assist|medic|opinion|politic|union|remark|free_text|language/;

test("the vocabulary has nothing that says what a person believes, is, or suffers from", () => {
  const fieldsOf = (type: ValueType): string[] => {
    if (type.type === "list") return fieldsOf(type.of);
    if (type.type !== "object") return [];
    return Object.entries(type.fields).flatMap(([name, field]) => [name, ...fieldsOf(field)]);
  };
  const fields = variables.flatMap((name) => [name, ...fieldsOf(vocabulary[name])]);
  expect(fields.length).toBeGreaterThan(80);
  expect(fields.filter((field) => forbidden.test(field))).toEqual([]);
});
