/** What a filter is configured with: an output for each condition, under its id. */
import type { z } from "zod";
import { ConditionsConfig } from "../conditions.ts";

export const FilterConfig = ConditionsConfig;
export type FilterConfig = z.infer<typeof FilterConfig>;

/** What an output without a name is called: as datapaths name it, counted from 1. Pure. */
export function outputName(index: number): string {
  return `condition ${index + 1}`;
}
