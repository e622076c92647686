package switchboard.telegram.api;

import java.io.IOException;

/** What answered does not speak the Bot API. */
final class ForeignAnswer extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean page;

    ForeignAnswer(int status, String body) {
        super("HTTP " + status
                + (body.isBlank() ? " and nothing" : isHtml(body) ? " and HTML" : " and no JSON of Telegram's"));
        this.page = isHtml(body);
    }

    /** Whether it is a page for people. */
    boolean isPage() {
        return page;
    }

    private static boolean isHtml(String body) {
        return body.stripLeading().startsWith("<");
    }
}
