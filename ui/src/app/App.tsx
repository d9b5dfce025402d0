import { FluentProvider } from '@fluentui/react-components';
import { QueryClientProvider } from '@tanstack/react-query';
import { queryClient } from '../api/query';
import { ToastProvider } from '../shared/toast';
import { Gate } from './Gate';
import { ThemeContext, useThemeState } from './theme';

export function App() {
  const theme = useThemeState();
  return (
    <ThemeContext value={theme}>
      <FluentProvider theme={theme.theme}>
        <QueryClientProvider client={queryClient}>
          <ToastProvider>
            <Gate />
          </ToastProvider>
        </QueryClientProvider>
      </FluentProvider>
    </ThemeContext>
  );
}
