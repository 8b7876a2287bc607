/** What the demo's issuer is told. */
export interface IssuerSettings {
  /** On loopback, and nowhere else. */
  readonly listen: { readonly host: string; readonly port: number };
  /** Where the console is. */
  readonly console: string;
  /** The folder of the identities of the demo's people. */
  readonly identities: string;
  /** The key that signs tokens. */
  readonly keyFile: string;
  /** How long a token lasts, in seconds. */
  readonly seconds: number;
}

const needed = [
  "TALANOA_LISTEN",
  "TALANOA_CONSOLE_URL",
  "TALANOA_IDENTITIES_DIR",
  "TALANOA_TOKEN_KEY_FILE",
] as const;
const QUARTER_HOUR = 900;

/** Reads the settings, or says what is wrong with them. */
export function readIssuerSettings(env: NodeJS.ProcessEnv): IssuerSettings | { wrong: string } {
  const missing = needed.find((name) => !env[name]);
  if (missing) return { wrong: `${missing} is not set` };
  const [listen, console, identities, keyFile] = needed.map((name) => env[name]!) as [
    string,
    string,
    string,
    string,
  ];
  const [, host, port] = /^(127\.0\.0\.1|localhost):(\d{1,5})$/.exec(listen) ?? [];
  if (!host) return { wrong: "TALANOA_LISTEN must be on loopback: anybody signs in here" };
  const seconds = Number(env["TALANOA_DEMO_TOKEN_SECONDS"] || QUARTER_HOUR);
  if (!(seconds >= 1 && seconds <= 86_400))
    return { wrong: "TALANOA_DEMO_TOKEN_SECONDS must be from 1 to 86400" };
  return { listen: { host, port: Number(port) }, console, identities, keyFile, seconds };
}
