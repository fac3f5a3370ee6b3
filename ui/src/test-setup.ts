import { cleanup, configure } from '@testing-library/svelte';
import { afterEach } from 'vitest';

// What is waited for comes at once on a free computer; a busy one is not wrong, only slow.
configure({ asyncUtilTimeout: 15_000 });

afterEach(() => cleanup());
