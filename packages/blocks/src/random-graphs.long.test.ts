import { describe } from "vitest";
import { testRandomGraphs } from "./testing/random-graph-properties.ts";

describe("Random graphs, many", () => {
  testRandomGraphs(20_000);
});
