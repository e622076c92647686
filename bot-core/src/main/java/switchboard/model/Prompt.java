package switchboard.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something a person asked Claude.
 *
 * @param content what was asked, at least one piece, accepted up to {@link #LONGEST}
 * @param literal false where Claude Code is to run it as a command of its own ({@code /compact})
 * @param message the front's reference to the message that asked, null if there is none
 * @param at when it was accepted
 * @param by who asked; null if nobody is known, as in files of earlier versions
 */
public record Prompt(
        TurnId id,
        List<Content> content,
        boolean literal,
        @Nullable String message,
        Instant at,
        @Nullable Caller by) implements QueueItem {

    /** Characters (UTF-16 units) of a prompt, at most: about what the largest context of any Claude holds, 1 M tokens. */
    public static final int LONGEST = 4_000_000;

    private static final Pattern QUOTE = Pattern.compile("\\A(>[^\n]*(\n|\\z))+");
    private static final Pattern QUOTED = Pattern.compile("(?m)^> ?");
    private static final Pattern SPACES = Pattern.compile("\\s+");

    public Prompt {
        content = List.copyOf(content);
        if (content.isEmpty()) {
            throw new IllegalArgumentException("a prompt without content");
        }
    }

    /** Of nobody who is known. */
    public Prompt(TurnId id, List<Content> content, boolean literal, @Nullable String message, Instant at) {
        this(id, content, literal, message, at, null);
    }

    /** A text and nothing else. */
    public Prompt(TurnId id, String text, boolean literal, @Nullable String message, Instant at) {
        this(id, List.of(new Content.Text(text)), literal, message, at);
    }

    /** @param text of earlier versions, which had no content */
    @JsonCreator
    static Prompt of(
            @JsonProperty("id") TurnId id,
            @JsonProperty("content") @Nullable List<Content> content,
            @JsonProperty("text") @Nullable String text,
            @JsonProperty("literal") boolean literal,
            @JsonProperty("message") @Nullable String message,
            @JsonProperty("at") Instant at,
            @JsonProperty("by") @Nullable Caller by) {
        var pieces = content != null
                ? content
                : Stream.ofNullable(text).<Content>map(Content.Text::new).toList();
        return new Prompt(id, pieces, literal, message, at, by);
    }

    /** The same prompt with other content: what a person has sent became something else before it ran. */
    Prompt with(List<Content> other) {
        return new Prompt(id, other, literal, message, at, by);
    }

    /** The same prompt, of this person. */
    public Prompt by(Caller caller) {
        return new Prompt(id, content, literal, message, at, caller);
    }

    @Override
    public Prompt revised(TurnId turn, List<Content> other) {
        return id.equals(turn) ? with(other) : this;
    }

    @Override
    public Prompt withoutMessage() {
        return new Prompt(id, content, literal, null, at, by);
    }

    /** Whether the chat continues in another session once it is answered. */
    @JsonIgnore
    public boolean isHandoff() {
        return !Content.only(Content.Handoff.class, content).isEmpty();
    }

    /** All of it in words. */
    public String text() {
        return Content.text(content);
    }

    /** The first words on one line, at most {@code length} characters. */
    public String brief(int length) {
        return brief(content, length);
    }

    /**
     * The first words of any content on one line, at most {@code length} characters: what the person has written or said; if there
     * is nothing, the names of the files; if there are none either, what is quoted.
     */
    public static String brief(List<Content> content, int length) {
        var own = content.stream().flatMap(Prompt::own).collect(Collectors.joining("\n\n"));
        if (!own.isBlank()) {
            return brief(own, length);
        }
        var files = Content.only(Content.Attachment.class, content).stream()
                .map(Content.Attachment::title)
                .collect(Collectors.joining(", "));
        return brief(files.isEmpty() ? Content.text(content) : files, length);
    }

    private static Stream<String> own(Content piece) {
        return switch (piece) {
            case Content.Text text -> Stream.of(text.text());
            case Content.Transcript transcript -> Stream.of(transcript.words());
            case Content.Handoff handoff -> Stream.of(handoff.title());
            case Content.Quote quote -> Stream.of();
            case Content.Attachment file -> Stream.of();
        };
    }

    /** The first words of any text on one line, at most {@code length} characters; what it quotes first is left out. */
    public static String brief(String text, int length) {
        var own = QUOTE.matcher(text).replaceFirst("").strip();
        var line = SPACES.matcher(
                        own.isEmpty() ? QUOTED.matcher(text).replaceAll("").strip() : own)
                .replaceAll(" ");
        return line.codePointCount(0, line.length()) <= length
                ? line
                : line.substring(0, line.offsetByCodePoints(0, length - 1)) + "…";
    }
}
