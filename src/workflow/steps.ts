import { pins } from './pins.ts';
import type { WorkflowSource } from './source.ts';

/** The token stays in the working copy only where git fetches or pushes with it. */
export function checkout({ keepsToken }: { readonly keepsToken: boolean }): readonly string[] {
  return [
    `    - uses: ${pins.checkout}`,
    '      with:',
    `        persist-credentials: ${keepsToken}`,
  ];
}

/** A record that could not be pushed is not lost. */
export function keepRecord(step: string): readonly string[] {
  return [
    '    # What could not be pushed is kept, to be committed by hand.',
    `    - if: always() && steps.${step}.outputs.kept != ''`,
    `      uses: ${pins.uploadArtifact}`,
    '      with:',
    '        name: teiki-record-${{ github.run_attempt }}',
    `        path: \${{ steps.${step}.outputs.kept }}`,
  ];
}

/** Earlier records, which checks compare with, are then on a branch that is fetched. */
export function readsRecordsBranch({ config }: WorkflowSource): boolean {
  return config.records.branch !== undefined;
}
