import { useSignal } from "@preact/signals";
import type { Reason } from "@talanoa/contract/generated/talanoa.ts";
import { codesOf, purposeWords } from "@talanoa/contract/words.ts";
import { needsCase } from "@talanoa/sharing/record/case-number.ts";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { forgetReason, keepReason, keptReason } from "../../kept-reason.ts";
import { Field } from "../../parts/field.tsx";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { logWords } from "./log-words.ts";
import { reasonFault, sittingReason, usualReason } from "./reason.ts";
import { storyWords } from "./story-words.ts";

/** Asks once a sitting why the log is read, and shows it from then on above what is asked. */
export function ReasonAsked({
  isOwnStory,
  children,
}: {
  /** The story of one's own notice is read, by who may read nothing else: it is said why that is asked. */
  readonly isOwnStory: boolean;
  readonly children: ComponentChildren;
}) {
  const words = inLanguage(logWords);
  const { principal } = useSession().hub.identity;
  // A sitting outlives a reload.
  useState(() => (sittingReason.value ??= keptReason(principal)));
  const reason = sittingReason.value;
  if (!reason) {
    return (
      <ReasonForm
        isOwnStory={isOwnStory}
        onGiven={(its) => {
          keepReason(principal, its);
          sittingReason.value = its;
        }}
      />
    );
  }
  const change = () => {
    forgetReason();
    sittingReason.value = null;
  };
  return (
    <>
      <p class="row log-reason">
        <span>
          {words.asking} <strong>{storyWords().codes.purpose[reason.purpose]}</strong>
          {reason.caseNumber && (
            <>
              {" · "}
              <strong>{reason.caseNumber}</strong>
            </>
          )}
        </span>
        <button type="button" class="button-quiet" onClick={change}>
          {words.change}
        </button>
      </p>
      {children}
    </>
  );
}

function ReasonForm({
  isOwnStory,
  onGiven,
}: {
  readonly isOwnStory: boolean;
  readonly onGiven: (reason: Reason) => void;
}) {
  const words = inLanguage(logWords);
  const draft = useSignal(usualReason);
  const tried = useSignal(false);
  const { purpose, caseNumber } = draft.value;
  const fault = tried.value ? reasonFault(draft.value) : null;
  const begin = (event: Event) => {
    event.preventDefault();
    tried.value = true;
    draft.value = { purpose, caseNumber: caseNumber.trim() };
    if (!reasonFault(draft.value)) onGiven(draft.value);
  };
  return (
    <form class="panel log-reason-form" onSubmit={begin} noValidate>
      <h2>{words.reasonTitle}</h2>
      {isOwnStory && <p>{words.reasonOfOwn}</p>}
      <p class="quiet">{words.reasonHint}</p>
      <Field
        label={words.purpose}
        fault={fault === "purpose" ? words.reasonFaults.purpose : undefined}
      >
        {(control) => (
          <select
            {...control}
            value={purpose}
            onChange={({ currentTarget }) =>
              (draft.value = {
                ...draft.value,
                purpose: Number(currentTarget.value) as typeof purpose,
              })
            }
          >
            {codesOf(purposeWords).map((code) => (
              <option key={code} value={code}>
                {storyWords().codes.purpose[code]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field
        label={words.caseNumber}
        hint={words.caseHint}
        fault={fault && fault !== "purpose" ? words.reasonFaults[fault] : undefined}
      >
        {(control) => (
          <input
            {...control}
            value={caseNumber}
            required={needsCase[purpose]}
            maxLength={64}
            autocomplete="off"
            onInput={({ currentTarget }) =>
              (draft.value = { ...draft.value, caseNumber: currentTarget.value })
            }
          />
        )}
      </Field>
      <div class="row">
        <button type="submit" class="button-main">
          {words.begin}
        </button>
      </div>
    </form>
  );
}
