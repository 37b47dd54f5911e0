import type { TestResult } from "../api/types.ts";
import type { StateName } from "../ui/states.ts";

/** Icon and colour of the one-word state that a following block can test. */
export function returnDataState(returnData: TestResult["returnData"]): StateName {
  switch (returnData) {
    case "Successful":
      return "succeeded";
    case "Partially Successful":
      return "partly_succeeded";
    case "Failed":
      return "test_failed";
  }
}
