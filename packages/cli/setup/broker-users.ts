import {
  brokerRights,
  type BrokerRights,
  type BrokerUser,
  HUB_API,
  JETSTREAM_API,
} from "@talanoa/contract/broker-rights.ts";
import { EXCHANGE, LOG_POSITION } from "@talanoa/contract/subjects.ts";

/** All who have a key at the broker; `system` sees the servers themselves. */
export type KeyHolder = BrokerUser | "system";

export const brokerUsers = Object.keys(brokerRights) as readonly BrokerUser[];
export const keyHolders: readonly KeyHolder[] = [...brokerUsers, "system"];

/** The accounts that hold EXCHANGE, and the broker's own. Nobody logs in to the first. */
const HUB = "HUB";
const SYSTEM = "SYS";

/** A subject that one account opens to others. */
interface Opened {
  /** In the account that it is of. */
  readonly subject: string;
  /** In the accounts that use it. */
  readonly as: string;
  readonly streamed?: boolean;
}

/**
 * The broker's accounts and users, as nats-server's configuration writes them. Every user has an account of its own
 * and imports what it may use, so that it neither sees another's answers nor has its own sent to a subject of the
 * stream (an answer goes wherever the question says, whatever the permissions: within one account that is a way to
 * write). Source: https://docs.nats.io/running-a-nats-service/configuration/securing_nats/accounts
 *
 * @param keys public nkeys of each; two while one is being renewed
 */
export function brokerAccounts(keys: { readonly [Name in KeyHolder]: readonly string[] }): string {
  const accounts = brokerUsers.map((user) => userAccount(user, keys[user]));
  return `# Written by "talanoa setup": the accounts of the broker and what each may do.
accounts {
  ${HUB} {
    jetstream: enabled
    exports: [
${exportsOf(HUB)}
    ]
  }
${accounts.join("\n")}
  ${SYSTEM} {
    users: [${keys.system.map((key) => `{nkey: ${key}}`).join(", ")}]
  }
}
system_account: ${SYSTEM}
`;
}

function userAccount(user: BrokerUser, keys: readonly string[]): string {
  const imports = [
    ...openedBy(brokerRights[user]).map((its) => importOf(HUB, its)),
    ...brokerRights[user].questions.map((subject) => {
      const answering = brokerUsers.find((each) => brokerRights[each].answers.includes(subject));
      if (!answering) throw new Error(`nobody answers on ${subject}`);
      return importOf(answering, { subject, as: subject });
    }),
  ];
  const denied = othersDurables(user).map((subject) => JSON.stringify(subject));
  const permissions = `permissions: {publish: {deny: [${denied.join(", ")}]}}`;
  const answers = exportsOf(user);
  return `  ${user} {
    users: [
${keys.map((key) => `      {nkey: ${key}, ${permissions}}`).join("\n")}
    ]${answers && `\n    exports: [\n${answers}\n    ]`}
    imports: [
${imports.join("\n")}
    ]
  }`;
}

/** What an account opens, each subject to those who use it and nobody else. */
function exportsOf(account: typeof HUB | BrokerUser): string {
  const users = new Map<string, { readonly its: Opened; readonly by: BrokerUser[] }>();
  for (const user of brokerUsers) {
    const rights = brokerRights[user];
    const used = account === HUB ? openedBy(rights) : answeredBy(account, rights);
    for (const its of used) {
      const entry = users.get(its.subject) ?? { its, by: [] };
      entry.by.push(user);
      users.set(its.subject, entry);
    }
  }
  return [...users.values()]
    .map(({ its: { subject, streamed }, by }) => {
      const response = streamed ? ", response: stream" : "";
      return `      {service: ${JSON.stringify(subject)}, accounts: [${by.join(", ")}]${response}}`;
    })
    .join("\n");
}

function openedBy({ writes, asks, durables }: BrokerRights): Opened[] {
  return [
    ...writes.map((subject) => ({ subject, as: subject })),
    ...asks.map((ask) => ({
      subject: `${JETSTREAM_API}.${ask}`,
      as: `${HUB_API}.${ask}`,
      // One question, many messages.
      streamed: ask.startsWith("CONSUMER.MSG.NEXT."),
    })),
    ...durables.map((durable) => {
      const subject = `$JS.ACK.${EXCHANGE}.${durable}.>`;
      return { subject, as: subject };
    }),
  ];
}

function answeredBy(account: BrokerUser, { questions }: BrokerRights): Opened[] {
  return (
    questions
      .filter((subject) => brokerRights[account].answers.includes(subject))
      // Every instance says how it is; one tells how far the log is.
      .map((subject) => ({ subject, as: subject, streamed: subject !== LOG_POSITION }))
  );
}

function importOf(account: string, { subject, as }: Opened): string {
  const to = as === subject ? "" : `, to: ${JSON.stringify(as)}`;
  return `      {service: {account: ${account}, subject: ${JSON.stringify(subject)}}${to}}`;
}

/** Consumers have names of their own that nobody guesses, but for the durable ones: those are their owners'. */
function othersDurables(user: BrokerUser): string[] {
  return brokerUsers
    .filter((other) => other !== user)
    .flatMap((other) => brokerRights[other].durables)
    .flatMap((durable) =>
      ["CREATE", "DELETE", "MSG.NEXT"].map(
        (step) => `${HUB_API}.CONSUMER.${step}.${EXCHANGE}.${durable}`,
      ),
    );
}
