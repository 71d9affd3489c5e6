/** Bounds of what persons send with a dispute or a complaint. */
export interface EvidenceBounds {
  /** Most bytes of one file. */
  readonly fileBytes: number;
  /** Most bytes of all files of one dispute or complaint. */
  readonly caseBytes: number;
  /** Most files of one dispute or complaint. */
  readonly caseFiles: number;
}

const MIB = 1024 * 1024;

/** Bounds by the settings, which are in mebibytes. */
export const evidenceBounds = (fileMib: number, caseMib: number, caseFiles: number): EvidenceBounds => ({
  fileBytes: fileMib * MIB,
  caseBytes: caseMib * MIB,
  caseFiles,
});
