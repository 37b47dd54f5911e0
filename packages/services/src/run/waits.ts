import { z } from "zod";
import { RunId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { runOf } from "./subject.ts";
import type { WaitRow } from "./views.ts";

/** What a run waits or waited for. The token of a callback URL is known to the third party alone. */
export const runWaits = reading({
  name: "run.waits",
  input: z.strictObject({ id: RunId }),
  subject: runOf("id"),
  run: async ({ context, subject: { key } }): Promise<WaitRow[]> => {
    const waits = await context.engine.runs.readWaits(key);
    return waits.map((wait) => ({
      waitId: wait.id,
      path: wait.path,
      slot: wait.slot,
      blockId: wait.blockId,
      kind: wait.kind,
      deadline: wait.deadline,
      state: wait.state,
      createdAt: wait.createdAt,
      endedAt: wait.endedAt,
      maskedUrl:
        wait.kind === "callback" ? `${context.publicUrl}/api/callbacks/${wait.id}/••••••••` : null,
    }));
  },
});
