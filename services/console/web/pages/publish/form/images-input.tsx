import { limits } from "@talanoa/sharing/notice/limits.ts";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { inLanguage } from "../../../words/words.ts";
import { publishWords } from "../publish-words.ts";
import { addImage } from "./add-image.ts";
import { valueAt, withoutItem } from "./draft-path.ts";
import { fieldWords, labelIn } from "./field-words.ts";
import { useForm } from "./form-context.ts";
import { useFault } from "./use-fault.ts";
import { TextInput } from "./value-inputs.tsx";

/** Images from files: their metadata is taken out at once, and the officer is told what was in it. */
export function ImagesInput({ path }: { readonly path: string }) {
  const { written, set } = useForm();
  const words = inLanguage(publishWords);
  const [notes, setNotes] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const input = useId();
  const fault = useFault(path);
  const value = valueAt(written, path);
  const images: readonly { content?: unknown }[] = Array.isArray(value) ? value : [];
  const latest = useRef(images);
  latest.current = images;

  async function add(files: readonly File[]): Promise<void> {
    setBusy(true);
    const said: string[] = [];
    const added: object[] = [];
    for (const file of files.slice(0, limits.images - latest.current.length)) {
      const its = await addImage(file);
      if (its.kind === "unreadable") said.push(words.imageUnreadable(file.name));
      else if (its.kind === "too-large") said.push(words.imageTooLarge(file.name));
      else {
        added.push({ content: its.content });
        const done = [
          its.removed.length > 0 && words.imageStripped(its.removed.join(", ")),
          its.shrunk && words.imageShrunk,
        ].filter(Boolean);
        if (done.length > 0) said.push(`${file.name}: ${done.join("; ")}`);
      }
    }
    // What was taken away meanwhile stays away.
    set(path, [...latest.current, ...added]);
    setNotes(said);
    setBusy(false);
  }

  return (
    <fieldset class="publish-list" data-field={path}>
      <legend>{labelIn(inLanguage(fieldWords), path)}</legend>
      <p class="field-hint">{words.imageHint(limits.imageSize / 1024, limits.images)}</p>
      {fault && <p class="field-fault">{fault}</p>}
      {images.map(({ content }, at) => (
        <div class="publish-item" key={at}>
          <div class="publish-image">
            {content instanceof Uint8Array && <Picture content={content} />}
            <ImageFault path={`${path}[${at}]`} />
            <TextInput path={`${path}[${at}].caption`} />
          </div>
          <button
            type="button"
            class="button-quiet"
            aria-label={words.remove(`${labelIn(inLanguage(fieldWords), path)} ${at + 1}`)}
            onClick={() => set(path, valueAt(withoutItem(written, path, at), path))}
          >
            ✕
          </button>
        </div>
      ))}
      <label class="button" for={input}>
        {words.addImage}
      </label>
      <input
        id={input}
        class="publish-file"
        type="file"
        multiple
        accept="image/jpeg,image/png,image/webp"
        disabled={busy || images.length >= limits.images}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          currentTarget.value = "";
          void add(files);
        }}
      />
      <div role="status">
        <ul>
          {notes.map((note) => (
            <li key={note} class="field-hint">
              {note}
            </li>
          ))}
        </ul>
      </div>
    </fieldset>
  );
}

function ImageFault({ path }: { readonly path: string }) {
  const fault = useFault(path);
  return fault ? <p class="field-fault">{fault}</p> : null;
}

function Picture({ content }: { readonly content: Uint8Array }) {
  const [address, setAddress] = useState("");
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([content as Uint8Array<ArrayBuffer>]));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [content]);
  return address === "" ? null : <img class="publish-picture" src={address} alt="" />;
}
