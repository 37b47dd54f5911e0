import type { Timing } from "./hub.ts";

/** The clock of the browser. */
export const browserTiming: Timing = {
  soon: (task) => setTimeout(task, 20),
  after: (ms, task) => setTimeout(task, ms),
};
