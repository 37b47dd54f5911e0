import { z } from "zod";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import type { PersonRow } from "./views.ts";

export const userList = verb("user.list", z.void(), async (): Promise<PersonRow[]> => {
  throw new Refusal("UNAVAILABLE", "This is not there yet.");
});
