import { faultAt } from "../writing.ts";
import { valueAt } from "../../../words/draft-path.ts";
import { useForm } from "./form-context.ts";
import { violationText } from "../../../words/violation-text.ts";

/** What is wrong at a field, in the language of the page; undefined for nothing. */
export function useFault(path: string): string | undefined {
  const { faults, written } = useForm();
  const fault = faultAt(faults, path);
  return fault && violationText(fault, valueAt(written, path));
}
