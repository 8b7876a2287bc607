/** Something of the model while it is read: its fields may be set, its lists and what they hold changed. */
export type Draft<T> = T extends readonly (infer U)[]
  ? Draft<U>[]
  : T extends object
    ? { -readonly [key in keyof T]: T[key] extends readonly unknown[] ? Draft<T[key]> : T[key] }
    : T;
