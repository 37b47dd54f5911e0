/** What Format is configured with. */
import { DATAPATH_LENGTH } from "@callbook/core/datapath";
import { z } from "zod";

export const FormatConfig = z.strictObject({
  /** A template, stored with ids. {0} stands for the first parameter; lines between two lines of %% repeat for each row. */
  template: z.string().max(100_000),
  parameters: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "an id holds letters, digits, _ and -"),
        /** A datapath, stored with ids. */
        value: z.string().max(DATAPATH_LENGTH),
      }),
    )
    .max(200),
  /** Stands between several values of one datapath, outside of what repeats. */
  separator: z.string().max(100),
  /** Values that are null are left out. */
  dropNone: z.boolean(),
  /** A datapath that finds nothing counts as null; otherwise the block fails. */
  nullIfMissing: z.boolean(),
});
export type FormatConfig = z.infer<typeof FormatConfig>;
