export { createLive, type Live, type LiveOptions, SESSION_EVERY_MS } from "./live.ts";
export { type LiveItem, type LiveRequest, liveStream } from "./stream.ts";
export type { LiveMessage } from "./views.ts";
