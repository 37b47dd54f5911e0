export { BlockPicker, type PickerRequest } from "./block-picker.tsx";
export { DRAGGED_BLOCK, Palette } from "./palette.tsx";
export { PaletteRail } from "./palette-rail.tsx";
