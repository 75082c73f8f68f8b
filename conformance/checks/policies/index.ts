import { policyResourceChecks } from './resource.ts';
import { policyRuleChecks } from './rules.ts';

export const policyChecks = [...policyResourceChecks, ...policyRuleChecks];
