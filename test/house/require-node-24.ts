import { unfitNode } from './node-24.ts';

const problem = unfitNode(process.versions.node);
if (problem) throw new Error(problem);
