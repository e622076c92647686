package switchboard.standin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The longer texts of the stand-in, in Markdown, from the class path. */
final class Texts {

    static final String GREETING = load("greeting");
    static final String STREAM = load("stream");
    static final String PLAN = load("plan");
    static final String CHAPTER = load("chapter");

    private Texts() {}

    private static String load(String name) {
        try (var text = Objects.requireNonNull(Texts.class.getResourceAsStream(name + ".md"), name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
