import { z } from "zod";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import { SiteNameInput } from "./input.ts";
import type { SiteRow } from "./views.ts";

export const siteCreate = verb(
  "site.create",
  z.strictObject({ name: SiteNameInput, kind: z.enum(["internal", "client"]) }),
  async (): Promise<SiteRow> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
