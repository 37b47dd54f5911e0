import { z } from "zod";
import { UserId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import type { InvitationLink } from "./views.ts";

export const userRenewLink = verb(
  "user.renewLink",
  z.strictObject({ id: UserId }),
  async (): Promise<InvitationLink> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
