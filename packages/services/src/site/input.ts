import { z } from "zod";

export const SiteNameInput = z.string().trim().min(1, "a name is required").max(100);
