// Short words at the foot of the window, for what happened out of sight. Rare: what happened in sight needs none.

export interface ToastMessage {
  id: number;
  text: string;
  /** Something to take it back with, e.g. "Undo". */
  action?: { label: string; run: () => void };
}

const STAYS = 6000;
let last = 0;

class Toasts {
  all: ToastMessage[] = $state.raw([]);

  show(text: string, action?: ToastMessage['action']): void {
    const id = ++last;
    this.all = [...this.all.slice(-2), { id, text, action }];
    setTimeout(() => this.drop(id), action ? STAYS * 2 : STAYS);
  }

  drop(id: number): void {
    this.all = this.all.filter((one) => one.id !== id);
  }
}

export const toasts = new Toasts();
