import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Transport } from './client';
import type { Topic } from './types';

export const transport: Transport = {
  call: (name, args) => invoke('call', { name, args }),
  listen: (heard) => listen<Topic[]>('changed', (event) => heard(event.payload)),
};
