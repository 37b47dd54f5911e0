export { type LiveItem, type LiveRequest, liveStream, SESSION_EVERY_MS } from "./stream.ts";
export type { LiveMessage } from "./views.ts";
