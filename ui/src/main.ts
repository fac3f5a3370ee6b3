import { mount } from 'svelte';
import './shared/tokens.css';
import { showWhenAnswered } from './ipc/client';
import App from './shell/App.svelte';

const target = document.getElementById('app');
document.documentElement.dataset.system = navigator.userAgent.includes('Linux') ? 'linux' : 'other';
showWhenAnswered();
if (target) mount(App, { target });
