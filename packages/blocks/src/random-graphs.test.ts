import { describe } from "vitest";
import { testRandomGraphs } from "./testing/random-graph-properties.ts";

describe("Random graphs", () => {
  testRandomGraphs(300);
});
