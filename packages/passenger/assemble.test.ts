import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createAssembler } from "./assemble.ts";
import type { PassengerMessage } from "./model/message.ts";
import { createMessageReader } from "./read-messages.ts";
import { issuesOf, messagesOf, readText } from "./testing/read.ts";
import { booking, flight, passenger, paxlst, pnrgov, push } from "./testing/samples.ts";

const surnames = ({ travellers }: PassengerMessage) => travellers.map(({ name }) => name.surname);

/** One part of a list of five, each with a traveller of its own. */
function part(number: number, total = 5): string {
  const place = number === 1 ? ":C" : number === total ? ":F" : "";
  const body = [
    ...flight,
    ...passenger.map((segment) => segment.replace("TAUFA", `PART${number}`)),
    `CNT+42:${total}`,
  ];
  return paxlst(body).replace("+ZZ410/260311'", `+ZZ410/260311+0${number}${place}'`);
}

/** Reads texts one after the other, each a transmission of its own. */
function inTransmissions(assembler = createAssembler()) {
  return (text: string) => messagesOf(readText(text, { assembler }));
}

describe("a message in parts", () => {
  test("is one, whatever the order in which they come", () => {
    const orders = fc.shuffledSubarray([1, 2, 3, 4, 5], { minLength: 5 });
    fc.assert(
      fc.property(orders, (order) => {
        const readings = readText(order.map((number) => part(number)).join("\r\n"));
        const [message, ...more] = messagesOf(readings);
        expect(more).toEqual([]);
        expect(surnames(message!)).toEqual(["PART1", "PART2", "PART3", "PART4", "PART5"]);
        expect(message!.complete).toBe(true);
        expect(message!.totals.travellers).toMatchObject({ stated: 5, counted: 5 });
        expect(message!.flights).toHaveLength(1);
        expect(issuesOf(readings)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  test("that never came says so, and gives what did", () => {
    const [message] = messagesOf(readText(part(2) + part(5)));
    expect(surnames(message!)).toEqual(["PART2", "PART5"]);
    expect(message!.complete).toBe(false);
    expect(message!.issues.map(({ code, severity }) => [code, severity])).toEqual([
      ["missing-part", "error"],
    ]);
  });

  test("is joined over transmissions by an assembler that is kept", () => {
    const assembler = createAssembler();
    const read = inTransmissions(assembler);
    expect(read(part(3, 3))).toEqual([]);
    expect(read(part(1, 3))).toEqual([]);
    expect(read(part(2, 3)).map(surnames)).toEqual([["PART1", "PART2", "PART3"]]);
    expect(assembler.flush()).toEqual([]);
  });

  test("takes a part once that came twice, and says so", () => {
    const again = part(1, 2).replaceAll("26031109", "26031110");
    const [message, ...more] = messagesOf(readText(part(1, 2) + again + part(2, 2)));
    expect(more).toEqual([]);
    expect(surnames(message!)).toEqual(["PART1", "PART2"]);
    expect(message!.complete).toBe(true);
    expect(message!.issues.map(({ code }) => code)).toEqual(["repeated-part"]);
  });

  const told = (text: string) =>
    messagesOf(readText(text)).map((message) => [message.complete, ...surnames(message)]);
  const anew = (number: number, total: number) =>
    part(number, total).replaceAll(`PART${number}`, `ANEW${number}`);

  test("of a later push is not joined to parts of the one before, which has the same reference", () => {
    const at = (time: string, text: string) => text.replace("+260311:0915+", `+260311:${time}+`);
    expect(part(1, 3)).not.toBe(at("0930", part(1, 3)));
    const late = [anew(2, 3), part(1, 3), anew(3, 3)].map((text) => at("0930", text));
    expect(told(part(1, 3) + part(3, 3) + late.join(""))).toEqual([
      [false, "PART1", "PART3"],
      [true, "PART1", "ANEW2", "ANEW3"],
    ]);
    // Each in an interchange of its own they may well be some minutes apart.
    expect(told(part(1, 3) + at("0917", part(2, 3)) + at("0920", part(3, 3)))).toEqual([
      [true, "PART1", "PART2", "PART3"],
    ]);
  });

  test("that is sent anew is not joined to parts of the one before", () => {
    expect(told(part(1, 3) + part(3, 3) + anew(1, 3) + anew(2, 3) + anew(3, 3))).toEqual([
      [false, "PART1", "PART3"],
      [true, "ANEW1", "ANEW2", "ANEW3"],
    ]);
  });

  test("that is sent anew keeps the parts in which nothing changed", () => {
    expect(told(part(1, 3) + part(2, 3) + part(1, 3) + anew(2, 3) + part(3, 3))).toEqual([
      [false, "PART1", "PART2"],
      [true, "PART1", "ANEW2", "PART3"],
    ]);
  });

  test("takes the whole of a part that was cut short", () => {
    const read = inTransmissions();
    const cut = part(2, 3).slice(0, part(2, 3).indexOf("MEA"));
    const messages = [part(1, 3), cut, part(2, 3), part(3, 3)].flatMap(read);
    expect(messages.map(surnames)).toEqual([["PART1", "PART2", "PART3"]]);
    expect(messages.map(({ complete }) => complete)).toEqual([true]);
  });

  test("that is sent anew in more or fewer parts is another", () => {
    expect(told(part(1, 3) + part(3, 3) + anew(4, 4))).toEqual([
      [false, "PART1", "PART3"],
      [false, "ANEW4"],
    ]);
    expect(told(part(3, 4) + part(4, 4) + anew(2, 2) + anew(1, 2))).toEqual([
      [false, "PART3", "PART4"],
      [true, "ANEW1", "ANEW2"],
    ]);
  });

  test("gives the oldest up when too many wait, and holds no more than it may", () => {
    const options = { limits: { openMessages: 2 } };
    const of = (name: string) => part(1).replaceAll("ZZ410/260311", name);
    const texts = [of("A"), of("B"), of("C"), of("D")];
    const reader = createMessageReader(options);
    const early = messagesOf(reader.push(Buffer.from(texts.join(""))));
    expect(early.map(({ commonAccess }) => commonAccess)).toEqual(["A", "B"]);
    expect(issuesOf(early)).toEqual(["missing-part", "missing-part"]);
    expect(messagesOf(reader.end())).toHaveLength(2);
  });

  test("numbers the bookings of a push through", () => {
    const text = (number: number, place: string) =>
      pnrgov([...push.slice(0, 3), "EQN+2", ...booking])
        .replace("+ZZ410/260311'", `+ZZ410/260311+${number}:${place}'`)
        .replaceAll("QQ7X2A", `LOC00${number}`);
    const [message] = messagesOf(readText(text(2, "F") + text(1, "C")));
    expect(message!.bookings.map(({ locators }) => locators[0]!.number)).toEqual([
      "LOC001",
      "LOC002",
    ]);
    expect(message!.travellers.map(({ booking }) => booking)).toEqual([0, 1]);
    expect(message!.issues).toEqual([]);
  });

  test("with a status that is none is taken for whole", () => {
    const text = part(1).replace("+01:C'", "+ONE:X'");
    const [message] = messagesOf(readText(text));
    expect(message!.issues.map(({ code }) => code)).toEqual(["bad-transfer", "traveller-count"]);
  });
});
