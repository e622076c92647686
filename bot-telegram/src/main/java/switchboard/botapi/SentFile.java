package switchboard.botapi;

import java.util.function.Supplier;

/**
 * A file that a person sends from a page, with what the page knows of it.
 *
 * @param content finds it; fails with {@link ApiError} if it is not there (any more)
 * @param isVoice whether the person has just spoken it
 * @param seconds its length; 0 if it has none or it is not known
 * @param width of a video in pixels; 0 if it is not known
 * @param height of a video in pixels; 0 if it is not known
 */
public record SentFile(Supplier<FileContent> content, boolean isVoice, int seconds, int width, int height) {
    public SentFile {
        seconds = Math.max(0, seconds);
        width = Math.max(0, width);
        height = Math.max(0, height);
    }

    /** A file of which nothing else is known. */
    public static SentFile of(FileContent content) {
        return new SentFile(() -> content, false, 0, 0, 0);
    }
}
