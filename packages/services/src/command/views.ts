import type { Json } from "@callbook/core/json";
import type { ExecutionBody, ExecutionRow } from "@callbook/core/results";

/** What the Test Result window shows. */
export interface TestResult {
  readonly command: string;
  readonly connection: string;
  readonly durationMs: number;
  readonly returnData: "Successful" | "Failed" | "Partially Successful";
  /** It belongs to no run: its run ids are 0. */
  readonly execution: ExecutionRow;
  readonly body: ExecutionBody;
  /** Values that the command's output paths name, offered as inputs of other blocks. */
  readonly keyFields: {
    readonly name: string;
    readonly path: string;
    readonly value: Json;
    readonly contains: readonly string[];
  }[];
  readonly table: { readonly columns: string[]; readonly rows: Json[][] };
  readonly contextData: Json;
}
