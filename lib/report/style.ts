import { trusted } from "./html.ts";

/** The page's one style sheet: no font or image from elsewhere, light and dark, narrow and wide, screen and paper. */
export const style = trusted(`
:root { --paper: #fff; --ink: #1c2126; --soft: #5d6872; --line: #dfe4e8; --fill: #f4f6f8; --train: #8a97a3; --held: #0b67b2; --bad: #b3261e; --good: #1b7f4b; --warn: #996100; --heat: 11, 103, 178;
  --a: #0b67b2; --b: #c4501b; --c: #1b7f4b; --d: #7a4fb5; --e: #8a6d00; --f: #b3266e; color-scheme: light dark; }
@media (prefers-color-scheme: dark) { :root { --paper: #14181c; --ink: #e6eaee; --soft: #9aa6b1; --line: #2c343b; --fill: #1c2227; --train: #7d8a96; --held: #5eb1f2; --bad: #f28b82; --good: #6fcf97; --warn: #e0b050; --heat: 94, 177, 242;
  --a: #5eb1f2; --b: #f0946a; --c: #6fcf97; --d: #b99cf0; --e: #d6b94a; --f: #f08abf; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 1080px; margin: 0 auto; padding: 40px 24px 64px; }
h1 { font-size: 28px; line-height: 1.2; margin: 0; font-weight: 650; overflow-wrap: anywhere; }
h2 { font-size: 18px; margin: 48px 0 12px; font-weight: 650; }
h3 { font-size: 13px; margin: 0 0 6px; font-weight: 600; color: var(--soft); }
p { margin: 6px 0; max-width: 76ch; }
.soft, figcaption { color: var(--soft); }
.small, figcaption { font-size: 13px; }
code, pre { font: 12.5px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
pre { background: var(--fill); padding: 14px 16px; border-radius: 6px; overflow-x: auto; margin: 0; }
.headline { display: flex; flex-wrap: wrap; gap: 12px 40px; margin-top: 24px; padding: 18px 0; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); }
.headline b { display: block; font-size: 26px; line-height: 1.25; font-weight: 650; }
.headline span { font-size: 13px; color: var(--soft); }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(420px, 100%), 1fr)); gap: 28px 36px; }
figure { margin: 0; min-width: 0; }
svg { display: block; width: 100%; height: auto; }
svg text { font: 11px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; fill: var(--soft); font-variant-numeric: tabular-nums; }
svg .label { font-weight: 600; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 13.5px; }
th, td { padding: 5px 14px 5px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); font-weight: normal; }
thead th { color: var(--soft); font-size: 12.5px; vertical-align: bottom; }
td.n, th.n { text-align: right; }
.confusion td, .confusion thead th { padding: 0; width: 46px; min-width: 34px; height: 34px; text-align: center; vertical-align: middle; border: 1px solid var(--paper); }
.confusion thead th { height: auto; padding: 4px; vertical-align: bottom; border: 0; }
.confusion thead th span { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 120px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.confusion tbody th { border: 0; padding: 0 10px 0 0; white-space: nowrap; max-width: 200px; overflow: hidden; text-overflow: ellipsis; text-align: right; vertical-align: middle; }
.confusion td.rate { width: auto; white-space: nowrap; padding: 0 0 0 14px; color: var(--soft); text-align: right; }
.confusion td.right { outline: 1.5px solid var(--line); outline-offset: -2px; }
.mistakes { display: grid; grid-template-columns: repeat(auto-fill, minmax(124px, 1fr)); gap: 18px 14px; }
.mistakes figure { font-size: 12.5px; line-height: 1.4; overflow-wrap: anywhere; }
.mistakes img, .mistakes .none { display: block; width: 112px; height: 112px; object-fit: contain; background: var(--fill); border-radius: 4px; margin-bottom: 5px; }
.mistakes .none { display: grid; place-items: center; color: var(--soft); }
.mistakes .path { color: var(--soft); font-size: 11px; }
.bars { display: grid; grid-template-columns: max-content 1fr max-content; gap: 7px 14px; align-items: center; font-size: 13.5px; }
.bars i { display: block; height: 12px; border-radius: 2px; background: var(--held); min-width: 1px; }
.bars i.other { background: var(--train); }
.finding { border-left: 3px solid var(--line); padding: 2px 0 2px 14px; margin: 14px 0; }
.finding.error { border-color: var(--bad); } .finding.warning { border-color: var(--warn); } .finding.note { border-color: var(--held); }
.finding .code { font-size: 12px; letter-spacing: .02em; color: var(--soft); }
.why { font-size: 17px; line-height: 1.5; max-width: 72ch; margin: 20px 0 0; }
dl { align-content: start; display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 18px; margin: 0 0 18px; font-size: 13.5px; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 560px) { main { padding: 24px 16px 48px; } .headline { gap: 12px 24px; } dl { grid-template-columns: 1fr; } dd { margin-bottom: 6px; } .bars { grid-template-columns: 1fr max-content; } .bars i { grid-column: 1 / -1; grid-row: auto; } }
@media print { main { max-width: none; padding: 0; } h2 { break-after: avoid; } figure, .finding, tr { break-inside: avoid; } }
`);
