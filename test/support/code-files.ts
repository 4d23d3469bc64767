// The configuration file of a folder, with the rules and triggers in it, as the server gets it at its start.
import { defineWrittenTrigger } from '../../src/app/sending/written-triggers.ts';
import { type LoadedCode, loadConfigWithCode } from '../../src/config/load.ts';

export const codeIn = (folder: string, env: Readonly<Record<string, string>> = {}): LoadedCode =>
  loadConfigWithCode({ env, folder }, defineWrittenTrigger);
