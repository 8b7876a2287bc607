import { screen } from "@talanoa/client/screen.ts";
import { counted } from "@talanoa/contract/counted.ts";
import {
  FlagState,
  type MessageIssue,
  type ScreenedHit,
  type ScreenedMessage,
  type ScreenedTransmission,
} from "@talanoa/contract/generated/talanoa.ts";
import { flagStateWords, wordOf } from "@talanoa/contract/words.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Context } from "../context.ts";
import type { Json } from "../json.ts";
import { plain } from "../plain-text.ts";
import { printJson } from "../print.ts";
import { nothingScreened, type Screened } from "../screen/screen-files.ts";
import { inputsOf } from "../screen/inputs.ts";
import { unsaidJson, unsaidText } from "../screen/unsaid-profile.ts";
import { openSession } from "../session.ts";
import { styleOf } from "../style.ts";
import { isoTime } from "@talanoa/client/times.ts";
import { UsageError } from "../usage-error.ts";

/** In place of a traveller's segment (ScreenedHit). */
const ALL_ON_BOARD = 0;

/** Has files screened by the hub, each as one transmission, and prints what it made of them. */
export async function sendFiles(context: Context, named: readonly string[]): Promise<Screened> {
  const inputs = await inputsOf(context, named);
  await using session = await openSession(context);
  const screened = nothingScreened();
  for (const input of inputs) {
    try {
      const bytes = Buffer.concat(await Array.fromAsync(input.open(() => {})));
      const answer = await screen(session.hub, bytes, { signal: context.signal });
      count(screened, answer);
      await show(context, input.name, answer);
    } catch (error) {
      // One that is refused costs the others nothing.
      const text = refusalText(input.name, error);
      if (text === null) throw error;
      screened.refused += 1;
      context.terminal.say(`${plain(text)}\n`);
    }
  }
  return screened;
}

/** Why a file was not screened; null for an error that is not the file's. */
function refusalText(file: string, error: unknown): string | null {
  if (error instanceof UsageError) return error.message;
  if (!(error instanceof HubError) || error.code !== "invalid-argument") return null;
  const why = error.violations.map(({ description, rule }) => `${description} (${rule})`);
  return `${file}: refused. ${why.join(" ") || error.message}`;
}

function count(screened: Screened, { messages, issues }: ScreenedTransmission): void {
  const isFaulty = (each: readonly MessageIssue[]): boolean =>
    each.some(({ severity }) => severity === "error");
  screened.messages += messages.length;
  screened.faulty += [...messages.map((message) => message.issues), issues].filter(isFaulty).length;
  for (const { travellers, hits } of messages) {
    screened.travellers += travellers;
    const found = new Set(hits.map(({ traveller }) => traveller));
    if (found.delete(ALL_ON_BOARD)) screened.journeys += 1;
    screened.found += found.size;
  }
}

async function show(context: Context, file: string, answer: ScreenedTransmission): Promise<void> {
  const { terminal, options } = context;
  if (options.json) return printJson(context, [answerJson(file, answer)]);
  const { dim, odd } = styleOf(terminal);
  const { messages, issues, repeated } = answer;
  const then = messages.length > 0 ? "; found then:" : ".";
  const lines = [
    dim(plain(file)),
    ...(repeated ? [`Screened before, at ${isoTime(answer.screenedAt)}${then}`] : []),
    ...messages.flatMap((message) => [
      messageLine(message),
      ...message.issues.map(issueLine),
      ...message.hits.map((hit) => odd(hitLine(hit))),
      ...message.unsaid.map((its) => dim(`  ${unsaidText(its)}`)),
    ]),
    ...answer.withdrawn.map((flag) => `flag ${flag.slice(-8)} is withdrawn`),
    ...answer.waiting.map(({ type, part, until }) =>
      plain(`${type}: part ${part} waits for the others until ${isoTime(until)}`),
    ),
    ...issues.map(issueLine),
  ];
  await terminal.write(`${lines.join("\n")}\n\n`);
}

function messageLine(message: ScreenedMessage): string {
  const { type, function: what, flights, travellers, complete } = message;
  const names = flights.map(({ flight, legs }) => {
    const [first] = legs;
    return [flight, first ? `${first.from}–${legs.at(-1)!.to} ${first.departure}` : ""].join(" ");
  });
  const whole = complete ? "" : ", not whole";
  return plain(
    `${type} ${what}: ${names.join(", ") || "no flight"}, ${counted(travellers, "traveller")}${whole}`,
  );
}

/** Of whom it is says the place in the message: the hub's answer names nobody. */
function hitLine({ traveller, grade, watchlist, profile, flag, state }: ScreenedHit): string {
  const whom =
    traveller === ALL_ON_BOARD ? "all on board" : `the traveller of segment ${traveller}`;
  // One that has just been raised, or waits still, is a draft.
  const now = state === FlagState.DRAFT ? "" : `, now ${stateWord(state)}`;
  return plain(`  flag ${flag.slice(-8)}, grade ${grade}${now}: ${watchlist || profile} (${whom})`);
}

function stateWord(state: FlagState): string {
  return state === FlagState.UNSPECIFIED ? "kept no more" : wordOf(flagStateWords, state);
}

function issueLine({ severity, text, segment, position }: MessageIssue): string {
  const where = segment ? ` (${segment} ${position})` : "";
  return plain(`  ${severity}: ${text}${where}`);
}

function answerJson(file: string, answer: ScreenedTransmission): Json {
  return {
    file,
    digest: Buffer.from(answer.digest).toString("hex"),
    screened_at: isoTime(answer.screenedAt),
    repeated: answer.repeated,
    messages: answer.messages.map((message) => ({
      kind: message.kind,
      type: message.type,
      function: message.function,
      complete: message.complete,
      flights: message.flights.map(({ flight, legs }) => ({
        flight,
        legs: legs.map((leg) => ({ ...leg })),
      })),
      travellers: message.travellers,
      bookings: message.bookings,
      issues: message.issues.map((issue) => ({ ...issue })),
      further_issues: message.furtherIssues,
      hits: message.hits.map(({ traveller, grade, watchlist, profile, flag, state }) => ({
        traveller,
        grade,
        watchlist: watchlist || null,
        profile: profile || null,
        flag,
        state: state === FlagState.UNSPECIFIED ? null : wordOf(flagStateWords, state),
      })),
      unsaid: message.unsaid.map(unsaidJson),
    })),
    issues: answer.issues.map((issue) => ({ ...issue })),
    withdrawn: answer.withdrawn,
    waiting: answer.waiting.map(({ kind, type, part, until }) => ({
      kind,
      type,
      part,
      until: isoTime(until),
    })),
  };
}
