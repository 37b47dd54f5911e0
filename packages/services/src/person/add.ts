import { z } from "zod";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import { EmailInput, type InvitationLink, MembershipsInput, PersonNameInput } from "./views.ts";

export const userAdd = verb(
  "user.add",
  z.strictObject({ name: PersonNameInput, email: EmailInput, memberships: MembershipsInput }),
  async (): Promise<InvitationLink & { id: string }> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
