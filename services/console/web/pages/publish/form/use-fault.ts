import { faultAt } from "../writing.ts";
import { useForm } from "./form-context.ts";
import { violationText } from "../../../words/violation-text.ts";

/** What is wrong at a field, in the language of the page; undefined for nothing. */
export function useFault(path: string): string | undefined {
  const fault = faultAt(useForm().faults, path);
  return fault && violationText(fault);
}
