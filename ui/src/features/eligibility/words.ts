// The words for an answer and its pieces.

import type { Determination, Piece, RouteAnswer, PieceStanding } from '../../ipc/types';
import { t } from '../../state/l10n';

export const verdictWords = (verdict: Determination) => t(`eligibility-verdict-${verdict.replaceAll('_', '-')}`);

const STANDINGS = { met: 'eligibility-met', missing: 'eligibility-missing', unknown: 'eligibility-open-piece' } as const;
export const standingWords = (standing: PieceStanding) => t(STANDINGS[standing]);

/** Whose word a piece rests on, and how much of it the log holds. */
export function byWords(piece: Piece): string {
  const by = t(`eligibility-by-${piece.by}`);
  if (piece.have === null || piece.have === 0) return by;
  return `${by}; ${t('eligibility-have', { have: piece.have })}`;
}

/** How many pieces of a way are missing, and how many nobody knows. */
export function openPieces(route: RouteAnswer): { missing: number; unknown: number } {
  const count = (standing: PieceStanding) => route.pieces.filter((piece) => piece.standing === standing).length;
  return { missing: count('missing'), unknown: count('unknown') };
}
