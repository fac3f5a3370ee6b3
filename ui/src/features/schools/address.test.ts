import { expect, it } from 'vitest';
import { asAddress } from './address';

it.each([
  ['school.example', 'https://school.example'],
  ['  https://school.example/ ', 'https://school.example'],
  ['http://127.0.0.1:7080', 'http://127.0.0.1:7080'],
  ['localhost:7080', 'https://localhost:7080'],
  ['http://school.example', null],
  ['my school', null],
  ['school', null],
  ['', null],
])('%o is %o', (typed, address) => expect(asAddress(typed)).toBe(address));
