export { hearNotices } from "./hear.ts";
export { type Notice, type Notices, notify } from "./notice.ts";
