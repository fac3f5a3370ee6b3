import type { AppState, SchoolCard, SignInState, Topic } from '../types';
import { fail, type Handlers, type Variant } from './index';
import { DAY, LEARNER, MINUTE, SCHOOL } from './fixtures';

const SIGN_IN = 'http://127.0.0.1:7080/oauth/authorize?response_type=code&client_id=carrel&code_challenge=k3v9QmVx&state=b81f';

/** School, learner, settings and sync. */
export class World {
  signIn: SignInState = { state: 'idle' };

  constructor(
    readonly now: number,
    readonly variants: Variant[],
    readonly app: AppState,
    readonly emit: (...topics: Topic[]) => void,
  ) {
    const { sync } = app;
    if (this.is('first') || this.is('awaited')) Object.assign(app, { school: null, learner: null, studying: false, learners: [] });
    if (this.is('empty')) app.learners = [LEARNER];
    if (this.is('never')) Object.assign(sync, { last_success: null });
    if (this.is('never') || this.is('empty')) Object.assign(app, { learner: null, studying: false, learners: [] });
    if (this.is('signed-out') && app.learner) app.learner = { ...LEARNER, signed_in: false };
    if (this.is('no-keyring')) app.secrets = 'no_keyring';
    if (this.is('offline') || this.is('never')) {
      sync.problem = { kind: 'offline', text: null, next_attempt_at: now + 5 * MINUTE };
      sync.last_success = this.is('never') ? null : now - 2 * DAY;
      sync.waiting = this.is('never') ? 0 : 3;
    }
    if (this.is('awaited')) {
      Object.assign(app, { awaited_school: 'https://learn.riverside.example', schools: [] });
      Object.assign(sync, { last_success: null, waiting: 0 });
      sync.problem = { kind: 'offline', text: null, next_attempt_at: now + 5 * MINUTE };
    }
    if (this.is('attention')) {
      Object.assign(sync, { waiting: 2, needs_you: 2 });
      app.notices = [{ kind: 'record_salvaged', acts: 214, kept_as: 'learner-2026-11-20.damaged.db' }];
    }
  }

  is(variant: Variant): boolean {
    return this.variants.includes(variant);
  }

  handlers(): Handlers {
    const { app } = this;
    return {
      state: () => app,
      add_school: ({ address }) => this.addSchool(address),
      choose_school: ({ school }) => {
        app.school = app.schools.find((one) => one.id === school) ?? fail('no_school');
        this.emit('account', 'catalog', 'learning', 'downloads');
        return null;
      },
      change_settings: (settings) => {
        app.settings = settings;
        this.emit('settings', 'catalog');
        return null;
      },
      dismiss_notices: () => {
        app.notices = [];
        this.emit('account');
        return null;
      },
      open_link: ({ address }) => ({ address }),
      begin_sign_in: () => {
        if (this.is('offline') || this.is('never')) fail('offline');
        this.signIn = { state: 'waiting', address: SIGN_IN };
        return { address: SIGN_IN };
      },
      sign_in_state: () => this.signIn,
      cancel_sign_in: () => {
        this.signIn = { state: 'idle' };
        this.emit('account');
        return null;
      },
      sign_out: () => {
        if (app.learner) app.learner = { ...app.learner, signed_in: false };
        this.emit('account', 'learning');
        return null;
      },
      switch_learner: ({ key }) => {
        app.learner = app.learners.find((one) => one.key === key) ?? fail('no_learner');
        this.emit('account', 'learning', 'downloads');
        return null;
      },
      sync_now: () => {
        app.sync.running = true;
        this.emit('sync');
        setTimeout(() => {
          app.sync.running = false;
          if (!app.sync.problem) Object.assign(app.sync, { last_success: Date.now(), waiting: 0 });
          this.emit('sync', 'learning');
        }, 900);
        return null;
      },
      courier: () => ({
        readiness: !app.learner ? 'nobody_signed_in' : 'ready',
        waiting: app.sync.waiting,
        this_run_only: this.is('no-keyring'),
        school_name: SCHOOL.name,
        school_address: SCHOOL.address,
        folder: '/home/maria/Documents',
      }),
      make_parcel: () => {
        if (app.sync.waiting === 0) fail('nothing_to_send');
        return {
          path: '/home/maria/Documents/carrel-parcel-2026-11-22-140205-1a2b3c4d.carrel',
          acts: app.sync.waiting,
          left: 0,
          this_run_only: this.is('no-keyring'),
        };
      },
      carry_parcel: ({ file }) => {
        if (!atob(file).startsWith('carrel-parcel ')) fail('not_a_parcel');
        if (this.is('offline')) fail('offline');
        return { school_name: SCHOOL.name, path: '/home/maria/Documents/carrel-reply-1a2b3c4d.carrel' };
      },
      bring_reply_home: ({ file }) => {
        if (!atob(file).startsWith('carrel-reply ')) fail('not_a_reply');
        const confirmed = app.sync.waiting;
        app.sync.waiting = 0;
        this.emit('learning', 'sync');
        return { confirmed, refused: 0, waiting: 0, known_before: 0 };
      },
      export_data: () => ({ path: '/home/maria/Documents/carrel-maria-2026-11-22.json', acts: 214 }),
      export_page: () => ({ path: '/home/maria/Documents/carrel-record-2026-11-22.html', acts: 214 }),
    };
  }

  /** The school this computer was set up for answers at last. */
  answerAtLast(): void {
    Object.assign(this.app, { school: SCHOOL, schools: [SCHOOL], awaited_school: null });
    this.app.sync.problem = null;
    this.emit('account', 'catalog', 'sync');
  }

  /** The browser came back: for tests and the preview's console. */
  finishSignIn(): void {
    this.signIn = { state: 'idle' };
    this.app.learner = LEARNER;
    if (this.app.learners.length === 0) this.app.learners = [LEARNER];
    this.emit('account', 'learning');
  }

  private addSchool(address: string): SchoolCard {
    if (!/^https?:\/\/\S+\.\S+|^https?:\/\/(127\.0\.0\.1|localhost)/.test(address)) fail('bad_address');
    if (this.is('offline') || this.is('never')) fail('offline');
    if (address.includes('other')) fail('not_the_school');
    const added = { ...SCHOOL, id: 'beacon', name: 'Beacon Training', address, sample: false, notice: '' };
    this.app.schools = [...this.app.schools, added];
    this.emit('account');
    return added;
  }
}
