/** Folders of a package that are rooms: each is entered by its door, and opens on those that it names. */
import { dirname } from "node:path";

const EDITOR = "apps/web/src/editor";

/** Which other rooms of the editor a room may enter. */
const editorRooms: Readonly<Record<string, readonly string[]>> = {
  document: [],
  "open-playbook": ["document"],
  gestures: ["document", "open-playbook"],
  palette: ["gestures", "open-playbook"],
  "canvas-area": ["gestures", "open-playbook", "palette"],
  "publish-and-run": ["open-playbook"],
  notices: ["document", "open-playbook"],
  results: ["open-playbook"],
  "top-bar": ["document", "open-playbook", "publish-and-run"],
};

/**
 * What is wrong with an import of one file of the repository by another, both by their paths in it.
 * The editor's own files, which put the rooms together, may enter all of them.
 */
export function roomProblems(file: string, target: string): string[] {
  const to = roomOf(target);
  if (to === null) return unknownRoom(target);
  const from = roomOf(file);
  if (from === to) return [];
  if (target !== `${EDITOR}/${to}/index.ts`)
    return [`the editor's ${to} is entered by its index.ts only`];
  const isAllowed = from === null || editorRooms[from]?.includes(to) === true;
  return isAllowed ? [] : [`the editor's ${from} may not import its ${to}`];
}

/** The room that a file is in; null: none. */
function roomOf(file: string): string | null {
  if (!file.startsWith(`${EDITOR}/`)) return null;
  const [room = ""] = file.slice(EDITOR.length + 1).split("/");
  return Object.hasOwn(editorRooms, room) ? room : null;
}

function unknownRoom(target: string): string[] {
  if (!target.startsWith(`${EDITOR}/`) || dirname(target) === EDITOR) return [];
  return [`${dirname(target)} has no row in the table of the editor's rooms`];
}
