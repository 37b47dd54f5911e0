import { PathInput, SlotInput } from "@callbook/services/run";

/** Addresses within a run. */

export const PathShape = PathInput.meta({
  id: "BlockPath",
  type: "string",
  description:
    "The address of a pass of a block in a run: the block's id, with the number of the pass where there are several, inside of the passes of the blocks that hold it.",
});

export const SlotShape = SlotInput.meta({
  id: "Slot",
  type: "string",
  description: "Which of the results of a pass: an execution, an output.",
});
