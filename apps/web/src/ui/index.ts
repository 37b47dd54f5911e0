export { AlertDialog, ConfirmDialog } from "./alert-dialog.tsx";
export { Button, type ButtonProps, buttonClass } from "./button.tsx";
export { Checkbox } from "./checkbox.tsx";
export { cx } from "./class-names.ts";
export { CopyButton } from "./copy-button.tsx";
export { type Column, DataTable } from "./data-table.tsx";
export { Dialog } from "./dialog.tsx";
export { type ControlProps, Field } from "./field.tsx";
export { FormDialog } from "./form-dialog.tsx";
export { IconButton, type IconButtonProps } from "./icon-button.tsx";
export { JsonView } from "./json-view.tsx";
export { Kbd } from "./kbd.tsx";
export { KeyValue, type Pair } from "./key-value.tsx";
export { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from "./menu.tsx";
export { Panel } from "./panel.tsx";
export { ResizablePanel } from "./resizable-panel.tsx";
export { SegmentedControl } from "./segmented-control.tsx";
export { Select, type SelectOption } from "./select.tsx";
export { ShownOnce } from "./shown-once.tsx";
export { StateMark } from "./state-mark.tsx";
export {
  type StateLook,
  type StateName,
  states,
  type Tone,
  toneBar,
  toneBorder,
  toneSoft,
  toneText,
} from "./states.ts";
export {
  EmptyState,
  ErrorState,
  LoadingRows,
  NoPermission,
  OfflineNotice,
} from "./status-blocks.tsx";
export { Switch } from "./switch.tsx";
export { type Tab, TabPanel, Tabs } from "./tabs.tsx";
export { Chip, Count, Tag } from "./tag.tsx";
export { TextArea, type TextAreaProps } from "./text-area.tsx";
export { TextField, type TextFieldProps } from "./text-field.tsx";
export { formatAgo, formatBytes, formatClock, formatDuration, formatTime } from "./time.ts";
export { Tooltip } from "./tooltip.tsx";
