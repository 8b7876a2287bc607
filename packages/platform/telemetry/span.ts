import { type Attributes, type Context, context, SpanStatusCode, trace } from "@opentelemetry/api";

const tracer = trace.getTracer("talanoa");

/**
 * Does something in a span. Attributes are ids and counts, never content. An error marks the span by
 * its name alone: its text may come from outside.
 */
export async function inSpan<T>(
  name: string,
  attributes: Attributes,
  action: () => Promise<T>,
  parent: Context = context.active(),
): Promise<T> {
  return tracer.startActiveSpan(name, { attributes }, parent, async (span) => {
    try {
      return await action();
    } catch (error) {
      const message = error instanceof Error ? error.name : "error";
      span.setStatus({ code: SpanStatusCode.ERROR, message });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** A span of something that is over: `began` is in Unix ms. */
export function spanUntilNow(name: string, began: number, parent: Context): void {
  tracer.startSpan(name, { startTime: began }, parent).end();
}
