import { useSignal } from "@preact/signals";
import type { SigningKey } from "@talanoa/contract/generated/talanoa.ts";
import type { Enrolment } from "@talanoa/sharing/directory/enrolment-code.ts";
import { keyIdOf } from "@talanoa/sharing/notice/sign.ts";
import { Time } from "../../parts/time.tsx";
import { kindLabels } from "../../words/code-words.ts";
import { inLanguage } from "../../words/words.ts";
import { entriesOf, type Standing } from "./standing-entries.ts";
import { enrolment, revocation, suspension } from "./edits.ts";
import { enrolmentOf, isBareKey } from "./enrolment-input.ts";
import { EntriesTable } from "./entries-table.tsx";
import { TextField } from "./entry-form.tsx";
import { periodText } from "./period-text.ts";
import { secretariatWords } from "./secretariat-words.ts";
import type { SideProps } from "./side-props.ts";

/** Signing keys of participants, and the way in for a new one: by the code that its device shows. */
export function KeysSide({ entries, mayChange, onChange }: SideProps) {
  const words = inLanguage(secretariatWords);
  const kinds = inLanguage(kindLabels);
  const now = Date.now();
  const lines = keysOf(entries).map(({ its, standing }) => {
    const state = stateOf(its, now);
    const suspend = {
      label: its.suspended ? words.resume : words.suspend,
      grave: !its.suspended,
      act: () => onChange(suspension(standing, !its.suspended)),
    };
    const revoke = {
      label: words.revoke,
      grave: true,
      act: () => onChange(revocation(standing, Date.now())),
    };
    return {
      id: its.id,
      bad: state !== "active",
      cells: [
        <span class="mono secretariat-value">{its.id}</span>,
        its.participant,
        its.kinds.map((kind) => kinds[kind as keyof typeof kinds] ?? kind).join(", ") ||
          words.allKinds,
        <Time at={standing.changedAt} />,
        periodText(its.validity),
        words[state],
      ],
      actions: state === "revoked" ? [] : [suspend, revoke],
    };
  });
  const columns = [
    words.key,
    words.participant,
    words.signs,
    words.changedAt,
    words.valid,
    words.state,
  ];
  const enrol = (its: Enrolment) =>
    onChange(enrolment(its, Date.now(), its.principal && words.enrolReason(its.principal)));
  return (
    <>
      {mayChange && <Enrol onEnrol={enrol} />}
      <p class="quiet">{words.keysHint}</p>
      <EntriesTable
        caption={words.sides.keys}
        columns={columns}
        lines={lines}
        mayChange={mayChange}
      />
    </>
  );
}

/** By participant, and of each the last that was entered or changed first. */
function keysOf(entries: SideProps["entries"]): Standing<"key">[] {
  const keys = entriesOf(entries, "key", ({ id }) => id);
  return keys.toSorted((one, other) => {
    if (one.its.participant !== other.its.participant)
      return one.its.participant < other.its.participant ? -1 : 1;
    return other.standing.changedAt - one.standing.changedAt;
  });
}

function stateOf({ suspended, validity }: SigningKey, now: number) {
  const until = validity?.until ?? 0;
  if (until !== 0 && until <= now) return "revoked";
  return suspended ? "suspended" : "active";
}

function Enrol({ onEnrol }: { readonly onEnrol: (enrolment: Enrolment) => void }) {
  const words = inLanguage(secretariatWords);
  const code = useSignal("");
  const participant = useSignal("");
  const isBare = isBareKey(code.value);
  const read = enrolmentOf(code.value, participant.value);
  const isWrong = code.value.trim() !== "" && !read && !isBare;
  return (
    <form
      class="panel"
      onSubmit={(event) => {
        event.preventDefault();
        if (read) onEnrol(read);
      }}
    >
      <h2>{words.add.keys}</h2>
      <TextField
        label={words.code}
        hint={words.codeHint}
        fault={isWrong ? words.codeFault : undefined}
        value={code.value}
        required
        onInput={(value) => (code.value = value)}
      />
      {isBare && (
        <TextField
          label={words.participant}
          value={participant.value}
          required
          onInput={(value) => (participant.value = value)}
        />
      )}
      {read && (
        <p role="status">
          {words.codeSays(read.principal, read.participant)} · {words.key}{" "}
          <span class="mono secretariat-value">{keyIdOf(read.publicKey)}</span>
        </p>
      )}
      <div class="row">
        <button type="submit" class="button-main" disabled={!read}>
          {words.preview}
        </button>
      </div>
    </form>
  );
}
