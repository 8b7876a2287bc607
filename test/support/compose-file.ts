import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** A service of docker-compose.yml, as far as tests read it. */
export interface Container {
  readonly image: string;
  readonly build?: { readonly target: string };
  readonly user?: string;
  readonly entrypoint?: readonly string[];
  readonly environment?: { readonly [name: string]: string | null };
  readonly secrets?: readonly (string | { readonly source: string; readonly target: string })[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly volumes?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly ports?: readonly string[];
}

interface ComposeFile {
  readonly services: { readonly [name: string]: Container };
  readonly secrets: { readonly [name: string]: { readonly file: string } };
}

const text = readFileSync(join(import.meta.dirname, "..", "..", "docker-compose.yml"), "utf8");

/** docker-compose.yml, with what its parts share put in. */
export const composeFile = parse(text, { merge: true, maxAliasCount: -1 }) as ComposeFile;
