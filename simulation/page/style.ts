/** The style of the page: light or dark as the reader's system, readable from 320 pixels on, and on paper. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1d2530;--soft:#56616f;--line:#d9dee5;--card:#f6f8fa;--accent:#0b62a8;
--second:#b4540a;--warn-bg:#fff6e0;--warn-line:#d9a520;--on:#fff;
--a0:#9fb7a7;--a1:#cfd6dd;--a2:#b4cfe8;--a3:#78aede;--a4:#3f86c9;--a5:#f0c36d;--a6:#e59b4c;--a7:#cf6a4d;--a8:#a8403f;
--a9:#8d6fb3;--a10:#6f7a87;--a11:#4b545f}
@media (prefers-color-scheme:dark){:root{--bg:#12161b;--fg:#e4e9ef;--soft:#a0abb8;--line:#333c47;--card:#1a2027;
--accent:#6fb4ef;--second:#f0a35e;--warn-bg:#2b2514;--warn-line:#a8842a;--on:#0d1116;
--a0:#5f7d69;--a1:#59636e;--a2:#33587a;--a3:#3f78ab;--a4:#5ea4df;--a5:#9a7a34;--a6:#b8742f;--a7:#b8573d;--a8:#d0605d;
--a9:#9c82c4;--a10:#8893a0;--a11:#b5bec9}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:1080px;margin:0 auto;padding:20px 16px 48px}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 4px}
h2{font-size:1.2rem;margin:40px 0 4px;line-height:1.3}
h3{font-size:1rem;margin:0 0 6px}
p{margin:6px 0 12px;max-width:72ch}
.soft{color:var(--soft);font-size:.92rem}
.caution{background:var(--warn-bg);border-left:4px solid var(--warn-line);padding:10px 14px;margin:16px 0;max-width:80ch}
.pair{display:grid;gap:20px;grid-template-columns:minmax(0,1fr)}
@media (min-width:760px){.pair{grid-template-columns:repeat(2,minmax(0,1fr))}}
figure{margin:0;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:12px}
figure svg{display:block;width:100%;height:auto;max-width:560px}
figcaption{font-weight:600;margin-bottom:8px}
.keys{list-style:none;display:flex;flex-wrap:wrap;gap:4px 14px;margin:10px 0 0;padding:0;font-size:.86rem}
.keys li{display:flex;align-items:center;gap:6px}
.key{width:14px;height:14px;border-radius:3px;display:inline-block;flex:none}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:8px}
table{border-collapse:collapse;width:100%;font-size:.92rem;font-variant-numeric:tabular-nums}
th,td{padding:6px 10px;text-align:right;border-top:1px solid var(--line);white-space:nowrap}
thead th{border-top:0;background:var(--card);color:var(--soft);font-weight:600;vertical-align:bottom}
th:first-child,td:first-child{text-align:left;white-space:normal;min-width:9.5rem}
tbody th{font-weight:400;position:sticky;left:0;background:var(--bg)}
thead th:first-child{position:sticky;left:0}
dl{margin:8px 0}
dt{font-weight:600;margin-top:12px}
dd{margin:2px 0 0;max-width:76ch}
code{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.88em;overflow-wrap:anywhere}
svg text{font-family:inherit;fill:var(--fg)}
svg .tick{font-size:11px;fill:var(--soft)}
svg .axis{font-size:11px;fill:var(--soft)}
svg .name{font-size:12px}
svg .share{font-size:12px}
svg .share.on{fill:var(--on)}
svg .grid{stroke:var(--line);stroke-width:1}
svg .line{fill:none;stroke-width:2.2;stroke-linejoin:round}
svg .l0{stroke:var(--accent)}
svg .l1{stroke:var(--second);stroke-dasharray:6 4}
svg .bar,svg .p0{fill:var(--accent)}
svg .p1{fill:var(--second)}
svg .cell{fill:var(--accent);stroke:var(--line);stroke-width:.5}
${Array.from({ length: 12 }, (_, index) => `svg .a${index}{fill:var(--a${index})}.key.a${index}{background:var(--a${index})}`).join('\n')}
.key.l0,.key.p0{background:var(--accent)}
.key.l1,.key.p1{background:var(--second)}
@media (max-width:520px){table.wrap th,table.wrap td{white-space:normal;padding:6px 7px;font-size:.86rem;min-width:0}}
@media print{main{max-width:none}figure,.scroll{break-inside:avoid}}
`;
