import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig(({ mode }) => ({
  base: './',
  plugins: [svelte()],
  // Under test Svelte must come as it is for browsers, not for servers.
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  server: { port: 5173, strictPort: true },
  build: {
    target: 'safari17',
    modulePreload: { polyfill: false },
    // Rules that came after the first page would have all of it laid out again.
    cssCodeSplit: false,
    // The mock build never lands where the real window takes its files from.
    outDir: mode === 'mock' ? 'node_modules/.carrel-mock' : 'dist',
    emptyOutDir: true,
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    // axe over a whole page takes seconds in happy-dom on a busy computer.
    testTimeout: 60_000,
    setupFiles: ['src/test-setup.ts'],
    // Frames load nothing here, and say so with their whole text each time.
    onConsoleLog: (text) => !text.includes('Iframe page loading is disabled'),
    env: { TZ: 'America/New_York' },
  },
}));
