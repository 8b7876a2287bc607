// node main.ts FOLDER: what a broker needs before it starts on its folder (docs/decisions/0029).
import { argv } from "node:process";
import { finishErasures } from "./finish-erasures.ts";

const [, , folder] = argv;
if (folder === undefined) throw new Error("the folder of the broker's files is missing");
const finished = await finishErasures(folder);
if (finished > 0) console.log(`Finished to erase ${finished} messages.`);
