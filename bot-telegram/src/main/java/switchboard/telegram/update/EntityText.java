package switchboard.telegram.update;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.objects.MessageEntity;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.text.Markdown;

/**
 * A text with the entities that carry meaning, as Telegram sends it. Claude reads {@link #markdown}: a mark for each entity, and
 * all typed characters unchanged. Offsets are UTF-16 units. Pure.
 *
 * @param spans the entities in order, an outer one before those in it
 */
public record EntityText(String text, List<Span> spans) {

    /**
     * One entity.
     *
     * @param detail the address of a {@code text_link} or the language of a {@code pre}, else empty
     */
    public record Span(int from, int to, String type, String detail) {

        private boolean isLike(Span other) {
            return type.equals(other.type) && detail.equals(other.detail);
        }

        private Span at(int newFrom, int newTo) {
            return new Span(newFrom, newTo, type, detail);
        }
    }

    static final EntityText EMPTY = plain("");

    private static final Set<String> MEANT = Set.of(
            "bold", "italic", "strikethrough", "code", "pre", "blockquote", "expandable_blockquote", "text_link");

    public EntityText {
        spans = spans.stream()
                .sorted(Comparator.comparingInt(Span::from).thenComparing(Span::to, Comparator.reverseOrder()))
                .toList();
    }

    static EntityText plain(String text) {
        return new EntityText(text, List.of());
    }

    /** A message's text or caption. */
    static EntityText of(Message message) {
        return message.getText() != null
                ? of(message.getText(), message.getEntities())
                : of(message.getCaption(), message.getCaptionEntities());
    }

    /** Ignores an entity whose place is not in the text. */
    static EntityText of(@Nullable String text, @Nullable List<MessageEntity> entities) {
        if (text == null) {
            return EMPTY;
        }
        var spans = new ArrayList<Span>();
        for (var entity : entities == null ? List.<MessageEntity>of() : entities) {
            var from = entity.getOffset();
            var to = from + entity.getLength();
            if (MEANT.contains(entity.getType()) && 0 <= from && from < to && to <= text.length()) {
                spans.add(new Span(from, to, entity.getType(), detail(entity)));
            }
        }
        return new EntityText(text, spans);
    }

    private static String detail(MessageEntity entity) {
        return switch (entity.getType()) {
            case "text_link" -> Objects.requireNonNullElse(entity.getUrl(), "").strip();
            case "pre" -> Objects.requireNonNullElse(entity.getLanguage(), "").replaceAll("[\\s`].*", "");
            default -> "";
        };
    }

    int length() {
        return text.length();
    }

    boolean isBlank() {
        return text.isBlank();
    }

    /** The part between two offsets. */
    EntityText part(int from, int to) {
        return new EntityText(
                text.substring(from, to),
                spans.stream()
                        .filter(span -> span.from() < to && span.to() > from)
                        .map(span -> span.at(Math.max(span.from(), from) - from, Math.min(span.to(), to) - from))
                        .toList());
    }

    EntityText strip() {
        var from = text.length() - text.stripLeading().length();
        return part(from, Math.max(from, text.stripTrailing().length()));
    }

    EntityText stripLeading() {
        return part(text.length() - text.stripLeading().length(), text.length());
    }

    /** At most {@code most} units, in whole characters; the last one is {@code …} if something is left out. */
    EntityText cut(int most) {
        if (text.length() <= most) {
            return this;
        }
        var to = most - 1;
        return part(0, Character.isHighSurrogate(text.charAt(to - 1)) ? to - 1 : to)
                .plus("", plain("…"));
    }

    /** This text followed by another. An entity that was cut between them becomes one again. */
    EntityText plus(String between, EntityText next) {
        var shift = text.length() + between.length();
        var joined = new ArrayList<>(spans);
        for (var span : next.spans) {
            var added = span.at(span.from() + shift, span.to() + shift);
            var before = joined.stream()
                    .filter(each -> span.from() == 0 && each.to() == text.length() && each.isLike(added))
                    .findFirst();
            before.ifPresent(joined::remove);
            joined.add(before.map(each -> each.at(each.from(), added.to())).orElse(added));
        }
        return new EntityText(text + between + next.text, joined);
    }

    /** The text in Markdown. Nothing is escaped: text that looks like Markdown was typed that way. */
    String markdown() {
        return spans.isEmpty() ? text : render(0, text.length(), spans);
    }

    private String render(int from, int to, List<Span> within) {
        var out = new StringBuilder();
        var rest = new ArrayDeque<>(within);
        var at = from;
        while (!rest.isEmpty()) {
            var span = rest.removeFirst();
            out.append(text, at, span.from());
            at = span.to();
            mark(out, span, render(span.from(), span.to(), takeInner(span, rest)), at < to ? text.charAt(at) : 0);
        }
        return out.append(text, at, to).toString();
    }

    /** Takes out the spans inside another. If a span is only partly inside, its other part stays. */
    private static List<Span> takeInner(Span outer, Deque<Span> rest) {
        var inner = new ArrayList<Span>();
        var beyond = new ArrayDeque<Span>();
        while (!rest.isEmpty() && rest.getFirst().from() < outer.to()) {
            var span = rest.removeFirst();
            inner.add(span.at(span.from(), Math.min(span.to(), outer.to())));
            if (span.to() > outer.to()) {
                beyond.push(span.at(outer.to(), span.to()));
            }
        }
        beyond.forEach(rest::addFirst);
        return isCode(outer) ? List.of() : inner;
    }

    private static boolean isCode(Span span) {
        return span.type().equals("code") || span.type().equals("pre");
    }

    private static void mark(StringBuilder out, Span span, String inner, char next) {
        switch (span.type()) {
            case "bold" -> out.append(eachLine(inner, "**"));
            case "italic" -> out.append(eachLine(inner, "*"));
            case "strikethrough" -> out.append(eachLine(inner, "~~"));
            case "text_link" -> out.append(link(inner, span.detail()));
            case "code" -> {
                if (inner.contains("\n")) {
                    block(out, fence(inner, ""), next);
                } else {
                    out.append(code(inner));
                }
            }
            case "pre" -> block(out, fence(inner, span.detail()), next);
            default -> {
                block(out, Markdown.quote(inner), next);
                out.append(next == '\n' ? "\n" : ""); // else the next line would belong to the quote
            }
        }
    }

    /** Puts a mark around the words of each line, because a mark ends with its paragraph and has no effect next to a blank. */
    private static String eachLine(String inner, String mark) {
        var lines = new ArrayList<String>();
        for (var line : inner.split("\n", -1)) {
            var words = line.strip();
            lines.add(words.isEmpty() ? line : line.replace(words, mark + words + mark));
        }
        return String.join("\n", lines);
    }

    private static String link(String inner, String address) {
        var words = inner.strip().replaceAll("\\s*\n\\s*", " ");
        if (address.isEmpty() || words.isEmpty() || words.equals(address) || address.equals(words + "/")) {
            return inner;
        }
        var target = address.replace(" ", "%20")
                .replace("<", "%3C")
                .replace(">", "%3E")
                .replace("\n", "");
        var isPlain = target.indexOf('(') < 0 && target.indexOf(')') < 0;
        return "[" + words + "](" + (isPlain ? target : "<" + target + ">") + ")";
    }

    private static String code(String inner) {
        var ticks = ticks(inner, 1);
        var gap = inner.startsWith("`") || inner.endsWith("`") ? " " : "";
        return ticks + gap + inner + gap + ticks;
    }

    private static String fence(String inner, String language) {
        var ticks = ticks(inner, 3);
        return ticks + language + "\n" + inner + (inner.endsWith("\n") ? "" : "\n") + ticks;
    }

    /** More backticks than any row of them in the text. */
    private static String ticks(String inner, int least) {
        var most = 0;
        var row = 0;
        for (var i = 0; i < inner.length(); i++) {
            row = inner.charAt(i) == '`' ? row + 1 : 0;
            most = Math.max(most, row);
        }
        return "`".repeat(Math.max(least, most + 1));
    }

    /** Writes a block, which needs lines of its own. */
    private static void block(StringBuilder out, String lines, char next) {
        if (!out.isEmpty() && out.charAt(out.length() - 1) != '\n') {
            out.append('\n');
        }
        out.append(lines).append(next == 0 || next == '\n' ? "" : "\n");
    }
}
