import { readWaits } from "@callbook/engine";
import { z } from "zod";
import { RowId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { findRun } from "./find.ts";
import type { WaitRow } from "./views.ts";

/** What a run waits or waited for. The token of a callback URL is known to the third party alone. */
export const runWaits = verb(
  "run.waits",
  z.strictObject({ id: RowId }),
  async (context, { id }): Promise<WaitRow[]> => {
    await findRun(context, "run.waits", id);
    const waits = await readWaits(context.pool, id);
    return waits.map(({ waitId, blockId, deadline, state }) => ({
      waitId,
      blockId,
      deadline,
      state,
      maskedUrl: `${context.publicUrl}/api/callbacks/${waitId}/••••••••`,
    }));
  },
);
