import { useSignal } from "@preact/signals";
import { continuing } from "@talanoa/client/continuing.ts";
import { ExchangeLogService } from "@talanoa/contract/generated/talanoa.ts";
import { base64 } from "@talanoa/crypto/bytes.ts";
import { formatNote } from "@talanoa/tlog/note/note.ts";
import type { OpenedCheckpoint, Policy } from "@talanoa/tlog/note/open-checkpoint.ts";
import { hexKeyId, type VerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import { useEffect } from "preact/hooks";
import { browserStore } from "../../browser-store.ts";
import { Field } from "../../parts/field.tsx";
import { Table } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { Loading } from "../../parts/waiting.tsx";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { Continued } from "./continued.tsx";
import { Failed } from "./failed.tsx";
import { type Followed, provedFromKept } from "./from-kept.ts";
import { logWords } from "./log-words.ts";
import { ProveOne } from "./prove-one.tsx";
import { saveFile } from "./save-file.ts";
import { readWitnessKeys, WITNESS_KEYS, witnessesOf } from "./witness-keys.ts";

/** What was found at one look at the log. */
interface Look {
  readonly followed: Followed & { readonly opened: OpenedCheckpoint };
  /** By the hub's own word: how many witnesses cosigned, and how many it asks for. */
  readonly cosigned: number;
  readonly quorum: number;
}

/** Whether the log holds together, verified in this browser: it continues, who witnesses it, that an entry is in it. */
export function ProofSide() {
  const words = inLanguage(logWords);
  const { hub } = useSession();
  const witnessText = useSignal(browserStore.getItem(WITNESS_KEYS) ?? "");
  const found = useSignal<Look | null>(null);
  const error = useSignal<unknown>(null);
  const looking = useSignal(false);
  const read = readWitnessKeys(witnessText.value);
  const witnesses = "keys" in read ? read.keys : [];

  const look = async () => {
    looking.value = true;
    error.value = null;
    try {
      const latest = async (policy: Policy, since: readonly OpenedCheckpoint[]) => ({
        opened: await continuing(hub, policy, since),
      });
      const followed = await provedFromKept(hub, latest, witnesses);
      const { cosigned, quorum } = await hub.call(ExchangeLogService.getCheckpoint, {});
      found.value = { followed, cosigned, quorum };
    } catch (cause) {
      found.value = null;
      error.value = cause;
    } finally {
      looking.value = false;
    }
  };
  useEffect(() => void look(), [hub]);

  const keepKeys = (event: Event) => {
    event.preventDefault();
    if (!("keys" in read)) return;
    browserStore.setItem(WITNESS_KEYS, witnessText.value);
    void look();
  };
  if (hub.identity.hub.logKey === undefined) return <p class="stale">{words.noLogKey}</p>;
  const seen = found.value;
  return (
    <div class="stack">
      <section class="panel" aria-label={words.checkpoint}>
        <div class="row">
          <h2>{words.checkpoint}</h2>
          <button type="button" disabled={looking.value} onClick={() => void look()}>
            {words.look}
          </button>
        </div>
        {error.value !== null && <Failed error={error.value} />}
        {!seen && looking.value && <Loading />}
        {seen && (
          <>
            <div class={seen.followed.since === null ? undefined : "log-good"} role="status">
              <Continued {...seen.followed} />
            </div>
            <Checkpoint opened={seen.followed.opened} known={witnesses} look={seen} />
          </>
        )}
      </section>
      <form class="panel" onSubmit={keepKeys}>
        <Field
          label={words.witnessKeys}
          hint={words.witnessKeysHint}
          fault={"fault" in read ? words.keyFault(read.fault) : undefined}
        >
          {(control) => (
            <textarea
              {...control}
              class="mono"
              rows={3}
              spellcheck={false}
              value={witnessText.value}
              onInput={({ currentTarget }) => (witnessText.value = currentTarget.value)}
            />
          )}
        </Field>
        <div class="row">
          <button type="submit">{words.keepKeys}</button>
        </div>
      </form>
      <ProveOne />
    </div>
  );
}

function Checkpoint({
  opened,
  known,
  look,
}: {
  readonly opened: OpenedCheckpoint;
  readonly known: readonly VerifierKey[];
  readonly look: Pick<Look, "cosigned" | "quorum">;
}) {
  const words = inLanguage(logWords);
  const { checkpoint, signatures, note } = opened;
  const witnesses = witnessesOf(opened, known);
  const states = { verified: words.verifiedHere, said: words.saidOnly, missing: words.missing };
  return (
    <>
      <dl class="facts">
        <dt>{words.origin}</dt>
        <dd>{checkpoint.origin}</dd>
        <dt>{words.size}</dt>
        <dd>{checkpoint.size}</dd>
        <dt>{words.root}</dt>
        <dd class="mono log-root">{base64(checkpoint.root)}</dd>
        <dt>{words.signedBy}</dt>
        <dd>{signatures.map(({ key }) => words.theLog(hexKeyId(key))).join(", ")}</dd>
        <dt>{words.witnesses}</dt>
        <dd>{words.cosigned(look.cosigned, look.quorum)}</dd>
      </dl>
      {witnesses.length > 0 && (
        <Table
          caption={words.witnesses}
          columns={[{ title: words.witness }, { title: words.when }, { title: words.state }]}
        >
          {witnesses.map(({ name, at, state }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                <Time at={at} seconds />
              </td>
              <td class={`log-witness-${state}`}>{states[state]}</td>
            </tr>
          ))}
        </Table>
      )}
      <div class="row">
        <button
          type="button"
          onClick={() => saveFile("log.checkpoint", "text/plain", formatNote(note))}
        >
          {words.saveCheckpoint}
        </button>
      </div>
    </>
  );
}
