import type { KnownKind } from "@talanoa/contract/kinds.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import type { Violation } from "@talanoa/sharing/notice/violation.ts";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Written } from "../../../words/draft-path.ts";

/** What the inputs of a form share. */
export interface Form {
  readonly kind: KnownKind;
  /** Of whom it is. */
  readonly own: string;
  readonly written: Written;
  /** To be shown, each at its field. */
  readonly faults: readonly Violation[];
  /** Null while it is not there yet. */
  readonly directory: Directory | null;
  /** Puts a value at a path; undefined takes the field away. */
  set(path: string, value: unknown): void;
  /** Whether something is still being made that will be added. */
  readonly isMaking: boolean;
  /** Adds to the list at a path what is still being made (writing.ts, addMade). */
  add(path: string, made: Promise<readonly unknown[]>): Promise<boolean>;
}

const context = createContext<Form | null>(null);

export const FormProvider = context.Provider;

export function useForm(): Form {
  const form = useContext(context);
  if (!form) throw new Error("an input stands outside its form");
  return form;
}
