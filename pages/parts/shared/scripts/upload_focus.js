if (!window.batchdeskFocus) {
    window.batchdeskFocus = true;
    const INBOX = "[data-testid=stFileUploader]";
    const keyOf = (node) => {  // of the container around the uploader, whose own key changes
        const box = node.closest?.(INBOX)?.closest("[class*=st-key-]");
        return box?.className.match(/st-key-(\S+?)-[0-9a-f]{8}(?!\S)/)?.[1] || "";
    };
    let key = "";
    const remember = (event) => { key = keyOf(event.target); };
    document.addEventListener("focusin", remember, true);
    document.addEventListener("pointerdown", remember, true);
    new MutationObserver(() => {
        if (!key || document.activeElement !== document.body) return;
        const button = document.querySelector(`.st-key-${CSS.escape(key)} [data-testid=stFileUploaderDropzone] button`);
        const target = button?.checkVisibility() ? button : button?.closest("details")?.querySelector("summary");
        target?.focus({ preventScroll: true });
    }).observe(document.body, { subtree: true, childList: true });
}
