/**
 * The page's one style sheet. Tokens first; light is the ground state, dark only on screens that ask for it, so that
 * print is always light. No rule loads anything.
 */
const TOKENS = `
:root{color-scheme:light;--ground:#fff;--ink:#1f1f1f;--grey:#595959;--hair:#d6d6d6;--grid:#e6e6e6;--axis:#8a8a8a;
--gain:#0072b2;--loss:#b34e00;--fill:#d55e00;--band:#f1f1f0;--area:rgba(0,114,178,.09);--second:#9ec9e2}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;--ground:#121212;--ink:#ebebeb;--grey:#a6a6a6;
--hair:#383838;--grid:#2a2a2a;--axis:#7a7a7a;--gain:#56b4e9;--loss:#e69f00;--fill:#e69f00;--band:#1f1f1f;
--area:rgba(86,180,233,.12);--second:#2f6485}}
`;

const BASE = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:400 14px/20px Inter,system-ui,-apple-system,"Segoe UI",
Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums lining-nums;overflow-wrap:break-word}
main{max-width:1280px;margin:0 auto;padding:0 40px 40px}
h1,h2,p,dl,dd,dt,table{margin:0;padding:0}
h1,h2,.sub,.note,.words,.more{overflow-wrap:anywhere}
h1,h2,th,dt{font-weight:400}
.grey{color:var(--grey)}.gain{color:var(--gain)}.loss{color:var(--loss)}.b{font-weight:600}
`;

const HEADER = `
.mast{display:flex;justify-content:space-between;gap:16px;border-top:4px solid var(--ink);padding-top:12px}
.mast b{font-weight:700;font-size:15px}
.mast span{font-size:13px;color:var(--grey);text-align:right}
.band{margin-top:20px;border-left:4px solid var(--ink);background:var(--band);padding:12px 16px 13px}
.band p{font-weight:600;padding-bottom:3px}
.pairs{display:grid;grid-template-columns:minmax(96px,max-content) 1fr;gap:3px 20px;font-size:13px;line-height:18px}
.pairs dt{color:var(--grey);max-width:220px}.pairs dd{max-width:760px}
.top{display:grid;grid-template-columns:1fr minmax(0,440px);gap:24px 56px;align-items:end;margin-top:32px}
h1{font-size:20px;line-height:28px;font-weight:600}h1 span{font-weight:400;color:var(--grey)}
.day{color:var(--grey);font-size:15px;line-height:22px}
.value{font-size:44px;line-height:52px;font-weight:600;letter-spacing:-.025em;font-variant-numeric:normal;margin-top:6px}
.value.words{font-size:24px;line-height:32px;letter-spacing:0}
.value span{font-size:20px;font-weight:400;letter-spacing:0;color:var(--grey)}
.result{font-size:16px;line-height:24px;font-weight:600;font-variant-numeric:normal;margin-top:4px}
.result>span{display:inline-block;margin-right:12px}.result i{font:400 14px/24px inherit;font-style:normal;font-weight:400;
font-size:14px;color:var(--grey);white-space:normal}
.basis{font-size:13px;line-height:18px;color:var(--grey);margin-top:2px}
`;

const BLOCKS = `
.blocks{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);column-gap:24px;margin-top:12px}
section{grid-column:1/-1;margin-top:28px;border-top:1px solid var(--ink);padding-top:10px;min-width:0}
section.half{grid-column:auto}
h2{font-size:17px;line-height:24px;font-weight:600}
.sub{font-size:13px;line-height:18px;color:var(--grey)}
.body{margin-top:12px}
.note{font-size:12px;line-height:17px;color:var(--grey);margin-top:10px;max-width:640px}
.words{color:var(--grey)}
`;

const TABLES = `
table{border-collapse:collapse;width:100%;font-size:13px;line-height:18px}
th,td{text-align:left;vertical-align:top;padding:4px 0 4px 16px;border-bottom:1px solid var(--hair)}
th:first-child,td:first-child{padding-left:0}
thead th,thead td{border-color:var(--ink)}
thead th{font-size:12px;line-height:16px;color:var(--grey);vertical-align:bottom;overflow-wrap:normal}
thead th span{white-space:nowrap}
.f{text-align:right;white-space:nowrap}
thead .f,thead .n{white-space:normal}
.f.na{white-space:normal;color:var(--grey);font-size:12px;min-width:76px}
.s{color:var(--grey)}tbody .l{font-weight:600}.br.br,dd,dt,h1,.day,.mast span,.result,.basis,.value.words,.band p,footer{overflow-wrap:anywhere}
.track{width:72px;padding-right:0}
.g th,.g td{font-weight:600;color:var(--ink);padding-top:12px;border-color:var(--axis)}
.total th,.total td{font-weight:600;color:var(--ink);border-top:1px solid var(--ink);border-bottom:0}.d.total td{border-top:0}
.is-loss th,.is-loss td,.is-loss + .d td{color:var(--loss)}.is-dim th,.is-dim td,.is-dim + .d td{color:var(--grey)}
.is-strong th,.is-strong td{font-weight:600}
.bar{display:block;margin-top:3px}.track + td{padding-left:8px}.track + td,thead td + th{width:1%}thead td + th.f{white-space:nowrap}.track + .na{min-width:150px}
tbody .n{white-space:nowrap}
.bar rect{fill:var(--gain)}.bar .neg{fill:var(--fill)}.bar path{stroke:var(--grid);stroke-width:1}
.d{display:none}
.turned{display:none;grid-template-columns:repeat(auto-fit,minmax(min(280px,100%),1fr));gap:20px 40px}
.turned table{table-layout:fixed}.turned th,.turned td{padding-left:4px}.turned .s{padding-right:8px}.turned th:first-child{padding-left:0;width:22%}
.d td{padding:0 0 7px;font-size:12px;line-height:17px;color:var(--ink)}
.d td{overflow-wrap:anywhere}.d span{display:inline-block;unicode-bidi:isolate;margin-right:14px;max-width:100%}.d i{font-style:normal;color:var(--grey)}
.fall{display:none;width:540px;padding:0 0 0 40px}
.steps{display:block}.steps rect{fill:var(--gain)}.steps .down{fill:var(--fill)}.steps .flow{fill:var(--axis)}.steps .level{fill:var(--ink)}
.steps path{stroke:var(--axis);stroke-width:1}.steps text{font-size:11px;fill:var(--ink);font-weight:400}
.more{font-size:12px;line-height:17px;color:var(--grey);margin-top:8px}
.fig{break-inside:avoid}
.fig{display:grid;grid-template-columns:1fr auto;column-gap:16px;border-bottom:1px solid var(--hair);padding:4px 0;
font-size:13px;line-height:18px;align-items:baseline}
.fig dt{color:var(--ink)}.fig dt span{color:var(--grey);font-size:12px;margin-left:8px}
.fig dd{text-align:right;max-width:300px}
.fig.strong dd{font-weight:600}
`;

const COMPACT = '.w{display:none}.CLASS .d{display:table-row}.CLASS .x>*{border-bottom:0;padding-bottom:1px}';
const compact = (name: string): string => COMPACT.replace('.w', '.CLASS .w').replaceAll('CLASS', name);

const DRAWINGS = `
.chart{display:none;width:100%;height:auto}
.chart text{font-size:11px;fill:var(--grey);stroke:var(--ground);stroke-width:3px;paint-order:stroke;stroke-linejoin:round}
.chart .year{font-weight:600}.chart .right{text-anchor:end}
.chart path{fill:none;stroke-width:1}
.chart .grid{stroke:var(--grid)}.chart .zero,.chart .axis{stroke:var(--axis)}
.chart .area{fill:var(--area);stroke:none}
.chart .line{stroke-linejoin:round;stroke-linecap:round}
.chart .line.value{stroke:var(--gain);stroke-width:1.75}
.chart .line.benchmark{stroke:var(--grey);stroke-width:1.25;stroke-dasharray:4 3;stroke-linecap:butt}
.chart .line.paid-in{stroke:var(--grey);stroke-width:1.25}
.chart .line.drawdown{stroke:var(--fill);stroke-width:1.25}.chart .area.loss{fill:var(--fill);fill-opacity:.16}.chart .dot.loss{fill:var(--fill)}
.chart .dot{fill:var(--gain)}.chart .dot.paid-in{fill:var(--axis)}.chart .dot.drawdown{fill:var(--fill)}
.columns rect{fill:var(--gain)}.columns .p0{fill:var(--second)}.columns .neg{fill:var(--fill)}.columns .p0.neg{fill-opacity:.6}
.columns .sum,.columns .tick{text-anchor:middle}.columns .sum{fill:var(--ink)}.columns .end.p0{fill:var(--grey)}.columns .end.p1{fill:var(--gain)}
.is-dim .l{font-weight:400}
.chart .mark.paid-in{fill:var(--grey)}.chart .mark.drawdown{fill:var(--loss);font-weight:600}
.chart .end{font-size:12px}.chart .end.value{fill:var(--gain);font-weight:600}.chart .end.drawdown{fill:var(--loss);font-weight:600}
details{margin-top:8px;font-size:12px;line-height:17px}
summary{cursor:pointer;color:var(--grey)}
details table{margin-top:8px;max-width:588px}
.up1,.up2,.up3,.up4,.dn1,.dn2,.dn3,.dn4{padding-right:6px}
.shares th,.shares td{vertical-align:middle}
.up1{background:rgba(0,114,178,.1)}.up2{background:rgba(0,114,178,.2)}.up3{background:rgba(0,114,178,.32)}.up4{background:rgba(0,114,178,.45)}
.dn1{background:rgba(213,94,0,.1)}.dn2{background:rgba(213,94,0,.2)}.dn3{background:rgba(213,94,0,.32)}.dn4{background:rgba(213,94,0,.45)}
.shares .track{width:42%;padding-right:0}.shares svg{display:block;width:100%;height:12px}
.shares rect{fill:var(--gain)}.shares .neg{fill:var(--fill)}
.shares .in th,.shares .in td{font-size:12px;line-height:16px;color:var(--grey);padding-top:1px}
.shares .in th{padding-left:16px}.shares .in .loss{color:var(--loss)}
.shares .open th,.shares .open td{border-bottom:0}
.checks{margin-top:24px;border-top:1px solid var(--hair);border-bottom:1px solid var(--hair);padding:14px 0 16px}
.checks h2{font-size:14px;line-height:20px}.checks h2 span{font-weight:400;color:var(--grey)}
.checks ul{list-style:none;margin:8px 0 0;padding:0;display:grid;grid-template-columns:repeat(5,minmax(0,1fr));gap:10px 24px}
.checks li{display:grid;grid-template-columns:20px 1fr;align-content:start;font-size:12px;line-height:16px}
.checks li>b{font-weight:700;color:var(--gain)}.checks .fail>b,.checks .unchecked>b{color:var(--loss)}
.checks .fail .name{font-weight:600}
.checks .finding{color:var(--grey)}.checks .name,.checks .finding{grid-column:2}
.checks .name::first-letter{text-transform:uppercase}
.notice{font-size:12px}
footer{display:flex;flex-wrap:wrap;justify-content:space-between;gap:4px 24px;margin-top:40px;border-top:1px solid var(--hair);
padding-top:12px;font-size:12px;line-height:17px;color:var(--grey)}
footer p:last-child{flex-basis:100%}
`;

const WIDTHS = `
@media screen and (min-width:1280px){.fall{display:table-cell}tbody th:has(~.fall){white-space:nowrap}.blocks{row-gap:12px}section.half .half,section:not(.half) .chart.wide{display:block}
section:not(.half) .figures{columns:2;column-gap:56px}}
@media screen and (min-width:860px) and (max-width:1279.98px){main{padding:0 24px 32px}.blocks{display:block}
.chart.half{display:block;max-width:900px}.checks ul{grid-template-columns:1fr 1fr}.top{grid-template-columns:1fr minmax(0,400px)}
section{margin-top:40px}}
@media screen and (max-width:1279.98px){${compact('c1280')}.flat{display:none}.turned{display:grid}}
@media screen and (max-width:859.98px){${compact('c860')}
main{padding:0 16px 24px;max-width:584px}.mast{display:block}.mast span{display:block;text-align:left}
.band{padding:11px 14px 12px}.pairs{grid-template-columns:1fr;gap:0}.pairs dt,.pairs dd{max-width:none}.pairs dd{margin-bottom:6px}
.top{display:block;margin-top:24px}.asof{margin-top:24px}.value{font-size:34px;line-height:42px}.result i{display:block}
.blocks{display:block}section{margin-top:32px}.fig dt span{display:block;margin:0}.asof .f:not(.na){white-space:nowrap}.chart.narrow{display:block;max-width:430px}
th,td{padding-left:12px}thead td + th.f{white-space:normal}.checks ul{display:block}
.checks li{grid-template-columns:20px auto 1fr;border-top:1px solid var(--hair);padding:5px 0;font-size:13px;line-height:18px}
.checks li:last-child{padding-bottom:0}
.checks .pass .finding{grid-column:3;text-align:right;padding-left:12px}.checks .fail .finding,.checks .unchecked .finding,
.checks .fail .name,.checks .unchecked .name{grid-column:2/4}
.notice dd,.notice dt{max-width:none}.notice dt{color:var(--ink);font-weight:600}.shares .track{width:26%}}
@media screen and (max-width:359.98px){main{padding:0 12px 24px}table,.fig{font-size:12px}th,td{padding-left:6px}
.asof .f:not(.na){white-space:normal}.shares .track{width:16%}}
@media screen and (max-width:439.98px){tbody th{overflow-wrap:anywhere}}
`;

const PRINT = `
@page{margin:11mm 12mm 11mm}
@media print{*{print-color-adjust:exact;-webkit-print-color-adjust:exact}${compact('c1280')}.flat th,.flat td{padding-left:4px}
section:not(.half) .figures{columns:2;column-gap:24px}main{padding:0;max-width:none}body,table,.fig{font-size:9.5px;line-height:13px}thead th,.note,.d td,.more,.notice{font-size:9px;
line-height:12px}h2{font-size:12.5px;line-height:17px}.sub{font-size:10px;line-height:13px}.value{font-size:30px;line-height:36px}
h1{font-size:15px;line-height:20px}.day,.mast span{font-size:10.5px;line-height:15px}.checks li,.pairs{font-size:9px;line-height:12px}
.checks{margin-top:12px;padding:8px 0}.checks ul{gap:5px 10px;margin-top:4px}.checks li{grid-template-columns:14px 1fr}.checks h2{font-size:11px}.top{margin-top:8px;gap:16px 32px}th,td{padding:2.5px 0 2.5px 10px}
section{margin-top:16px;break-inside:avoid-page}section.long{break-inside:auto}tr,li,.fig{break-inside:avoid}h2,.sub{break-after:avoid}
thead{display:table-header-group}.chart.narrow{display:block;width:84%}section:not(.half) .chart.narrow{display:none}
section:not(.half) .chart.half{display:block}${compact('half .c860')}
.shares .in th,.shares .in td,.fig dt span,.f.na,.result i,.basis{font-size:9px;line-height:12px}.result{font-size:13px;line-height:18px}details{display:none}.body{margin-top:8px}footer{margin-top:20px;font-size:9px;break-inside:avoid}.x{break-after:avoid}}
`;

const ALWAYS = compact('c9999');

export const PAGE_STYLE = [TOKENS, BASE, HEADER, BLOCKS, TABLES, ALWAYS, DRAWINGS, WIDTHS, PRINT]
  .join('')
  .replaceAll('\n', '');
