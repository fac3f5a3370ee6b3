//! What is asked inside the window about a hostile lesson: scripts of the test, not of the lesson.

/// In the app's page, once: remember every message that is none of those a frame sends where nobody does anything but read.
pub const LISTEN: &str = r"
    window.heard = [];
    const known = ['carrel:ready', 'carrel:position', 'carrel:activity', 'carrel:key', 'carrel:link'];
    window.addEventListener('message', (event) => {
        if (event.source !== window && !known.includes(event.data?.type)) window.heard.push(String(event.data?.type));
    });
    return null";

/// In the app's page: what a lesson left there.
pub const AROUND: &str = r"
    const found = [...window.heard];
    if (window.hit) found.push('a script ran');
    if (document.title === 'hit') found.push('the title was changed');
    for (const element of document.querySelectorAll('script:not([src]), object, embed, iframe:not([sandbox])'))
        found.push(element.tagName);
    return found";

/// In the frame: whatever could act, load or send.
pub const IN_FRAME: &str = r"
    const found = [];
    if (window.hit) found.push('a script ran');
    if (document.title === 'hit') found.push('the title was changed');
    const acting = 'script, iframe, frame, object, embed, form, input, button, style, link, meta, base, template, svg, math, marquee, portal';
    for (const element of document.body.querySelectorAll(acting)) found.push(element.tagName);
    for (const element of document.body.querySelectorAll('*')) {
        for (const { name, value } of element.attributes) {
            if (name.startsWith('on') || ['style', 'srcdoc', 'srcset', 'ping', 'action', 'formaction', 'autofocus'].includes(name))
                found.push(`${element.tagName} ${name}`);
            const loads = ['src', 'data', 'poster', 'background', 'xlink:href'].includes(name);
            if (loads && new URL(value, location.href).origin !== location.origin) found.push(`${element.tagName} ${name}=${value}`);
            if (name === 'href' && !/^(https?:|mailto:|#)/.test(value)) found.push(`${element.tagName} ${name}=${value}`);
        }
    }
    return found";

/// In the frame: tries every way out. Each must end `refused`.
pub const FROM_WITHIN: &str = r"
    const [witness, done] = [arguments[0], arguments[arguments.length - 1]];
    const tries = {};
    const attempt = async (name, act) => {
        try { tries[name] = (await act()) ? 'open' : 'refused' } catch { tries[name] = 'refused' }
    };
    const loads = (element, where) => new Promise((tell) => {
        element.onload = () => tell(true);
        element.onerror = () => tell(false);
        (where ?? document.body).append(element);
    });
    const made = (tag, values) => Object.assign(document.createElement(tag), values);
    (async () => {
        await attempt('fetch', () => fetch(`${witness}/fetch`, { mode: 'no-cors' }));
        await attempt('picture', () => loads(made('img', { src: `${witness}/picture` })));
        await attempt('script', () => loads(made('script', { src: `${witness}/script` }), document.head));
        await attempt('style', () => loads(made('link', { rel: 'stylesheet', href: `${witness}/style` }), document.head));
        await attempt('inline script', () => { document.body.append(made('script', { textContent: 'window.inline = 1' })); return window.inline });
        await attempt('handler', () => { const it = made('div', {}); it.setAttribute('onclick', 'window.handled = 1'); document.body.append(it); it.click(); return window.handled });
        await attempt('eval', () => Function('return true')());
        await attempt('socket', () => new Promise((tell) => { const it = new WebSocket(witness.replace('http', 'ws')); it.onopen = () => tell(true); it.onerror = () => tell(false) }));
        await attempt('beacon', () => { navigator.sendBeacon(`${witness}/beacon`); return false });
        await attempt('frame', () => { document.body.append(made('iframe', { src: `${witness}/frame` })); return false });
        await attempt('form', () => { const it = made('form', { action: `${witness}/form`, method: 'post' }); document.body.append(it); it.submit(); return false });
        await attempt('window', () => window.open(`${witness}/window`));
        await attempt('page around', () => parent.document);
        await attempt('page around, elsewhere', () => { top.location.href = `${witness}/top`; return false });
        await attempt('commands', () => window.__TAURI_INTERNALS__.invoke('call', { name: 'sign_out', args: null }));
        await attempt('commands around', () => top.__TAURI_INTERNALS__);
        await attempt('raw message', () => { window.webkit.messageHandlers.ipc.postMessage(JSON.stringify({ cmd: 'call', callback: 1, error: 2, payload: { name: 'sign_out', args: null }, options: {} })); return false });
        await attempt('protocol', () => fetch('ipc://localhost/call', { method: 'POST', body: JSON.stringify({ name: 'sign_out', args: null }) }));
        await attempt('storage', () => window.localStorage);
        await attempt('file', () => fetch('file:///etc/hostname'));
        done(tries);
    })();";
