export { checkKeys, isSealed } from "./check-keys.ts";
export { KeyRefusal, type Keyring, parseKeyring } from "./keyring.ts";
export { createPasswords, type Passwords } from "./password.ts";
