import { takesBackFirst } from "@talanoa/client/state.ts";
import type { Outcome } from "@talanoa/contract/generated/talanoa.ts";
import { codeOf, outcomeWords, wordOf } from "@talanoa/contract/words.ts";
import { erasesPersons } from "@talanoa/sharing/statement/outcome.ts";
import { Argument, type Command } from "commander";
import { openAsking } from "./asking.ts";
import type { Context } from "./context.ts";
import { refHelp } from "./notice-ref.ts";
import { stateAbout } from "./state-about.ts";
import { UsageError } from "./usage-error.ts";

const ERASED =
  "Data on persons and passengers that came with it are shown to you no more; once all who were sent them have said so, they are erased for good. Stating another outcome brings nothing back.";
const CONTRADICTS =
  "your administration has stated of this notice that it found something, and this takes it back";

/** How a command that states an outcome speaks of it. */
interface OutcomeHelp {
  readonly description: string;
  /** Those that may be stated. */
  readonly outcomes: readonly Outcome[];
  /** What they are. */
  readonly help: string;
}

/** Makes a command one that states an outcome: `talanoa outcome`, and of flags alone `talanoa flag outcome`. */
export function defineOutcome(
  command: Command,
  context: Context,
  { description, outcomes, help }: OutcomeHelp,
): void {
  const words = outcomes.map((outcome) => wordOf(outcomeWords, outcome));
  command
    .description(description)
    .argument("<notice>", refHelp)
    .addArgument(new Argument("<outcome>", help).choices(words))
    .option("--yes", "also where it takes back, for good, that you found something")
    .action((notice: string, word: string, { yes = false }: { yes?: boolean }) =>
      stateOutcome(context, notice, codeOf(outcomeWords, word)!, yes),
    );
}

async function stateOutcome(
  context: Context,
  notice: string,
  outcome: Outcome,
  takesBack: boolean,
): Promise<void> {
  const says = { outcome: { outcome, takesBack: takesBack && erasesPersons(outcome) } };
  try {
    await stateAbout(context, notice, says, () => ({
      head: `Stated as ${outcomeWords[outcome as keyof typeof outcomeWords]}`,
      ...(erasesPersons(outcome) && { tail: ERASED }),
    }));
  } catch (error) {
    if (!takesBackFirst(error)) throw error;
    await askWhether(context);
    await stateOutcome(context, notice, outcome, true);
  }
}

/** Resolves when a person says yes. Throws UsageError when not, and where nobody can be asked. */
async function askWhether(context: Context): Promise<void> {
  const { terminal, options } = context;
  if (!terminal.inputIsPerson || options.json)
    throw new UsageError(CONTRADICTS, `${ERASED} Give --yes if it is meant.`);
  terminal.say(`Careful: ${CONTRADICTS}. ${ERASED}\n`);
  using asking = openAsking(context);
  const answer = await asking.question("Take it back? Write yes: ");
  if (answer.toLowerCase() !== "yes") throw new UsageError("nothing was stated");
}
