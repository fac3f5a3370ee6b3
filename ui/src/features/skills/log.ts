// The form's draft, and the words for what keeps it out of the log.

import type { Complication, LogLine, Practice, PracticeFault, PracticeKind, SkillsPage } from '../../ipc/types';
import { plainDate, t } from '../../state/l10n';

export const KINDS: PracticeKind[] = ['venipuncture', 'capillary', 'simulated', 'shown'];
export const COMPLICATIONS: Complication[] = [
  'none', 'hematoma', 'prolonged_bleeding', 'fainting', 'nausea', 'nerve_symptoms', 'arterial_puncture', 'allergic_reaction',
  'needlestick', 'other',
];

/** A new draft: today, and where and with whom the last practice was, which is mostly where the next one is. */
export function draftOf(page: SkillsPage, line: LogLine | null): Practice {
  if (line) return { ...line.practice };
  const last = page.entries[0]?.practice;
  return {
    day: page.today, kind: 'venipuncture', site: '', device: '', success: true, complication: 'none',
    place: last?.place ?? '', supervisor: last?.supervisor ?? '', remark: '', skill: null,
  };
}

const hyphened = (word: string) => word.replaceAll('_', '-');
export const kindWords = (kind: PracticeKind) => t(`practice-kind-${hyphened(kind)}`);
export const complicationWords = (complication: Complication) => t(`practice-complication-${hyphened(complication)}`);
export const fieldWords = (field: PracticeFault['field']) => t(`skills-field-${field}`);

/** Why a field keeps the entry out, without the field's name. */
export function unfitWords({ field, unfit }: PracticeFault): string {
  if (unfit.why === 'identifies') {
    // "Say patient and no more" helps nowhere in the name of a ward.
    const at = field === 'place' && unfit.looks_like === 'patient_name' ? '-place' : '';
    return t(`skills-looks-${hyphened(unfit.looks_like)}${at}`);
  }
  return t(`skills-unfit-${hyphened(unfit.why)}`, { most: 'most' in unfit ? unfit.most : 0 });
}

/** The title of the skill that a practice signs off; a drill signs none that is wanted on a person. */
export function signedSkill(page: SkillsPage, { kind, skill }: Practice): string | null {
  const known = page.checklist.find(({ id }) => id === skill);
  return kind === 'simulated' && known && !known.simulated ? null : (known?.title ?? skill);
}

/** One line about a practice: what, where, with what, how it went. */
export function practiceWords(practice: Practice): string {
  const { kind, site, device, success, complication, remark } = practice;
  const parts = [kindWords(kind), site, device, t(success ? 'practice-succeeded' : 'practice-failed')];
  if (complication !== 'none') parts.push(complicationWords(complication));
  return [...parts, remark].filter(Boolean).join(' · ');
}

export const dayWords = (day: string) => plainDate(day);
