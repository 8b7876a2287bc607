import type { Image } from "@talanoa/contract/generated/talanoa.ts";
import { shown } from "@talanoa/sharing/notice/describe-line.ts";
import { stripImage } from "@talanoa/sharing/notice/strip-image.ts";
import { useEffect, useState } from "preact/hooks";
import { inLanguage } from "../../words/words.ts";
import { noticeWords } from "./notice-words.ts";

/** An image of a notice: its picture alone, of the type that its bytes have, whatever the notice says that they are. */
export function NoticeImage({ image: { content, caption } }: { readonly image: Image }) {
  const words = inLanguage(noticeWords);
  const url = usePicture(content);
  const text = shown(caption);
  return (
    <figure class="panel notice-image">
      {url === null ? <p>{words.imageUnreadable}</p> : <img src={url} alt={text || words.image} />}
      {text && <figcaption>{text}</figcaption>}
    </figure>
  );
}

/** An address of the picture within this page, for as long as it is shown; null for bytes that are no picture. */
function usePicture(content: Uint8Array): string | null {
  const [url, setUrl] = useState<string | null>("");
  useEffect(() => {
    const stripped = stripImage(content);
    if (!stripped) return setUrl(null);
    const bytes = stripped.content as Uint8Array<ArrayBuffer>;
    const made = URL.createObjectURL(new Blob([bytes], { type: stripped.mediaType }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [content]);
  return url;
}
