import { gatewayProgram } from './obtain.ts';

/** `npm run gateway:obtain`: says where the gateway program for the tests lies, and fetches it when it is not there. */
console.log(await gatewayProgram());
