/** The only door to other systems. */
export type { Lookup } from "./connect/lookup.ts";
export {
  type AddressClass,
  type Blocked,
  type BlockedClass,
  type ClassifiedAddress,
  checkAddress,
  checkName,
  classifyAddress,
  type EgressPolicy,
  entryOf,
  type OwnEndpoint,
  type Target,
  targetOf,
} from "./egress/index.ts";
export type { Masker } from "./mask/masker.ts";
export { maskerFor } from "./mask/masker-for.ts";
export { type PortSettings, runCommand } from "./port/request-port.ts";
export {
  createDoor,
  type Door,
  type DoorOptions,
  type OutgoingRequest,
  type SendOptions,
  type SendResult,
} from "./send/door.ts";
export type { OutgoingHeader, RawResponse } from "./send/exchange.ts";
export type { Fault, FaultClass } from "./send/fault.ts";
