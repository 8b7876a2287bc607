import { Kind } from "@talanoa/contract/generated/talanoa.ts";
import { isKnownKind } from "@talanoa/contract/kinds.ts";
import type { Publication } from "@talanoa/client/publication.ts";
import { codeOf, kindWords } from "@talanoa/contract/words.ts";
import { InvalidNotice } from "@talanoa/sharing/notice/violation.ts";
import { useRef, useState } from "preact/hooks";
import { useAct } from "../../parts/use-act.ts";
import { Trouble } from "../../parts/trouble.tsx";
import type { Session } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { WithdrawDialog } from "../notice/withdraw-dialog.tsx";
import { AmendPanel } from "./amend/amend-panel.tsx";
import { DraftForm } from "./form/draft-form.tsx";
import { textAt, valueAt, type Written } from "../../words/draft-path.ts";
import { FaultsList } from "./form/faults-list.tsx";
import { FormProvider } from "./form/form-context.ts";
import type { WrittenKind } from "./form/plan.ts";
import { DraftsPanel } from "./kept/drafts-panel.tsx";
import {
  ChangedElsewhere,
  eraseDraft,
  eraseTemplate,
  keepDraft,
  keepTemplate,
} from "./kept/drafts.ts";
import { exampleOf } from "./kept/example.ts";
import type { KeptDraft } from "./kept/kept.ts";
import { OutboxPanel } from "./kept/outbox-panel.tsx";
import { TemplateBar } from "./kept/template-bar.tsx";
import type { Desk } from "./kept/use-kept.ts";
import { PasteDialog } from "./paste/paste-dialog.tsx";
import { publishWords } from "./publish-words.ts";
import { ConsequencesPanel } from "./send/consequences-panel.tsx";
import { canSign, sealWritten } from "./send/examine.ts";
import { mayPublish, nextKind } from "./send/may-publish.ts";
import { ReviewDialog } from "./send/review-dialog.tsx";
import { keepNow, keepWhole } from "./keeping.ts";
import { useExamined } from "./use-examined.ts";
import { useKeeping } from "./use-keeping.ts";
import { addMade, begin, beginCopy, beginKind, open, write, type Writing } from "./writing.ts";

type Asking = "review" | "paste" | "recall" | null;

/** The form, what would come of it, and what is kept and on its way. `desk` is null where nothing can be kept. */
export function WritingDesk({
  session,
  writing,
  desk,
}: {
  readonly session: Session;
  readonly writing: Writing;
  readonly desk: Desk | null;
}) {
  const { identity } = session.hub;
  const words = inLanguage(publishWords);
  const [asking, setAsking] = useState<Asking>(null);
  const [error, setError] = useState<unknown>(null);
  const sent = useRef<HTMLDivElement>(null);
  const sending = useAct();
  const faultsList = useRef<HTMLElement | null>(null);
  const { directory, trouble, examineNow, again } = useExamined(session, writing);
  useKeeping(writing, desk, setError);
  const written = writing.written.value;
  const kind = codeOf(kindWords, textAt(written, "kind")) ?? Kind.ALERT;
  const amending = writing.amending.value;
  const faults = writing.faults.value;
  const next = nextKind(identity.roles, kind);
  const allowed = mayPublish(identity.roles, kind);
  const noKey = !canSign(identity);
  const mayBeSent = desk !== null && allowed && !noKey;

  const set = (path: string, value: unknown) => write(writing, path, value);
  const add = (path: string, made: Promise<readonly unknown[]>) => addMade(writing, path, made);
  const isMaking = writing.making.value !== null;

  /** Does what may fail; what is written stays whatever happens. */
  async function attempt(act: () => Promise<void>): Promise<void> {
    setError(null);
    try {
      await act();
    } catch (its) {
      setError(its);
    }
  }

  const keep = () => keepWhole(writing, desk);
  const change = (begins: () => void) => attempt(async () => (await keep(), begins()));

  async function review(): Promise<void> {
    await writing.making.peek();
    writing.checked.value = true;
    const { violations } = await examineNow();
    // What the hub refused is for the officer to judge: not all of it stands at a field.
    if (violations.length === 0 && mayBeSent) setAsking("review");
    else setTimeout(() => faultsList.current?.focus());
  }

  async function send(): Promise<void> {
    if (!desk) return;
    const id = writing.id.peek();
    const isCopy = writing.isCopy.peek();
    const mayStandAs = writing.mayStandAs.peek();
    // Who left the page meanwhile may be writing something else.
    const isHere = () => writing.id.peek() === id;
    let known = writing.known.peek();
    try {
      const standing = await keepNow(writing, desk);
      if (standing?.id === id) known = standing;
      const now = Date.now();
      const { publication } = await sealWritten(written, { identity, amending, now });
      // From here on it is not kept as a draft that is still to be sent.
      if (isHere()) writing.changed.value = false;
      const draft = {
        id,
        written,
        changedAt: now,
        ...(amending && { amending }),
        ...(isCopy && { isCopy }),
        ...(mayStandAs !== null && { mayStandAs }),
      };
      await desk.outbox.putMade(publication, draft, known);
      // The commit point: now it is sent, whatever happens to this page.
      if (isHere() && writing.written.peek() === written) beginKind(writing, next);
      else if (isHere()) beginCopy(writing);
    } catch (its) {
      if (isHere()) writing.changed.value = true;
      // What stands here is a copy now: the officer says whether it goes out once more.
      if (its instanceof ChangedElsewhere && isHere()) beginCopy(writing);
      if (!(its instanceof InvalidNotice)) throw its;
      if (isHere()) writing.refused.value = its.violations;
      return;
    } finally {
      setAsking(null);
    }
    // First: it goes out also where the browser cannot say what it keeps.
    desk.sending.send();
    await desk.refresh();
    setTimeout(() => {
      // On a small screen it stands far below the form.
      sent.current?.scrollIntoView({ block: "center" });
      sent.current?.focus({ preventScroll: true });
    });
  }

  async function forget(publication: Publication): Promise<void> {
    if (!desk) return;
    await using claim = await desk.outbox.claim(publication.ref);
    // Another tab is just sending it.
    if (!claim) return;
    await desk.outbox.drop(publication);
    await desk.refresh();
  }

  async function keepAll(drafts: readonly Written[]): Promise<void> {
    if (!desk) return;
    const now = Date.now();
    for (const [at, its] of drafts.entries())
      // The first of the table stands first in the list.
      await keepDraft(
        desk.kept,
        { id: crypto.randomUUID(), written: its, changedAt: now - at },
        null,
      );
    await desk.refresh();
  }

  function addGoods(goods: readonly Written[]): void {
    const before = valueAt(writing.written.value, "goods");
    set("goods", [...(Array.isArray(before) ? before : []), ...goods]);
  }

  /** As it stands now, which may be otherwise than when the list was read. */
  async function openKept({ id }: KeptDraft): Promise<void> {
    if (!desk) return;
    await keep();
    const standing = await desk.kept.get("drafts", id);
    if (standing && standing.sentAs === undefined) open(writing, standing);
    await desk.refresh();
  }

  async function erase({ id }: KeptDraft): Promise<void> {
    if (!desk) return;
    await eraseDraft(desk.kept, id);
    if (id === writing.id.value) beginKind(writing, next);
    await desk.refresh();
  }

  async function eraseAll(): Promise<void> {
    if (!desk) return;
    beginKind(writing, next);
    await desk.erase();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (!event.ctrlKey && !event.metaKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      void attempt(review);
    } else if (event.key === "s") {
      event.preventDefault();
      void attempt(keep);
    }
  }

  return (
    <>
      {!allowed && <p class="stale">{words.mayNot}</p>}
      {noKey && (
        <p class="stale">
          {words.noKey} <a href="/settings">{words.toSettings}</a>
        </p>
      )}
      {trouble !== null && <Trouble error={trouble} again={again} />}
      {writing.isCopy.value && (
        <p class="stale" role="alert">
          {words.changedElsewhere}
        </p>
      )}
      {writing.mayStandAs.value !== null && (
        <p class="stale" role="alert">
          {words.mayStand(writing.mayStandAs.value)}
        </p>
      )}
      {error !== null && !(error instanceof ChangedElsewhere) && <Trouble error={error} />}
      {desk?.trouble.value != null && <Trouble error={desk.trouble.value} />}
      <TemplateBar
        kind={isKnownKind(kind) ? kind : Kind.ALERT}
        roles={identity.roles}
        templates={desk?.templates.value ?? []}
        mayChangeKind={amending === null}
        onKind={(chosen: WrittenKind) => void change(() => beginKind(writing, chosen))}
        onExample={() =>
          void attempt(async () => {
            const example = await exampleOf(kind);
            await keep();
            begin(writing, example);
          })
        }
        onTemplate={(template) => void change(() => begin(writing, template))}
        onKeep={
          desk &&
          ((name) =>
            void attempt(async () => {
              await keepTemplate(desk.kept, { name, written });
              await desk.refresh();
            }))
        }
        onErase={(name) =>
          void attempt(async () => {
            if (desk) await eraseTemplate(desk.kept, name);
            await desk?.refresh();
          })
        }
      />
      <AmendPanel
        writing={writing}
        onStop={() => void change(() => beginKind(writing, next))}
        onRecall={() => setAsking("recall")}
      />
      <div class="publish-columns">
        <form
          class="publish-form"
          onKeyDown={onKeyDown}
          onSubmit={(event) => {
            event.preventDefault();
            void attempt(review);
          }}
        >
          <FaultsList
            faults={faults}
            written={written}
            focusOn={(element) => (faultsList.current = element)}
          />
          <FormProvider
            value={{
              kind,
              own: identity.participant,
              written,
              faults,
              directory,
              set,
              add,
              isMaking,
            }}
          >
            <DraftForm />
          </FormProvider>
          <div class="publish-actions">
            <button type="submit" class="button-main" disabled={!mayBeSent}>
              {words.review}
            </button>
            <button type="button" onClick={() => void change(() => beginKind(writing, next))}>
              {words.newDraft}
            </button>
            {desk && (
              <button type="button" onClick={() => setAsking("paste")}>
                {words.paste}
              </button>
            )}
            <span class="quiet" role="status">
              {isMaking && words.imagesBeingMade}
            </span>
            <span class="quiet publish-keys">{words.keys}</span>
          </div>
        </form>
        <aside class="publish-aside">
          <section class="panel" aria-labelledby="publish-consequences">
            <h2 id="publish-consequences">{words.consequences}</h2>
            <ConsequencesPanel examined={writing.examined.value} />
          </section>
          {desk && (
            <>
              <div ref={sent} tabIndex={-1}>
                <OutboxPanel
                  waiting={desk.waiting.value}
                  fates={desk.fates.value}
                  onForget={(publication) => void attempt(() => forget(publication))}
                />
              </div>
              <DraftsPanel
                drafts={desk.drafts.value}
                opened={writing.id.value}
                onOpen={(draft) => void attempt(() => openKept(draft))}
                onErase={(draft) => void attempt(() => erase(draft))}
                onEraseAll={() => void attempt(eraseAll)}
              />
            </>
          )}
        </aside>
      </div>
      {asking === "review" && (
        <ReviewDialog
          writing={writing}
          isBusy={sending.isBusy}
          onSend={() => void sending.run(() => attempt(send))}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === "paste" && (
        <PasteDialog
          kind={textAt(written, "kind")}
          onGoods={(goods) => {
            addGoods(goods);
            setAsking(null);
          }}
          onDrafts={(drafts) => {
            setAsking(null);
            void attempt(() => keepAll(drafts));
          }}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === "recall" && amending && (
        <WithdrawDialog
          notice={amending}
          what="recall"
          onClose={() => setAsking(null)}
          onDone={() => {
            setAsking(null);
            beginKind(writing, next);
            location.assign(`/log/trail/${amending.origin}/${amending.id}`);
          }}
        />
      )}
    </>
  );
}
