export { type AuditRow, audit } from "./audit.ts";
export { demandStorable } from "./storable.ts";
export type { Verb } from "./verb.ts";
