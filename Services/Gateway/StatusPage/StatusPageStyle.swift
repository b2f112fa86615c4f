import Crypto
import Foundation

/// How the status page looks. The style stands in the page, so that one request shows it, and the policy names it by its hash:
/// a browser applies no other style, runs no script and loads nothing else, whatever an incident's text should contain.
enum StatusPageStyle {
    /// `Content-Security-Policy` of the page.
    static let policy: String = {
        let hash = Data(SHA256.hash(data: Data(css.utf8))).base64EncodedString()
        return "default-src 'none'; style-src 'sha256-\(hash)'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    }()

    /// Colours keep a contrast of 4.5 to 1 for text, and 3 to 1 for what is drawn, in the light and in the dark; days without data
    /// alone recede.
    static let css = """
        :root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--line:#e1e5ea;--text:#16202c;--soft:#566373;\
        --ok:#1a7f4b;--part:#a35a00;--down:#c22a2a;--work:#2563c9;--none:#6b7785;--bar-ok:#2f9e66;--bar-none:#c4ccd5;\
        --bar-part:#c47400;--bar-down:#d13438}
        @media (prefers-color-scheme:dark){:root{--ground:#0e131a;--card:#171e27;--line:#2a343f;--text:#e8edf2;--soft:#9aa8b7;\
        --ok:#4cc38a;--part:#f0a93b;--down:#ff7b78;--work:#79aef8;--none:#9aa8b7;--bar-ok:#2f9e66;--bar-none:#3a4654;\
        --bar-part:#e09a2b;--bar-down:#f0605e}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,\
        "Noto Sans",sans-serif;-webkit-text-size-adjust:100%}
        header,main,footer{max-width:46rem;margin:0 auto;padding:0 1.25rem}
        header{padding-top:2.5rem}
        h1{font-size:1.6rem;line-height:1.25;margin:0 0 1.25rem;letter-spacing:-.01em}
        h2{font-size:1.15rem;margin:2.5rem 0 .75rem}
        h3{font-size:1rem;margin:0}
        p{margin:0}
        a{color:inherit}
        .banner{border-radius:.75rem;padding:1rem 1.25rem;font-weight:600;font-size:1.1rem;background:var(--card);\
        border:1px solid var(--line);border-left:.5rem solid var(--none)}
        .banner.ok{border-left-color:var(--ok)}.banner.part{border-left-color:var(--part)}\
        .banner.down{border-left-color:var(--down)}.banner.work{border-left-color:var(--work)}
        .lack{margin-top:.75rem;padding:.75rem 1.25rem;border-radius:.75rem;border:1px dashed var(--line);color:var(--soft)}
        .card{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem 1.25rem;margin-bottom:.75rem}
        .row{display:flex;flex-wrap:wrap;gap:.25rem .75rem;justify-content:space-between;align-items:baseline}
        .state{font-weight:600;font-size:.9rem;white-space:nowrap}
        .state::before{content:"";display:inline-block;width:.6em;height:.6em;border-radius:50%;background:currentColor;\
        margin-right:.45em}
        .state.ok{color:var(--ok)}.state.part{color:var(--part)}.state.down{color:var(--down)}.state.work{color:var(--work)}\
        .state.none{color:var(--none)}
        .parts{list-style:none;margin:1rem 0 0;padding:0;border-top:1px solid var(--line)}
        .parts li{padding:.75rem 0 0}
        .parts h4{font-weight:500;font-size:.95rem;margin:0}
        svg{display:block;width:100%;height:2rem;margin:.5rem 0 .3rem}
        .parts svg{height:1.25rem}
        .u{fill:var(--bar-ok)}.n{fill:var(--bar-none)}.p{fill:var(--bar-part)}.d{fill:var(--bar-down)}
        .scale,.when,footer{color:var(--soft);font-size:.85rem}
        .card>.when{margin-top:.15rem}
        .updates{list-style:none;margin:.75rem 0 0;padding:0}
        .updates li{padding:.6rem 0 0 1rem;border-left:2px solid var(--line)}
        .updates p{white-space:pre-line;overflow-wrap:anywhere}
        h3,h4{overflow-wrap:anywhere}
        .calm{color:var(--soft)}
        footer{padding-top:2rem;padding-bottom:3rem}
        footer p{margin-top:.4rem}
        """
}
