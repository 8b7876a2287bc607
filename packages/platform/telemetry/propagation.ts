import { type Context, context, propagation, trace } from "@opentelemetry/api";

/** The W3C header that carries a trace over the bus and over gRPC. */
export const TRACEPARENT = "traceparent";

/** Headers that carry on the trace of a context; empty when it has none. */
export function traceHeaders(from: Context = context.active()): { [name: string]: string } {
  const headers: { [name: string]: string } = {};
  propagation.inject(from, headers);
  return headers;
}

/** The context that a traceparent names; the root when there is none. */
export function contextOf(traceparent: string | undefined): Context {
  return propagation.extract(context.active(), traceparent ? { [TRACEPARENT]: traceparent } : {});
}

/** The active span's trace and span ids, as log lines have them; empty without a trace. */
export function traceIds(): { trace_id?: string; span_id?: string } {
  const span = trace.getActiveSpan()?.spanContext();
  return span ? { trace_id: span.traceId, span_id: span.spanId } : {};
}
