import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{paint,say}from"./chunk-KJ5QK2KF.js";function printProblems(configuration){for(let{severity,message,hint}of configuration.problems){let label=severity==="error"?paint(["red","bold"],"error:",process.stderr):paint("yellow","warning:",process.stderr);say(`${label} ${message}`),hint&&say(`  ${paint("cyan","hint:",process.stderr)} ${hint}`)}return configuration.problems.some(problem=>problem.severity==="error")}export{printProblems};
//# sourceMappingURL=chunk-RCCT5X5M.js.map
