export { type AddressClass, type ClassifiedAddress, classifyAddress } from "./address-class.ts";
export {
  type Blocked,
  type BlockedClass,
  checkAddress,
  checkName,
  type EgressPolicy,
  entryOf,
  type OwnEndpoint,
  type Target,
  targetOf,
} from "./policy.ts";
