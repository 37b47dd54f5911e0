/** A branch: comparisons that hold together or one of them, and the port of what they decide. */
import { z } from "zod";
import { OPERATORS } from "./relations.ts";

const ItemId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "an id holds letters, digits, _ and -");

export const Comparison = z.strictObject({
  id: ItemId,
  left: z.string().max(4_000),
  op: z.enum(OPERATORS),
  right: z.string().max(4_000),
});
export type Comparison = z.infer<typeof Comparison>;

export const Branch = z.strictObject({
  id: ItemId.refine((id) => id !== "else", "else is the port of no branch"),
  name: z.string().max(100),
  logic: z.enum(["and", "or"]),
  comparisons: z.array(Comparison).max(100),
});
export type Branch = z.infer<typeof Branch>;

export interface Branches {
  readonly branches: readonly Branch[];
  readonly delimiter: string;
  readonly delimiterEnabled: boolean;
  readonly caseSensitive: boolean;
}

/** A datapath whose values could not be collected stops an evaluation. */
export type Unreadable = { readonly ok: false; readonly message: string };
