import { z } from "zod";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import type { SiteRow } from "./views.ts";

export const siteList = verb("site.list", z.void(), async (): Promise<SiteRow[]> => {
  throw new Refusal("UNAVAILABLE", "This is not there yet.");
});
