export { listenForNotices, type NoticeListener } from "./listen.ts";
export { type Notice, type Notices, notify } from "./notice.ts";
