export { type AddressClass, type ClassifiedAddress, classifyAddress } from "./address-class.ts";
export { findOwnPlaces, type OwnEndpoint, type OwnPlaces } from "./own.ts";
export {
  type Blocked,
  type BlockedClass,
  checkAddress,
  checkName,
  type EgressPolicy,
  entryOf,
  type Judgement,
  type Target,
  targetOf,
} from "./policy.ts";
