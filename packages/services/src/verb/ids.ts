import { z } from "zod";

/** A number that names a row. */
export const RowId = z.int().positive().max(2_147_483_647);
/** A number that names a run, an action run or an app run: there are more of them than of other rows. */
export const RunId = z.int().positive();
/** A version, a seq, a line: counted in 32 bits, in which the next one has room too. */
export const Ordinal = z.int().min(0).max(2_147_483_646);
/** A person's id. */
export const UserId = z.string().min(1).max(100);
/** Made by the browser, so that it can stop the test it started. */
export const TestKey = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,64}$/, "a test key has 8 to 64 letters and digits");
export const Nothing = z.void();
