// What a field of work needs in one state: the state's own rule, or what holds where nothing special is known.

import type { LicenseRule, LicensureField } from '../../ipc/types';

export function ruleIn(field: LicensureField, state: string): LicenseRule {
  return field.states.find((one) => one.state === state)?.rule ?? field.elsewhere;
}

/** The words for an answer begin with this. */
export const answerKey = (rule: LicenseRule): string => `career-license-${rule.answer.replaceAll('_', '-')}`;
