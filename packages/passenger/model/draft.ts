/** Something of the model while it is read: its fields may be set and its lists added to. */
export type Draft<T> = T extends readonly (infer U)[]
  ? Draft<U>[]
  : T extends object
    ? { -readonly [key in keyof T]: Draft<T[key]> }
    : T;
