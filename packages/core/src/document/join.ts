import { z } from "zod";

/**
 * What a block with several incoming callbacks waits for. all: each that is
 * awaited is called or dead. any-once: the first call runs it, later ones
 * change nothing. any-always: each call runs it again, as a further pass.
 */
export const Join = z.enum(["all", "any-once", "any-always"]);
export type Join = z.infer<typeof Join>;

/** As people read them. */
export const JOIN_NAMES: Readonly<Record<Join, string>> = {
  all: "Wait for All",
  "any-once": "Wait for Any, Run Once",
  "any-always": "Wait for Any, Run Always",
};
