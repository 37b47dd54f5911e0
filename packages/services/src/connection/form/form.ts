import { z } from "zod";
import { ROLES } from "../../permissions/permissions.ts";
import { RowId } from "../../verb/ids.ts";

/** Left out: keep what is stored. null: clear it. A text: replace it. */
export const SecretInput = z.string().max(100_000).nullable().optional();

/**
 * The form's shape. What its values must be (an absolute URL, a name that is not
 * taken) is checked afterwards, so that every fault is told with its field.
 */
export const ConnectionForm = z.strictObject({
  name: z.string().max(1000),
  scope: z.enum(["site", "share_internal"]),
  siteId: RowId.nullable(),
  recipientSiteId: RowId.nullable(),
  description: z.string().max(10_000),
  permissions: z
    .array(
      z.strictObject({
        userId: z.string().max(100).nullable(),
        role: z.enum(ROLES).nullable(),
        level: z.enum(["use", "edit", "manage"]),
      }),
    )
    .max(500),
  active: z.boolean(),
  requestUrl: z.string().max(8000),
  authMethod: z.enum(["none", "basic", "bearer"]),
  username: z.string().max(1000),
  password: SecretInput,
  bearerToken: SecretInput,
  testPath: z.string().max(8000),
  testMethod: z.enum(["GET", "HEAD", "OPTIONS"]),
  allowedAddress: z.string().max(300),
  /** Left out: as they are stored. */
  secretOrigins: z.array(z.string().max(300)).max(100).optional(),
  parameters: z.record(
    z.string().regex(/^[1-9][0-9]{0,9}$/, "a parameter is named by its id"),
    z
      .union([z.string().max(100_000), z.number(), z.boolean()])
      .nullable()
      .optional(),
  ),
});
export type ConnectionForm = z.infer<typeof ConnectionForm>;
