import type { ComponentChildren } from "preact";
import { stepsOf } from "../../../words/draft-path.ts";

/** Marks where the input of a field stands in the form, so that a fault can lead to it. It takes no room. */
export function FieldAt({
  path,
  children,
}: {
  readonly path: string;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="publish-at" data-at={path}>
      {children}
    </div>
  );
}

const WRITTEN_IN = "input:enabled, textarea:enabled, select:enabled, button:enabled";

/**
 * Opens what the input of a field stands in, scrolls to it and gives it the focus: the field itself, the first one
 * within it, or the nearest one that it stands within; the form's first where there is none.
 *
 * @param field as a violation names it, `goods[0].quantity.amount`
 */
export function goToField(form: ParentNode, field: string): void {
  for (let path = field; path !== ""; path = outer(path)) {
    const places = ["=", "^=.", "^=["].map((how) => {
      const [sign, end = ""] = how.split("=");
      return `[data-at${sign}=${JSON.stringify(path + end)}]`;
    });
    // Of several the one that stands first: the form of one minute before the long one.
    const place = form.querySelector(places.join(", "));
    const input = place?.querySelector<HTMLElement>(WRITTEN_IN);
    if (input) return goTo(input);
  }
  const first = form.querySelector<HTMLElement>(`[data-at] :is(${WRITTEN_IN})`);
  if (first) goTo(first);
}

function goTo(input: HTMLElement): void {
  for (let its = input.parentElement; its; its = its.parentElement)
    if (its instanceof HTMLDetailsElement) its.open = true;
  input.scrollIntoView({ block: "center" });
  input.focus({ preventScroll: true });
}

/** The path that a path stands within; empty for that of a whole field. */
function outer(path: string): string {
  const last = stepsOf(path).at(-1);
  return typeof last === "number"
    ? path.slice(0, path.lastIndexOf("["))
    : path.slice(0, Math.max(0, path.lastIndexOf(".")));
}
