import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{HOST_TOOLS,findTool,missingTools,toolPackageHint}from"./chunk-ULH4K5XY.js";import"./chunk-ZOGTGKEU.js";export{HOST_TOOLS,findTool,missingTools,toolPackageHint};
//# sourceMappingURL=tools-NTPH5OXV.js.map
