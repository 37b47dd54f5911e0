import { createHmac } from "node:crypto";
import type { Prisma } from "@callbook/db";
import { LRUCache } from "lru-cache";
import type { Keyring } from "../../secret/keyring.ts";
import type { ConnectionForm } from "../form/form.ts";
import type { TestOutcome } from "../views.ts";

/**
 * Verdicts on forms that were tested before they were saved, so that what is saved as it was
 * tested shows its verdict. Forms are known by a keyed digest: no secret is kept.
 */
export interface TestedForms {
  remember(userId: string, form: TestedForm, outcome: TestOutcome): void;
  /** Columns of the verdict on exactly this form; null: it was not tested. */
  verdict(userId: string, form: TestedForm): VerdictColumns | null;
}

export interface TestedForm {
  readonly integrationId: number;
  /** The saved connection and version whose secrets the form keeps; null for a new one. */
  readonly saved: { readonly id: number; readonly version: number } | null;
  readonly form: ConnectionForm;
}

export interface VerdictColumns {
  readonly testStatus: "passed" | "failed";
  readonly lastTestAt: Date;
  readonly lastTestError: Prisma.InputJsonValue | Prisma.NullableJsonNullValueInput;
}

const MOST_KEPT = 500;

export function createTestedForms(
  keyring: Keyring,
  columnsOf: (outcome: TestOutcome) => VerdictColumns,
): TestedForms {
  const key = keyring.derive("tested forms");
  const verdicts = new LRUCache<string, VerdictColumns>({ max: MOST_KEPT });
  const digest = (userId: string, { integrationId, saved, form }: TestedForm): string => {
    // The name takes no part in a test.
    const { name: _, parameters, ...rest } = form;
    const sorted = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1));
    const text = JSON.stringify([userId, integrationId, saved, rest, sorted]);
    return createHmac("sha256", key).update(text).digest("base64url");
  };
  return {
    remember: (userId, form, outcome) =>
      void verdicts.set(digest(userId, form), columnsOf(outcome)),
    verdict: (userId, form) => verdicts.get(digest(userId, form)) ?? null,
  };
}
