import { describe, expect, test } from "vitest";
import { issuesOf, messageOf, messagesOf, readBytes, readText } from "../testing/read.ts";
import { flight, passenger, paxlst } from "../testing/samples.ts";

const plain = paxlst([...flight, ...passenger, "CNT+42:1"]);
const surnames = (text: string | Uint8Array) =>
  messagesOf(typeof text === "string" ? readText(text) : readBytes(text)).map(
    ({ travellers }) => travellers[0]!.name.surname,
  );

/** The sample with other separators: element, component, terminator, release. */
function separatedBy(element: string, component: string, terminator: string): string {
  const swap: { [character: string]: string } = { "+": element, ":": component, "'": terminator };
  return plain.replace(/[+:']/g, (character) => swap[character]!);
}

describe("an interchange", () => {
  test("is read without a word of complaint when it is as the guide has it", () => {
    expect(issuesOf(readText(plain))).toEqual([]);
  });

  test("tells who sent it to whom, when and in which syntax", () => {
    expect(messageOf(`UNA:+.? '${plain}`).interchange).toEqual({
      syntax: "UNOA:4",
      advice: "UNA:+.? '",
      sender: "ZZAIR",
      recipient: "FJCUSTOMS",
      preparedAt: "2026-03-11T09:15",
      reference: "26031109",
    });
  });

  test("is found between telex lines", () => {
    const telex = `\r\n\u0001QU FJCUSTM NANFJXH\r\n.AKLZZAP 110915\r\n\u0002${plain}\r\n\u0003\r\nUNCLASSIFIED\r\n`;
    expect(surnames(telex)).toEqual(["TAUFA"]);
    expect(issuesOf(readText(telex))).toEqual([]);
  });

  test.each([
    ["UNA:+.? '", separatedBy("+", ":", "'")],
    ["UNA:*.? #", separatedBy("*", ":", "#")],
    ["UNA:-.? *", separatedBy("-", ":", "*")],
    ["UNA;|.? ~", separatedBy("|", ";", "~")],
    ["UNA\u001f\u001d.? \u001c", separatedBy("\u001d", "\u001f", "\u001c")],
    ["no UNA", separatedBy("+", ":", "'")],
    ["no UNA", separatedBy("*", ":", "#")],
    ["no UNA", separatedBy("\u001d", "\u001f", "\u001c")],
  ])("is read with separators of its own: %s", (advice, text) => {
    const whole = advice === "no UNA" ? text : advice + text;
    expect(surnames(whole)).toEqual(["TAUFA"]);
    expect(issuesOf(readText(whole))).toEqual([]);
  });

  test.each([
    ["has lost its space", "UNA:+.?'", []],
    ["stands on a line of its own", "UNA:+.? '\r\n\r\n", []],
    ["has lost its end", "UNA:+.?", []],
    ["names other separators than are used", "UNA;*.? #", ["wrong-service-string"]],
    ["has nothing in it", "UNA\r\n", ["wrong-service-string"]],
  ])("is read when its service string advice %s", (_, advice, issues) => {
    expect(surnames(advice + plain)).toEqual(["TAUFA"]);
    expect(issuesOf(readText(advice + plain))).toEqual(issues);
  });

  test("may be broken into lines anywhere, inside tags and values too", () => {
    const lines = plain.replace(/\r\n/g, "").match(/.{1,7}/g)!;
    expect(messagesOf(readText(lines.join("\r\n")))).toEqual(messagesOf(readText(plain)));
  });

  test("gives released characters back as they are", () => {
    const text = plain.replace("TAUFA:SIONE", "O?'TAUFA?+?:??:SIO?\r\nNE");
    expect(messageOf(text).travellers[0]!.name.raw).toMatchObject({
      surname: "O'TAUFA+:?",
      given: "SIONE",
    });
  });

  test("may hold several messages, and several may follow each other", () => {
    const [head, message, tail] = [
      plain.slice(0, plain.indexOf("UNH")),
      plain.slice(plain.indexOf("UNH"), plain.indexOf("UNZ")),
      "UNZ+2+26031109'",
    ];
    const two = head + message + message.replace("TAUFA", "VAKA") + tail;
    expect(surnames(two)).toEqual(["TAUFA", "VAKA"]);
    expect(surnames(`${two}telex\r\nUNA:*.? #${separatedBy("*", ":", "#")}${two}`)).toEqual([
      "TAUFA",
      "VAKA",
      "TAUFA",
      "TAUFA",
      "VAKA",
    ]);
    expect(issuesOf(readText(two))).toEqual([]);
  });

  test("that another follows without a trailer is closed, and says so", () => {
    const open = plain.slice(0, plain.indexOf("UNZ"));
    for (const next of [plain, `UNA:*.? #${separatedBy("*", ":", "#")}`]) {
      expect(surnames(open + next)).toEqual(["TAUFA", "TAUFA"]);
      expect(issuesOf(readText(open + next))).toEqual(["missing-interchange-trailer"]);
    }
  });

  test("without a UNB is read by its message", () => {
    const text = plain.slice(plain.indexOf("UNH"), plain.indexOf("UNZ"));
    expect(surnames(text)).toEqual(["TAUFA"]);
    expect(issuesOf(readText(text))).toEqual([
      "missing-interchange-header",
      "missing-interchange-trailer",
    ]);
  });

  test("that stops in the middle of a message says so and gives what came", () => {
    const [message] = messagesOf(readText(plain.slice(0, plain.indexOf("GEI"))));
    expect(message!.complete).toBe(false);
    expect(message!.travellers).toHaveLength(1);
    expect(message!.issues.map(({ code }) => code)).toContain("cut-short");
  });

  test("whose counts and references do not agree says which", () => {
    const wrong = plain.replace("UNZ+1+26031109", "UNZ+3+26031100").replace(/UNT\+\d+/, "UNT+9");
    expect(
      readText(wrong).flatMap(({ issues }) =>
        issues.map(({ code, segment, position, severity }) => [code, segment, position, severity]),
      ),
    ).toEqual([
      ["segment-count", "UNT", 31, "warning"],
      ["message-count", "UNZ", 33, "warning"],
      ["control-reference", "UNZ", 33, "warning"],
    ]);
  });

  test.each([
    ["nothing", ""],
    ["a letter", "Dear colleagues, the UNB of yesterday is attached."],
    ["zeroes", "\0".repeat(5000)],
  ])("that is %s is refused", (_, text) => {
    expect(issuesOf(readText(text))).toEqual(["no-interchange"]);
  });

  test("of another message type says so and gives no travellers", () => {
    const text = plain.replace("PAXLST:D:05B", "CUSRES:D:05B");
    const message = messageOf(text);
    expect(message).toMatchObject({ kind: "other", complete: false, travellers: [] });
    expect(message.issues.map(({ code }) => code)).toEqual(["unknown-message"]);
  });
});

describe("text", () => {
  const named = (syntax: string, name: Uint8Array) =>
    Buffer.concat([
      Buffer.from(plain.slice(0, plain.indexOf("TAUFA")).replace("UNOA", syntax)),
      name,
      Buffer.from(plain.slice(plain.indexOf("TAUFA") + 5)),
    ]);

  test.each([
    ["UNOY", "utf8", []],
    ["UNOC", "latin1", []],
    ["UNOA", "utf8", ["undeclared-charset"]],
    ["UNOA", "latin1", ["undeclared-charset"]],
    ["UNOC", "utf8", ["undeclared-charset"]],
    ["UNOY", "latin1", ["undeclared-charset"]],
    ["UNOB", "latin1", ["undeclared-charset"]],
  ] as const)("declared as %s and written in %s is read", (syntax, encoding, issues) => {
    const bytes = named(syntax, Buffer.from("MÜLLER-ÑAÑÉ", encoding));
    expect(surnames(bytes)).toEqual(["MÜLLER-ÑAÑÉ"]);
    expect(issuesOf(readBytes(bytes))).toEqual(issues);
  });

  test("of UNOE is Cyrillic", () => {
    expect(surnames(named("UNOE", Uint8Array.of(0xbc, 0xd8, 0xe0)))).toEqual(["Мир"]);
  });

  test("loses its control characters, and the message says so once", () => {
    const readings = readText(plain.replace(/TAUFA/g, "TA\0U\u0007FA").replace("VILI", "VI\0LI"));
    expect(messagesOf(readings)[0]!.travellers[0]!.name.surname).toBe("TAUFA");
    expect(issuesOf(readings)).toEqual(["control-character"]);
  });
});
