/** What a value in the language of profiles is, and how large it can be. Sizes bound what a profile costs. */
export type ValueType =
  | { readonly type: "bool" | "int" | "double" }
  | {
      readonly type: "string";
      /** Characters; longer ones are cut. */
      readonly most: number;
      /** The values there are, where they are few; all other text is in capitals. */
      readonly oneOf?: readonly string[];
    }
  | {
      readonly type: "list";
      readonly of: ValueType;
      /** Elements; a longer list is cut. Of objects, the last then stands for the rest, of which nothing is known. */
      readonly most: number;
    }
  | { readonly type: "object"; readonly name: string; readonly fields: Fields };

export type Described = ValueType & { readonly about: string };
export type Fields = { readonly [field: string]: Described };

/** A value as plain data; what is not known is undefined. */
export type ValueOf<T> = T extends { readonly type: "bool" }
  ? boolean
  : T extends { readonly type: "int" | "double" }
    ? number
    : T extends { readonly type: "string"; readonly oneOf: readonly (infer S)[] }
      ? S
      : T extends { readonly type: "string" }
        ? string
        : T extends { readonly type: "list"; readonly of: infer E }
          ? readonly ValueOf<E>[]
          : T extends { readonly fields: infer F }
            ? { readonly [field in keyof F]: ValueOf<F[field]> | undefined }
            : never;

export const yesNo = (about: string) => ({ type: "bool", about }) as const;
export const whole = (about: string) => ({ type: "int", about }) as const;
export const amount = (about: string) => ({ type: "double", about }) as const;
export const text = (about: string, most = 40) => ({ type: "string", most, about }) as const;
/** ISO 3166-1 alpha-2. */
export const country = (about: string) => text(`${about}: ISO 3166-1 alpha-2`, 3);
/** IATA code. */
export const airport = (about: string) => text(`${about}: IATA code`, 5);

export function choice<const S extends readonly string[]>(about: string, oneOf: S) {
  const most = Math.max(...oneOf.map(({ length }) => length));
  return { type: "string", most, oneOf, about } as const;
}

export function object<const F extends Fields>(name: string, about: string, fields: F) {
  return { type: "object", name, fields, about } as const;
}

export function list<const T extends ValueType>(about: string, most: number, of: T) {
  return { type: "list", of, most, about } as const;
}

/** The type as CEL writes it: `list<leg>`. */
export function celType(value: ValueType): string {
  if (value.type === "list") return `list<${celType(value.of)}>`;
  return value.type === "object" ? value.name : value.type;
}
