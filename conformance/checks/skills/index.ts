import { skillConfigChecks } from './config.ts';
import { disabledSkillChecks } from './disabled.ts';
import { skillReadChecks } from './read.ts';

export const skillChecks = [...skillReadChecks, ...skillConfigChecks, ...disabledSkillChecks];
