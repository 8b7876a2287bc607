import { type KnownKind } from "@talanoa/contract/kinds.ts";
import { useState } from "preact/hooks";
import { Dialog } from "../../../parts/dialog.tsx";
import { Field } from "../../../parts/field.tsx";
import { kindLabels } from "../../../words/code-words.ts";
import { inLanguage, labelled } from "../../../words/words.ts";
import type { Written } from "../../../words/draft-path.ts";
import { type WrittenKind, writtenKinds } from "../form/plan.ts";
import { publishWords } from "../publish-words.ts";
import { mayPublish } from "../send/may-publish.ts";
import type { KeptTemplate } from "./kept.ts";

/** What a form is begun from: an empty one of each kind, an example, or a template of the officer's own. */
export function TemplateBar({
  kind,
  roles,
  templates,
  mayChangeKind,
  onKind,
  onExample,
  onTemplate,
  onKeep,
  onErase,
}: {
  readonly kind: KnownKind;
  /** Of the officer: a kind that they do not let it publish is not offered. */
  readonly roles: readonly string[];
  readonly templates: readonly KeptTemplate[];
  readonly mayChangeKind: boolean;
  readonly onKind: (kind: WrittenKind) => void;
  readonly onExample: () => void;
  readonly onTemplate: (written: Written) => void;
  /** Null where the browser keeps nothing. */
  readonly onKeep: ((name: string) => void) | null;
  readonly onErase: (name: string) => void;
}) {
  const words = inLanguage(publishWords);
  const [naming, setNaming] = useState(false);
  const [name, setName] = useState("");
  const keep = () => {
    onKeep?.(name.trim());
    setNaming(false);
    setName("");
  };
  return (
    <div class="publish-bar">
      <Field label={words.kind}>
        {(control) => (
          <select
            {...control}
            value={kind}
            disabled={!mayChangeKind}
            onChange={({ currentTarget }) => {
              const chosen = writtenKinds.find((each) => each === Number(currentTarget.value));
              if (chosen !== undefined) onKind(chosen);
            }}
          >
            {writtenKinds.map((each) => (
              <option key={each} value={each} disabled={!mayPublish(roles, each)}>
                {inLanguage(kindLabels)[each]}
                {!mayPublish(roles, each) && ` (${words.notYours})`}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={words.template}>
        {(control) => (
          <select
            {...control}
            value=""
            disabled={!mayChangeKind}
            onChange={({ currentTarget: { value } }) => {
              const its = templates.find((template) => template.name === value.slice(1));
              if (value === "example") onExample();
              else if (its) onTemplate(its.written);
            }}
          >
            <option value="">{words.noTemplate}</option>
            <option value="example">
              {words.example}: {words.exampleHint}
            </option>
            {templates.map((template) => (
              <option key={template.name} value={`=${template.name}`}>
                {template.name}
              </option>
            ))}
          </select>
        )}
      </Field>
      {onKeep && (
        <button type="button" onClick={() => setNaming(true)}>
          {words.keepTemplate}
        </button>
      )}
      {naming && (
        <Dialog
          title={words.keepTemplate}
          onClose={() => setNaming(false)}
          actions={
            <>
              <button type="button" onClick={() => setNaming(false)}>
                {words.cancel}
              </button>
              <button
                type="button"
                class="button-main"
                disabled={name.trim() === ""}
                onClick={keep}
              >
                {words.keep}
              </button>
            </>
          }
        >
          <div class="stack">
            <Field label={words.templateName} hint={words.templateHint}>
              {(control) => (
                <input
                  {...control}
                  type="text"
                  value={name}
                  maxLength={80}
                  autofocus
                  onInput={({ currentTarget }) => setName(currentTarget.value)}
                />
              )}
            </Field>
            <ul class="publish-kept">
              {templates.map((template) => (
                <li key={template.name}>
                  <span>{template.name}</span>
                  <button
                    type="button"
                    class="button-quiet"
                    aria-label={labelled(words.erase, template.name)}
                    onClick={() => onErase(template.name)}
                  >
                    ✕
                  </button>
                </li>
              ))}
            </ul>
          </div>
        </Dialog>
      )}
    </div>
  );
}
