export { type Choose, chooser, randomEdit, startingDocument } from "./random-edit.ts";
