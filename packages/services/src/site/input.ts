import { NameInput } from "../verb/names.ts";

export const SiteNameInput = NameInput;
