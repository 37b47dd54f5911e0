import type { ConnectionDetails, ConnectionRow, TestOutcome } from "@callbook/services/connection";
import { ROLES } from "@callbook/services/permissions";
import type { SiteRow } from "@callbook/services/site";
import { z } from "zod";
import { FailureShape, Id, RawShape, SITE_KINDS, Time, TraceStepShape } from "./common.ts";

const Scope = z.enum(["site", "share_internal"]);
const TestStatus = z.enum(["untested", "testing", "passed", "failed"]);
const Level = z.enum(["none", "use", "edit", "manage"]);

export const SiteShape: z.ZodType<SiteRow> = z
  .strictObject({ id: Id, name: z.string(), kind: z.enum(SITE_KINDS), isSample: z.boolean() })
  .meta({ id: "Site" });

export const ConnectionRowShape: z.ZodType<ConnectionRow> = z
  .strictObject({
    id: Id,
    name: z.string(),
    integrationId: Id,
    integrationName: z.string(),
    scope: Scope,
    siteId: Id.nullable(),
    siteNames: z.array(z.string()),
    users: z.array(z.string()),
    active: z.boolean(),
    testStatus: TestStatus,
    lastTestAt: Time.nullable(),
    version: z.int(),
    myLevel: Level,
  })
  .meta({ id: "ConnectionRow" });

export const ConnectionShape: z.ZodType<ConnectionDetails> = z
  .strictObject({
    id: Id,
    integrationId: Id,
    form: z.strictObject({
      name: z.string(),
      scope: Scope,
      siteId: Id.nullable(),
      recipientSiteId: Id.nullable(),
      description: z.string(),
      permissions: z.array(
        z.strictObject({
          userId: z.string().nullable(),
          role: z.enum(ROLES).nullable(),
          level: z.enum(["use", "edit", "manage"]),
        }),
      ),
      active: z.boolean(),
      requestUrl: z.string(),
      authMethod: z.enum(["none", "basic", "bearer"]),
      username: z.string(),
      testPath: z.string(),
      testMethod: z.enum(["GET", "HEAD", "OPTIONS"]),
      allowedAddress: z.string(),
      secretOrigins: z.array(z.string()),
      parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).nullable()),
    }),
    secrets: z
      .record(z.string(), z.strictObject({ set: z.literal(true), updatedAt: Time }))
      .meta({ description: "Which secrets are set. Their values are never given out." }),
    version: z.int().meta({ description: "Goes back with a change; see 409." }),
    testStatus: TestStatus,
    lastTestAt: Time.nullable(),
    lastTestError: FailureShape.nullable(),
    myLevel: Level,
  })
  .meta({ id: "Connection" });

export const TestOutcomeShape: z.ZodType<TestOutcome> = z
  .strictObject({
    passed: z.boolean(),
    trace: z.array(TraceStepShape),
    failure: FailureShape.nullable(),
    warnings: z.array(z.string()),
    raw: RawShape,
    durationMs: z.number(),
    testedAt: Time,
  })
  .meta({ id: "TestOutcome" });
