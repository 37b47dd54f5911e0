/** All block types, for palette, forms, validation and the pure half of running. Safe in a browser. */
import type { BlockSpec } from "@callbook/core/block";
import { action } from "./action/spec.ts";
import { debug } from "./debug/spec.ts";
import { decision } from "./decision/spec.ts";
import { delay } from "./delay/spec.ts";
import { end } from "./end/spec.ts";
import { filter } from "./filter/spec.ts";
import { format } from "./format/spec.ts";
import { start } from "./start/spec.ts";

/** In the order of the palette. */
export const blockSpecs: readonly BlockSpec[] = [
  start,
  action,
  decision,
  filter,
  format,
  debug,
  delay,
  end,
];

/** By type: `blocks` of a Catalogue. */
export const blocksByType: ReadonlyMap<string, BlockSpec> = new Map(
  blockSpecs.map((spec) => [spec.type, spec]),
);
