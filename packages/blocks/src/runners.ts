/** What performs the block types of kind effect and wait. Server side only. */
import type { BlockRunner } from "@callbook/core/block";
import { action } from "./action/runner.ts";
import { delay } from "./delay/runner.ts";

export const blockRunners: readonly BlockRunner[] = [action, delay];
