import { extname } from "node:path";
import { parseAllDocuments } from "yaml";
import { UsageError } from "./usage-error.ts";

/** What a text in JSON or YAML says: one value, or one for each YAML document. Throws UsageError that names the file. */
export function valuesIn(text: string, name: string): unknown[] {
  return extname(name) === ".json" ? [parseJson(text, name)] : parseYaml(text, name);
}

/** Whether the text has several lines, each of which is an object in JSON. */
export function isJsonLines(text: string): boolean {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.length > 1 && lines.every(isObjectLine);
}

export function isObjectLine(line: string): boolean {
  if (!line.trimStart().startsWith("{")) return false;
  try {
    return isRecord(JSON.parse(line));
  } catch {
    return false;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const [, line] = /line (\d+)/.exec((error as Error).message) ?? [];
    throw new UsageError(`${name} is not JSON${line ? ` (line ${line})` : ""}`);
  }
}

function parseYaml(text: string, name: string): unknown[] {
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents)) return [];
  return documents.map((document) => {
    const [error] = document.errors;
    // The first line says what and where; the rest quotes the text.
    if (error)
      throw new UsageError(
        `${name} is not YAML: ${error.message.split("\n")[0]!.replace(/:$/, "")}`,
      );
    return document.toJS() as unknown;
  });
}
