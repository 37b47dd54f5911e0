import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { TROUBLES } from "@callbook/db";
import { keepReads } from "@callbook/services/kept-reads";
import { Hono } from "hono";
import type { ServerParts } from "../process/server-parts.ts";

const COUNTED_MS = 5000;

/** Whether the process lives, whether it can serve, and a few numbers about both. */
export function healthRoutes(
  { installation, outages }: Pick<ServerParts, "installation" | "outages">,
  isStopping: () => boolean,
): Hono {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  // Nobody signs in here: however often it is asked, runs are counted once in a while.
  const counted = keepReads((_all: "all") => installation.engine.runs.readCounts(), {
    max: 1,
    ms: COUNTED_MS,
  });
  const app = new Hono();
  app.get("/livez", (context) => context.text("ok"));
  app.get("/readyz", async (context) => {
    if (isStopping()) return context.text("stopping", 503);
    const trouble = await outages.check();
    if (trouble !== null) return context.text(`the database ${TROUBLES[trouble]}`, 503);
    return installation.engine.isReady ? context.text("ok") : context.text("engine", 503);
  });
  app.get("/metrics", async (context) => {
    const { rss, heapUsed } = process.memoryUsage();
    const counts = await counted.read("all").catch(() => null);
    const lines = [
      "# TYPE callbook_uptime_seconds gauge",
      `callbook_uptime_seconds ${(performance.now() / 1000).toFixed(1)}`,
      "# TYPE callbook_resident_memory_bytes gauge",
      `callbook_resident_memory_bytes ${rss}`,
      "# TYPE callbook_heap_used_bytes gauge",
      `callbook_heap_used_bytes ${heapUsed}`,
      "# TYPE callbook_event_loop_delay_p99_seconds gauge",
      `callbook_event_loop_delay_p99_seconds ${(delay.percentile(99) / 1e9).toFixed(6)}`,
      "# TYPE callbook_runs gauge",
      ...Object.entries(counts?.byState ?? {}).map(
        ([state, runs]) => `callbook_runs{state="${state}"} ${runs}`,
      ),
    ];
    return context.text(`${lines.join("\n")}\n`, 200, {
      "Content-Type": "text/plain; version=0.0.4",
    });
  });
  return app;
}
