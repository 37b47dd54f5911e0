export { tokenCreate } from "./create.ts";
export { tokenList } from "./list.ts";
export { tokenRevoke } from "./revoke.ts";
export type { TokenRow } from "./views.ts";
