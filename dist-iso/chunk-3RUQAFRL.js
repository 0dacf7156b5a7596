import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
var RUNTIMES=["podman","docker","runc"];export{RUNTIMES};
//# sourceMappingURL=chunk-3RUQAFRL.js.map
