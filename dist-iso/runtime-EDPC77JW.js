import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{createRuntimeDir,deviceSocket,isAlive,removeRuntimeDir}from"./chunk-NTW673X3.js";import"./chunk-YOSJWI24.js";import"./chunk-A54T5TAM.js";import"./chunk-ZOGTGKEU.js";export{createRuntimeDir,deviceSocket,isAlive,removeRuntimeDir};
//# sourceMappingURL=runtime-EDPC77JW.js.map
