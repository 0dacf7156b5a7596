import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{styleText}from"node:util";function paint(style,text,stream=process.stdout){return wantsColor(stream)?styleText(style,text,{validateStream:!1}):text}function wantsColor(stream){return process.env.NO_COLOR?!1:process.env.FORCE_COLOR&&process.env.FORCE_COLOR!=="0"?!0:!!stream.isTTY&&process.env.TERM!=="dumb"}function print(text=""){process.stdout.write(`${text}
`)}function say(text=""){process.stderr.write(`${text}
`)}function table(rows){let widths=[];for(let row of rows)for(let[index,cell]of row.entries())widths[index]=Math.max(widths[index]??0,cell.length);return rows.map(row=>row.map((cell,index)=>index===row.length-1?cell:cell.padEnd(widths[index]??0)).join("  ").trimEnd()).join(`
`)}export{paint,print,say,table};
//# sourceMappingURL=chunk-KJ5QK2KF.js.map
