export { LostWork } from "./lost-work.tsx";
export { Notices } from "./notices.tsx";
