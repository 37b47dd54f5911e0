import { Moon, Sun } from "lucide-react";
import { IconButton, Menu, MenuChoice } from "../ui/index.ts";
import { setTheme, type ThemeChoice, useTheme } from "./theme.ts";

const options: readonly { readonly value: ThemeChoice; readonly label: string }[] = [
  { value: "system", label: "Like the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

export function ThemeMenu() {
  const theme = useTheme();
  const dark = document.documentElement.dataset.theme === "dark";
  return (
    <Menu trigger={<IconButton icon={dark ? Sun : Moon} label="Theme" />}>
      <MenuChoice label="Theme" value={theme} options={options} onChange={setTheme} />
    </Menu>
  );
}
