if (!window.batchdeskMenu) {
    window.batchdeskMenu = true;
    document.addEventListener("click", (event) => {
        if (!event.target.closest?.("[data-testid=stSidebarNavLink]")) return;
        document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
    });
}
