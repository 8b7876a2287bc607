import { expect, test, vi } from "vitest";

// The language is chosen by what a browser keeps.
vi.stubGlobal("localStorage", { getItem: () => "en" });
const { askedWords, filterSaid, questionSaid } = await import("./asked-words.ts");

const id = "0198c0de-0000-7000-8000-000000000001";
const said = (text: string, words = askedWords.en) =>
  filterSaid(text, words, (step) => `<${step}>`);

test("what was asked of the log is told in words, and what nobody knows as it came", () => {
  expect(said(`notice=FJ/${id}/0 exercises=too`)).toBe(`notice FJ/${id}, exercises too`);
  expect(said(`notice=FJ/${id}/0 exercises=too`, askedWords.fr)).toBe(
    `avis FJ/${id}, avec les exercices`,
  );
  expect(
    said("from=2025-07-14T00:00:00.000Z step=released,opened order=newest-first after=7"),
  ).toBe(
    "from 2025-07-14T00:00:00.000Z, step <released>, <opened>, newest first, the next page, after entry 7",
  );
  expect(said("participant=NZ erasing=too")).toBe("done by NZ, with what erased content");
  expect(said(`FJ/${id}/0`)).toBe(`FJ/${id}`);
  expect(said("participant FJ")).toBe("participant FJ");
  expect(said("later=thing participant=NZ")).toBe("later=thing, done by NZ");
  expect(questionSaid("explain", askedWords.fr)).toBe("qui reçoit un avis et pourquoi");
  expect(questionSaid("later", askedWords.en)).toBe("later");
});
