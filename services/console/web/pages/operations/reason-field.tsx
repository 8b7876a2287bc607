import { TextField } from "../../parts/text-field.tsx";
import { inLanguage } from "../../words/words.ts";
import { operationsWords } from "./operations-words.ts";

/** Why an operation is changed, as its history in the directory says it. */
export function ReasonField({
  value,
  onInput,
}: {
  readonly value: string;
  readonly onInput: (value: string) => void;
}) {
  const { reason, reasonHint } = inLanguage(operationsWords).form;
  return <TextField label={reason} hint={reasonHint} value={value} onInput={onInput} />;
}
