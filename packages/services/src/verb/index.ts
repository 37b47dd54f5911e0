export { type AuditRow, audit } from "./audit.ts";
export { type Verb, verb } from "./verb.ts";
