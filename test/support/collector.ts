import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A span as OTLP has it in JSON. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes?: unknown;
  /** Of the service that made it. */
  readonly service: string;
}

/** Takes what services tell of themselves over OTLP/HTTP in JSON. */
export interface Collector extends AsyncDisposable {
  /** The settings that send a service's spans and metrics here, soon. */
  readonly env: { readonly [name: string]: string };
  spans(): Span[];
  /** The hub's own metrics that have come, by service: each name once. */
  metrics(): ReadonlyMap<string, ReadonlySet<string>>;
  /** The bodies as they came, by path: `/v1/traces`, `/v1/metrics`. */
  bodies(path: string): readonly string[];
}

interface Traces {
  readonly resourceSpans?: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly Omit<Span, "service">[] }[];
  }[];
}

interface Metrics {
  readonly resourceMetrics?: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeMetrics: readonly {
      readonly scope: { readonly name: string };
      readonly metrics: readonly { readonly name: string }[];
    }[];
  }[];
}

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string };
}

export async function openCollector(): Promise<Collector> {
  const received = new Map<string, string[]>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const path = request.url ?? "";
      const bodies = received.get(path) ?? [];
      received.set(path, bodies);
      bodies.push(Buffer.concat(chunks).toString());
      response.setHeader("content-type", "application/json").end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const bodies = (path: string): readonly string[] => received.get(path) ?? [];
  return {
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_TRACES_EXPORTER: "otlp",
      OTEL_METRICS_EXPORTER: "otlp",
      OTEL_BSP_SCHEDULE_DELAY: "100",
      OTEL_METRIC_EXPORT_INTERVAL: "1000",
      OTEL_METRIC_EXPORT_TIMEOUT: "1000",
    },
    bodies,
    spans: () => bodies("/v1/traces").flatMap((body) => spansIn(JSON.parse(body) as Traces)),
    metrics() {
      const names = new Map<string, Set<string>>();
      const all = bodies("/v1/metrics").map((body) => JSON.parse(body) as Metrics);
      for (const { resource, scopeMetrics } of all.flatMap((each) => each.resourceMetrics ?? [])) {
        const service = serviceOf(resource);
        const its = names.get(service) ?? new Set();
        names.set(service, its);
        for (const { scope, metrics } of scopeMetrics)
          if (scope.name === "talanoa") for (const { name } of metrics) its.add(name);
      }
      return names;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function spansIn({ resourceSpans = [] }: Traces): Span[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = serviceOf(resource);
    return scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...span, service })));
  });
}

function serviceOf({ attributes }: { readonly attributes: readonly Attribute[] }): string {
  return attributes.find(({ key }) => key === "service.name")?.value.stringValue ?? "";
}
