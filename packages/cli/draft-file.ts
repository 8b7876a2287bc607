import { open } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";

/**
 * Writes a draft to a new file in a folder, `alert-draft.yaml` or with a number, which only its owner
 * may read. Gives the file's name. Throws the disk's errors.
 */
export async function saveDraft(folder: string, draft: object): Promise<string> {
  for (let number = 1; ; number++) {
    const name = number === 1 ? "alert-draft.yaml" : `alert-draft-${number}.yaml`;
    try {
      await using file = await open(join(folder, name), "wx", 0o600);
      await file.writeFile(stringify(draft));
      return name;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}
