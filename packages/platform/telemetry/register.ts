// Loaded by `--import` before a service. Telemetry is set by the standard OTEL_* variables alone;
// without an endpoint none of the SDK is loaded.
/* oxlint-disable node/no-process-env */
const { env } = process;
const wanted =
  env["OTEL_SDK_DISABLED"] !== "true" &&
  Object.keys(env).some(
    (name) => env[name] && /^OTEL_(EXPORTER_OTLP_|TRACES_EXPORTER|METRICS_EXPORTER)/.test(name),
  );

if (wanted) {
  const { NodeSDK } = await import("@opentelemetry/sdk-node");
  const { instanceName } = await import("./instance.ts");
  // Two instances of a service must not be taken for one. What is set comes later, and counts.
  const its = `service.instance.id=${encodeURIComponent(instanceName())}`;
  env["OTEL_RESOURCE_ATTRIBUTES"] = [its, env["OTEL_RESOURCE_ATTRIBUTES"]]
    .filter(Boolean)
    .join(",");
  const sdk = new NodeSDK();
  sdk.start();
  // After the service's own end: beforeExit comes when nothing is left to do. A collector that is away is tried again
  // for ten seconds: the end does not wait for that.
  process.once("beforeExit", () => {
    const enough = setTimeout(() => process.exit(), 2_000);
    void sdk
      .shutdown()
      .catch(() => {})
      .finally(() => clearTimeout(enough));
  });
}
