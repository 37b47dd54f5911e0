import { type LiveMessage, Refusal } from "@callbook/services";
import { type TrackedEnvelope, tracked } from "@trpc/server";
import { z } from "zod";
import { router, signedIn } from "./base.ts";

const LiveInput = z.strictObject({
  topics: z.array(z.string().max(120)).max(200),
  lastEventId: z.string().max(20_000).nullish(),
});

export const liveRouter = router({
  events: signedIn
    .meta({ verb: "live.events" })
    .input(LiveInput)
    .subscription(async function* (): AsyncGenerator<TrackedEnvelope<LiveMessage>> {
      yield tracked("0", { topic: "none", refused: true });
      throw new Refusal("UNAVAILABLE", "This is not there yet.");
    }),
});
