export { type AuditRow, audit } from "./audit.ts";
export type { Verb } from "./verb.ts";
