import { expect, test } from "vitest";
import { z } from "zod";
import { InvalidConfig, readConfig, serviceSettings } from "./config.ts";

const enough = { TALANOA_NATS_URL: "nats://127.0.0.1:4222", TALANOA_LISTEN: "127.0.0.1:7001" };

test("settings have their defaults, and numbers are numbers", () => {
  const shape = serviceSettings.extend({ TALANOA_SHARE: z.coerce.number().default(0.9) });
  const settings = readConfig(shape, { ...enough, TALANOA_STREAM_REPLICAS: "3", LOG_LEVEL: "" });
  expect(settings.TALANOA_STREAM_REPLICAS).toBe(3);
  expect(settings.LOG_LEVEL).toBe("info");
  expect(settings.TALANOA_SHARE).toBe(0.9);
});

test("every wrong setting has a line with its name and rule, and no value is quoted", () => {
  const env = {
    TALANOA_LISTEN: "somewhere",
    TALANOA_STREAM_REPLICAS: "many",
    TALANOA_JWKS_URL: "hunter2",
    LOG_LEVEL: "loud",
  };
  let message = "";
  try {
    readConfig(serviceSettings, env);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidConfig);
    ({ message } = error as Error);
  }
  const lines = message.split("\n");
  expect(lines).toHaveLength(6);
  for (const name of ["TALANOA_NATS_URL", ...Object.keys(env)]) {
    expect(lines.filter((line) => line.includes(name))).toHaveLength(1);
  }
  expect(message).toContain("TALANOA_NATS_URL is not set");
  expect(message).toContain("host:port");
  for (const value of ["somewhere", "many", "hunter2", "loud"])
    expect(message).not.toContain(value);
});

test("the issuer's keys come over a connection that nobody can change, or from this machine", () => {
  const read = (TALANOA_JWKS_URL: string) =>
    readConfig(serviceSettings, { ...enough, TALANOA_JWKS_URL });
  expect(() => read("http://issuer.example/keys")).toThrow("TALANOA_JWKS_URL: must be https");
  expect(() => read("http://localhost.example:80/keys")).toThrow(InvalidConfig);
  for (const url of [
    "https://issuer.example/keys",
    "http://127.0.0.1:8080/keys",
    "http://[::1]/keys",
  ])
    expect(read(url).TALANOA_JWKS_URL).toBe(url);
});
