import { type LiveMessage, liveStream } from "@callbook/services/live";
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
    .subscription(async function* ({
      ctx,
      input,
      signal,
    }): AsyncGenerator<TrackedEnvelope<LiveMessage>> {
      const stream = liveStream(ctx.context, {
        topics: input.topics,
        lastEventId: input.lastEventId ?? null,
        signal: signal ?? new AbortController().signal,
      });
      for await (const { id, message } of stream) yield tracked(id, message);
    }),
});
