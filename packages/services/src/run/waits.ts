import { readWaits } from "@callbook/engine";
import { z } from "zod";
import { RowId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { runOf } from "./subject.ts";
import type { WaitRow } from "./views.ts";

/** What a run waits or waited for. The token of a callback URL is known to the third party alone. */
export const runWaits = reading({
  name: "run.waits",
  input: z.strictObject({ id: RowId }),
  subject: runOf,
  run: async ({ context, input: { id } }): Promise<WaitRow[]> => {
    const waits = await readWaits(context.pool, id);
    return waits.map(({ waitId, blockId, deadline, state }) => ({
      waitId,
      blockId,
      deadline,
      state,
      maskedUrl: `${context.publicUrl}/api/callbacks/${waitId}/••••••••`,
    }));
  },
});
