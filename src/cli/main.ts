#!/usr/bin/env node
// The version answers before anything else is loaded: it is what scripts and actions ask first.
import { version } from '../version.ts';

if (process.argv[2] === '--version' || process.argv[2] === '-V') {
  console.log(version);
} else {
  const { main } = await import('./program.ts');
  process.exitCode = await main(process.argv);
}
