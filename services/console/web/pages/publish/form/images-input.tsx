import { limits } from "@talanoa/sharing/notice/limits.ts";
import { useEffect, useId, useState } from "preact/hooks";
import { inLanguage } from "../../../words/words.ts";
import { publishWords } from "../publish-words.ts";
import { type AddedImage, addImage } from "./add-image.ts";
import { valueAt, withoutItem } from "../../../words/draft-path.ts";
import { fieldWords, labelIn } from "../../../words/field-words.ts";
import { useForm } from "./form-context.ts";
import { useFault } from "./use-fault.ts";
import { TextInput } from "./value-inputs.tsx";

/** Images from files: their metadata is taken out at once, and the officer is told what was in it. */
export function ImagesInput({ path }: { readonly path: string }) {
  const { written, set, add, isMaking } = useForm();
  const words = inLanguage(publishWords);
  const [notes, setNotes] = useState<readonly string[]>([]);
  const input = useId();
  const fault = useFault(path);
  const value = valueAt(written, path);
  const images: readonly { content?: unknown }[] = Array.isArray(value) ? value : [];

  async function choose(files: readonly File[]): Promise<void> {
    setNotes([]);
    const making = eachAdded(files.slice(0, limits.images - images.length));
    const isAdded = await add(
      path,
      making.then((all) =>
        all.flatMap(({ its }) => (its.kind === "added" ? { content: its.content } : [])),
      ),
    );
    if (isAdded) setNotes((await making).flatMap(({ name, its }) => noteOf(name, its)));
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
        disabled={isMaking || images.length >= limits.images}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          currentTarget.value = "";
          void choose(files);
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

/** One after the other: a phone has not the memory for several. Never rejects. */
async function eachAdded(
  files: readonly File[],
): Promise<readonly { readonly name: string; readonly its: AddedImage }[]> {
  const all = [];
  for (const file of files) {
    // A file that was moved since it was chosen cannot be read.
    const its = await addImage(file).catch((): AddedImage => ({ kind: "unreadable" }));
    all.push({ name: file.name, its });
  }
  return all;
}

/** What an officer is told of an image; nothing of one that was taken as it is. */
function noteOf(name: string, its: AddedImage): string[] {
  const words = inLanguage(publishWords);
  if (its.kind === "unreadable") return [words.imageUnreadable(name)];
  if (its.kind === "too-large") return [words.imageTooLarge(name)];
  const done = [
    ...(its.removed.length > 0 ? [words.imageStripped(its.removed.join(", "))] : []),
    ...(its.shrunk ? [words.imageShrunk] : []),
  ];
  return done.length > 0 ? [`${name}: ${done.join("; ")}`] : [];
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
