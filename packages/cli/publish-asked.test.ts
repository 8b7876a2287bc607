import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testIdentity, testKey } from "@talanoa/client/testing/keys.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Interrupted } from "./context.ts";
import { openDrafts } from "./drafts.ts";
import { exitCodes } from "./exit-code.ts";
import { publishAsked } from "./publish-asked.ts";
import { type Person, personAt } from "./testing/person.ts";
import { keptTerminal } from "./testing/terminal.ts";

const identity = testIdentity("FJ", testKey(), testKey());
const answers = [
  "Yacht without lights",
  "sighting",
  "2025-07-14",
  "FJSUV",
  "",
  "Left at night: west.",
  "",
  "GREEN",
  "",
];
let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "talanoa-asked-"));
});
afterEach(() => rm(cwd, { recursive: true }));

/** Asks a person, who holds an identity with these roles, for an alert. */
async function asked(roles: string[] = ["publisher"]) {
  await writeFile(join(cwd, "one.json"), JSON.stringify({ ...identity, roles }));
  const person = personAt({ cwd });
  return { person, done: publishAsked(contextOf(person), 0) };
}

function contextOf({ terminal }: Pick<Person, "terminal">) {
  const { signal } = new AbortController();
  return { terminal, options: { identities: cwd }, signal, exitCode: exitCodes.ok };
}

async function savedDraft(name: string): Promise<unknown> {
  const { signal } = new AbortController();
  const { drafts } = await openDrafts(name, keptTerminal({ cwd }), signal);
  const [written] = await Array.fromAsync(drafts);
  return written!.draft;
}

test("what will be sent is shown, and on no it is kept in a new file that can be published", async () => {
  for (const name of ["alert-draft.yaml", "alert-draft-2.yaml"]) {
    const { person, done } = await asked();
    await person.answer([...answers, ""]);
    await done;
    const said = person.terminal.written.err;
    expect(said).toMatch(/title +Yacht without lights\n +what +sighting\n +when +2025-07-14\n/);
    expect(said).toMatch(/marking +TLP:GREEN\n +for +all Members\n/);
    expect(said).toContain(`What you wrote is in ${name}`);
    expect(await savedDraft(name)).toMatchObject({
      title: "Yacht without lights",
      when: "2025-07-14",
      narrative: "Left at night: west.",
      audience: ["all"],
    });
  }
  expect((await readdir(cwd)).toSorted()).toEqual([
    "alert-draft-2.yaml",
    "alert-draft.yaml",
    "one.json",
  ]);
});

test.each([1, 4, answers.length])(
  "who leaves after %i answers finds them in a file",
  async (count) => {
    const { person, done } = await asked();
    const ended = done.catch((error: unknown) => error);
    await person.answer(answers.slice(0, count));
    await person.leave();
    expect(await ended).toBeInstanceOf(Interrupted);
    expect(await savedDraft("alert-draft.yaml")).toMatchObject({ title: "Yacht without lights" });
  },
);

test("who has not the role publisher is told so and asked nothing", async () => {
  const { person, done } = await asked(["liaison"]);
  await expect(done).rejects.toMatchObject({
    code: "permission-denied",
    message: expect.stringContaining("fj-publisher has not the role publisher, only liaison"),
  });
  expect(person.terminal.written.err).toBe("");
});

test("nobody is asked where nobody types", async () => {
  const context = contextOf({ terminal: keptTerminal({ cwd }) });
  await expect(publishAsked(context, 0)).rejects.toThrow("needs a terminal");
});
