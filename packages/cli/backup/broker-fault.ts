/** Why the broker does not let somebody in, for a person. */
export interface BrokerFault {
  readonly says: string;
  /** What to do. */
  readonly next: string;
  /** Whether it stays so until something is changed here: waiting does not help. */
  readonly isLasting: boolean;
}

interface Known extends BrokerFault {
  /** Of the error's text and codes, and of those of its causes. */
  readonly when: RegExp;
}

const known: readonly Known[] = [
  {
    when: /ECONNREFUSED|CONNECTION_REFUSED/i,
    says: "no broker listens at TALANOA_NATS_URL",
    next: "See that the brokers run (docker compose ps), and that address and port are right: tls://localhost:7421 on the hub's own machine.",
    isLasting: false,
  },
  {
    when: /ENOTFOUND|EAI_AGAIN/,
    says: "the host of TALANOA_NATS_URL is not known",
    next: "See that the name is right: on the hub's own machine it is localhost.",
    isLasting: true,
  },
  {
    when: /ALTNAME|does not match certificate/i,
    says: "the broker's certificate does not have the host of TALANOA_NATS_URL",
    next: "Name it by one that it has: localhost, on the hub's own machine.",
    isLasting: true,
  },
  {
    when: /CERT_HAS_EXPIRED|certificate has expired/i,
    says: "the broker's certificate has expired",
    next: "Renew it: talanoa setup --renew tls/nats, then reload the brokers (docs/security.md).",
    isLasting: true,
  },
  {
    when: /SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY)|self-signed|unable to (get|verify)|unknown ca/i,
    says: "the broker's certificate is of another authority than TALANOA_NATS_CA_FILE has",
    next: "Set TALANOA_NATS_CA_FILE to the hub's own: secrets/authority/ca.crt.",
    isLasting: true,
  },
  {
    when: /authorization violation|authentication|nonce/i,
    says: "the broker does not take this key",
    next: "Set TALANOA_NATS_SEED_FILE to that of the user, of this hub: secrets/nats/backup.nk to back up, restore.nk to restore, operator.nk for setup --stream. When it has just been renewed, reload the brokers.",
    isLasting: true,
  },
  {
    when: /secure connection|tls required|requires tls|TLS is not available|wrong version number/i,
    says: "the broker speaks TLS and TALANOA_NATS_URL does not, or the other way round",
    next: "A hub in containers has tls:// addresses: tls://localhost:7421.",
    isLasting: true,
  },
];

/** What the failure of a first connection means; null for one that is not known. */
export function brokerFault(error: unknown): BrokerFault | null {
  const text = textOf(error);
  return known.find(({ when }) => when.test(text)) ?? null;
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error === "string" ? error : "";
  const code = "code" in error ? String(error.code) : "";
  return [error.name, error.message, code, textOf(error.cause)].join(" ");
}
