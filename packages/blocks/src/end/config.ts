/** What End is configured with. */
import { z } from "zod";

export const EndConfig = z.strictObject({
  outputs: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "an id holds letters, digits, _ and -"),
        name: z.string().max(64, "at most 64 characters"),
        /** A datapath or a template, stored with ids. */
        value: z.string().max(100_000),
      }),
    )
    .max(200),
});
export type EndConfig = z.infer<typeof EndConfig>;
