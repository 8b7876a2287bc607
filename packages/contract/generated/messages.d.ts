// Typed by talanoa.ts.
export const talanoa: { v1: any };
export const google: { protobuf: any };
