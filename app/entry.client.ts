/**
 * The dashboard's script, and no other page's (app/root.tsx): comfort, never needed. Turbo takes links and forms over, so
 * that no page flashes; the pages stay what the server sends (docs/decisions/0018-the-desks-script.md).
 */
import "#app/client/turbo.ts";
import "#app/client/live.ts";
import "#app/client/shortcuts.ts";
import "#app/client/toggles.ts";
import "#app/client/services.ts";
import "#app/client/week-editor.ts";
