export { live } from "./client.ts";
export type { LiveMessage, LiveState } from "./messages.ts";
export { useLive, useLiveState } from "./use-live.ts";
export { usePaced } from "./use-paced.ts";
