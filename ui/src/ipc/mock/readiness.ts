import type { CourseReadiness, Missing, PackState, Readiness } from '../types';
import { DAY, HOUR, MODULES } from './fixtures';
import type { World } from './world';

const LESSONS = MODULES.flatMap((module) => module.lessons).filter((lesson) => lesson.written);

/** The engine's answer before going offline, near enough to look at. */
export function readiness(world: World, hours: number, done: number, packs: Map<string, PackState>): Readiness {
  const { app, now } = world;
  const pack = (program: string): PackState => packs.get(program) ?? { state: 'none' };
  const left = LESSONS.slice(done);
  const minutes = left.reduce((sum, lesson) => sum + lesson.minutes, 0);
  const course = (program: string, title: string, own: Partial<CourseReadiness>): CourseReadiness => ({
    program, title, pack: pack(program), lessons_left: 0, minutes_left: 0, lessons_to_come: 0, quizzes_left: 0,
    access_ends: now + 134 * DAY, ...own,
  });
  const courses = world.is('empty')
    ? []
    : [
        course('phlebotomy-technician', 'Phlebotomy Technician', { lessons_left: left.length, minutes_left: minutes, lessons_to_come: 45, quizzes_left: 11 }),
        course('ekg-technician', 'EKG Technician', { lessons_left: 21, minutes_left: 630, quizzes_left: 4, access_ends: now + 12 * HOUR }),
      ];
  const here = courses.filter((one) => one.pack.state === 'complete').reduce((sum, one) => sum + one.minutes_left, 0);
  const wanted = courses.filter((one, at) => one.pack.state !== 'complete' && (at === 0 || here < hours * 60));
  const missing: Missing[] = [];
  if (!app.learner?.signed_in) missing.push({ kind: 'signed_out', acts: app.sync.waiting });
  else if (app.sync.waiting > 0) missing.push({ kind: 'unsent', acts: app.sync.waiting });
  if (courses.length === 0) missing.push({ kind: 'no_course' });
  missing.push(...wanted.map((one): Missing => ({ kind: 'course', program: one.program, title: one.title, pack: one.pack })));
  missing.push(...wanted.slice(-1).map((one): Missing => ({ kind: 'access_ends', program: one.program, title: one.title, at: now + 12 * HOUR })));
  const all = here + wanted.reduce((sum, one) => sum + one.minutes_left, 0);
  if (courses.length > 0 && all < hours * 60) missing.push({ kind: 'not_enough', minutes: all });
  if (app.sync.needs_you > 0) missing.push({ kind: 'needs_you', acts: app.sync.needs_you });
  if (app.secrets === 'no_keyring') missing.push({ kind: 'session_not_kept' });
  const stops = new Set<Missing['kind']>(['no_course', 'course', 'access_ends', 'not_enough', 'disk_low']);
  return {
    hours,
    ready: !missing.some((one) => stops.has(one.kind)),
    minutes_here: here,
    courses,
    missing,
    free_bytes: 18_400_000_000,
    offline: app.sync.problem?.kind === 'offline',
  };
}
