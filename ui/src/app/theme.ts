import type { BrandVariants, Theme } from '@fluentui/react-components';
import { createDarkTheme, createLightTheme } from '@fluentui/react-components';
import { createContext, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react';

export type ThemeChoice = 'system' | 'light' | 'dark';

// A deep teal: calm beside the red and green of decisions, and over 4.5:1 on white at 80.
const brand: BrandVariants = {
  10: '#010606', 20: '#071d1e', 30: '#0a3032', 40: '#0b3e41', 50: '#0b4d51', 60: '#0a5d61', 70: '#096c72', 80: '#0b7a80',
  90: '#1d8a90', 100: '#36999f', 110: '#4fa7ad', 120: '#68b5ba', 130: '#82c3c7', 140: '#9dd1d4', 150: '#b9dfe1', 160: '#d7eeef',
};

const font = "'Inter Variable', 'Segoe UI', system-ui, 'Noto Sans', 'Noto Sans CJK SC', sans-serif";

function withFont(theme: Theme): Theme {
  return { ...theme, fontFamilyBase: font, fontFamilyNumeric: font };
}

const light = withFont(createLightTheme(brand));
const dark: Theme = {
  ...withFont(createDarkTheme(brand)),
  // Fluent's dark theme takes the brand too dark for text on its own background.
  colorBrandForeground1: brand[120],
  colorBrandForeground2: brand[130],
  colorBrandForegroundLink: brand[120],
  colorBrandForegroundLinkHover: brand[140],
  colorBrandForegroundLinkPressed: brand[110],
  // Its red has 4.2:1 on a row; small text needs 4.5:1.
  colorStatusDangerForeground1: '#eb8a93',
};

const key = 'countersign.theme';
const darkQuery = '(prefers-color-scheme: dark)';

function remembered(): ThemeChoice {
  try {
    const found = localStorage.getItem(key);
    return found === 'light' || found === 'dark' ? found : 'system';
  } catch {
    return 'system';
  }
}

function subscribe(changed: () => void): () => void {
  const media = matchMedia(darkQuery);
  media.addEventListener('change', changed);
  return () => media.removeEventListener('change', changed);
}

export interface ThemeState { choice: ThemeChoice; isDark: boolean; theme: Theme; choose: (choice: ThemeChoice) => void }

export const ThemeContext = createContext<ThemeState | null>(null);

/** The theme in force: what the person chose, or else what the system shows. */
export function useThemeState(): ThemeState {
  const [choice, setChoice] = useState(remembered);
  const systemDark = useSyncExternalStore(subscribe, () => matchMedia(darkQuery).matches);
  const isDark = choice === 'dark' || (choice === 'system' && systemDark);
  useEffect(() => {
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
  }, [isDark]);
  return useMemo(
    () => ({
      choice,
      isDark,
      theme: isDark ? dark : light,
      choose: (next) => {
        setChoice(next);
        try {
          localStorage.setItem(key, next);
        } catch {
          // Without a place to remember it, the choice holds for this window.
        }
      },
    }),
    [choice, isDark],
  );
}

export function useTheme(): ThemeState {
  const state = useContext(ThemeContext);
  if (!state) throw new Error('The theme is provided by App.');
  return state;
}
