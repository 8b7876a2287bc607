/** The facts of an inject, as its file has them. */
export type Data = { readonly [field: string]: unknown };

export function textIn(data: Data, field: string): string | undefined {
  const value = data[field];
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function numberIn(data: Data, field: string): number | undefined {
  const value = data[field];
  return typeof value === "number" ? value : undefined;
}

export function objectIn(data: Data, field: string): Data | undefined {
  const value = data[field];
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Data)
    : undefined;
}

export function listIn(data: Data, field: string): Data[] {
  const value = data[field];
  return Array.isArray(value)
    ? value.filter((each): each is Data => typeof each === "object" && each !== null)
    : [];
}

export function windowOf(data: Data): readonly number[] | undefined {
  const value = data["window_minutes"];
  return Array.isArray(value) && value.every((each) => typeof each === "number")
    ? (value as number[])
    : undefined;
}

export function unlocodeIn(data: Data, field: string): string | undefined {
  const place = objectIn(data, field);
  return place && textIn(place, "unlocode");
}
