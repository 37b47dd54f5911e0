import { z } from "zod";
import { UserId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import { MembershipsInput } from "./views.ts";

export const userSetMemberships = verb(
  "user.setMemberships",
  z.strictObject({ id: UserId, memberships: MembershipsInput }),
  async (): Promise<{ id: string }> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
