import { Field } from "./field.tsx";

/** A line, a text or a time to fill in, with its label. */
export function TextField({
  label,
  value,
  onInput,
  type = "text",
  rows = 1,
  ...more
}: {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly type?: "text" | "date" | "datetime-local";
  /** More than one for a text of several lines. */
  readonly rows?: number;
  readonly hint?: string;
  readonly fault?: string | undefined;
  readonly required?: boolean;
}) {
  const { required = false, ...field } = more;
  return (
    <Field label={label} {...field}>
      {(control) =>
        rows > 1 ? (
          <textarea
            {...control}
            rows={rows}
            required={required}
            value={value}
            onInput={({ currentTarget }) => onInput(currentTarget.value)}
          />
        ) : (
          <input
            {...control}
            // As one of them: what an input takes follows from its type.
            type={type as "text"}
            required={required}
            value={value}
            onInput={({ currentTarget }) => onInput(currentTarget.value)}
          />
        )
      }
    </Field>
  );
}
