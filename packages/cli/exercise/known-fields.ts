import { nearestWord } from "@talanoa/sharing/notice/nearest-word.ts";
import { z } from "zod";

/** An object that has these fields and no others: a field that is misspelt would be read over. */
export function known<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    // Its text is the names that are known there, for `faultsOf`.
    error: ({ code }) => (code === "unrecognized_keys" ? Object.keys(shape).join(" ") : undefined),
  });
}

/** A field for people: it is known, and nobody reads it. */
export const forPeople = z.unknown().optional();

/** What is wrong in a file, each by its path: a field that is not known with the one that it may be. */
export function faultsOf({ issues }: z.ZodError): string[] {
  return issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys")
      return `${pathText(issue.path) || "all of it"}: ${issue.message}`;
    const names = issue.message.split(" ");
    return issue.keys.map((key) => {
      const nearest = nearestWord(key, names);
      const advice = nearest ? `did you mean ${nearest}?` : `known here are ${names.join(", ")}`;
      return `${pathText([...issue.path, key])}: there is no such field; ${advice}`;
    });
  });
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("")
    .replace(/^\./, "");
}
