import type { Json } from "@callbook/core/json";
import { z } from "zod";

const AnyJson: z.ZodType<Json> = z.json();

/** The run's inputs by input name. */
export const InputsInput = z.record(z.string().max(200), AnyJson);
