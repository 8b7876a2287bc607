import { StartupError } from "./startup-error.ts";

/** The environment variable that sets the port of a server or service, like TALANOA_PORT_ALERT_INTAKE. */
export function portSetting(name: string): string {
  return `TALANOA_PORT_${name.toUpperCase().replaceAll("-", "_")}`;
}

/**
 * The ports that the environment sets. Throws a `StartupError` that names the setting which is not a port.
 *
 * @param names of the servers and services that can have one
 */
export function configuredPorts(
  env: NodeJS.ProcessEnv,
  names: readonly string[],
): Record<string, number> {
  const ports: Record<string, number> = {};
  for (const name of names) {
    const text = env[portSetting(name)];
    if (text === undefined || text === "") continue;
    const port = Number(text);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
      throw new StartupError(
        `${portSetting(name)} is "${text}"; a port is a number from 1 to 65535.`,
      );
    }
    ports[name] = port;
  }
  return ports;
}
