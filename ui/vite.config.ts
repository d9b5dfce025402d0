import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The development server hands calls on to the back end behind a development server.
const backEnd = 'http://127.0.0.1:5174';

export default defineConfig({
  plugins: [react()],
  base: './',
  build: {
    // WebKitGTK of Debian 12 and WebView2 both read this without transpiling.
    target: 'es2022',
    // The content security policy allows fonts and pictures from data addresses, but whole files cache better.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    strictPort: true,
    proxy: { '/call': backEnd, '/events': backEnd },
  },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
});
