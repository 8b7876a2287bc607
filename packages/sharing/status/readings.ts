import type { InstanceStatus } from "@talanoa/contract/generated/talanoa.ts";
import { type GaugeName, type MeasureName, measures } from "@talanoa/contract/measures.ts";
import { took } from "@talanoa/contract/took.ts";

/** One gauge of one instance. */
export interface InstanceReading {
  readonly service: string;
  readonly instance: string;
  readonly measure: string;
  readonly labels: { readonly [name: string]: string };
  readonly value: number;
}

export function readingsOf(instances: readonly InstanceStatus[]): InstanceReading[] {
  return instances.flatMap(({ service, instance, readings }) =>
    readings.map(({ measure, labels, value }) => ({ service, instance, measure, labels, value })),
  );
}

/** The values of a gauge with these labels, of all instances that told it. */
export function valuesOf(
  readings: readonly InstanceReading[],
  measure: GaugeName,
  labels: { readonly [name: string]: string } = {},
): number[] {
  return readings
    .filter((its) => its.measure === measure)
    .filter((its) => Object.entries(labels).every(([name, value]) => its.labels[name] === value))
    .map(({ value }) => value);
}

/** The largest of some values; null of none. */
export function largest(values: readonly number[]): number | null {
  return values.length > 0 ? Math.max(...values) : null;
}

/** The smallest of some values; null of none. */
export function smallest(values: readonly number[]): number | null {
  return values.length > 0 ? Math.min(...values) : null;
}

/** A value of a measure for a person: `2 h 4 min`, `82 %`, `1.2 GiB`, `12,345`. */
export function valueText(measure: MeasureName, value: number): string {
  const { unit } = measures[measure];
  if (unit === "s") return took(value * 1_000);
  if (unit === "By") return bytesText(value);
  if (unit === "1") return `${Math.round(value * 100)} %`;
  return countText(value);
}

export function countText(value: number): string {
  return Math.round(value).toLocaleString("en");
}

const SIZES = ["bytes", "KiB", "MiB", "GiB", "TiB"];

export function bytesText(bytes: number): string {
  const power = Math.min(SIZES.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const size = bytes / 1024 ** power;
  return `${size < 10 && power > 0 ? size.toFixed(1) : Math.round(size)} ${SIZES[power]}`;
}
