import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
async function withSignals(work){let controller=new AbortController,onSignal=()=>{controller.signal.aborted&&process.exit(130),controller.abort()},signals=["SIGINT","SIGTERM","SIGHUP"];for(let name of signals)process.on(name,onSignal);try{return await work(controller.signal)}finally{for(let name of signals)process.off(name,onSignal)}}export{withSignals};
//# sourceMappingURL=chunk-ZDCCL4P2.js.map
