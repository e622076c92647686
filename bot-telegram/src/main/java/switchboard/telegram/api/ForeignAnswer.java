package switchboard.telegram.api;

import java.io.IOException;

/** An answer from something that does not speak the Bot API. */
final class ForeignAnswer extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean page;

    ForeignAnswer(int status, String body) {
        super("HTTP " + status
                + (body.isBlank() ? " and nothing" : isHtml(body) ? " and HTML" : " and no JSON of Telegram's"));
        this.page = isHtml(body);
    }

    /** Whether the answer is a page for people. */
    boolean isPage() {
        return page;
    }

    private static boolean isHtml(String body) {
        return body.stripLeading().startsWith("<");
    }
}
