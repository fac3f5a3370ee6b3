import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { getCurrentWindow } from '@tauri-apps/api/window';
import type { Transport } from './client';
import type { Topic } from './types';

export const transport: Transport = {
  call: (name, args) => invoke('call', { name, args }),
  listen: (heard) => listen<Topic[]>('changed', (event) => heard(event.payload)),
  show: () => getCurrentWindow().show(),
};
