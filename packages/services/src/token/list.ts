import { z } from "zod";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import type { TokenRow } from "./views.ts";

export const tokenList = verb("token.list", z.void(), async (): Promise<TokenRow[]> => {
  throw new Refusal("UNAVAILABLE", "This is not there yet.");
});
