package switchboard.botapi;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Telegram's HTML parse mode: tag list, character references and error texts as in TDLib; offsets in errors are bytes of
 * UTF-8. The spans found are raw; {@link FormattedText#normalized} applies the nesting rules.
 */
public final class HtmlParser {
    private static final char END = '\0';
    private static final Map<String, String> STYLES = Map.ofEntries(
            Map.entry("b", "bold"),
            Map.entry("strong", "bold"),
            Map.entry("i", "italic"),
            Map.entry("em", "italic"),
            Map.entry("u", "underline"),
            Map.entry("ins", "underline"),
            Map.entry("s", "strikethrough"),
            Map.entry("strike", "strikethrough"),
            Map.entry("del", "strikethrough"),
            Map.entry("tg-spoiler", "spoiler"),
            Map.entry("span", "spoiler"));
    private static final Set<String> OTHERS = Set.of("a", "code", "pre", "blockquote", "tg-emoji", "tg-time");
    private static final Map<String, String> REFERENCES = Map.of("lt", "<", "gt", ">", "amp", "&", "quot", "\"");

    private record OpenTag(String name, String argument, int offset) {}

    private final String in;
    private final StringBuilder out = new StringBuilder();
    private final Deque<OpenTag> open = new ArrayDeque<>();
    private final List<Entity> found = new ArrayList<>();
    private int at;

    private HtmlParser(String in) {
        this.in = in;
    }

    /** @throws ApiError 400 "can't parse entities: ..." */
    public static FormattedText parse(String html) {
        return new HtmlParser(html).run();
    }

    private FormattedText run() {
        while (at < in.length()) {
            switch (in.charAt(at)) {
                case '&' -> out.append(reference());
                case '<' -> tag();
                default -> out.append(in.charAt(at++));
            }
        }
        OpenTag unclosed = open.peek();
        if (unclosed != null) {
            throw error("Can't find end tag corresponding to start tag \"" + unclosed.name() + '"');
        }
        List<Entity> entities = found.stream()
                .map(e -> e.type().equals("code") ? new Entity("code", e.offset(), e.length()) : e)
                .toList();
        return new FormattedText(out.toString(), entities);
    }

    private void tag() {
        int begin = at++;
        if (peek() == '/') {
            endTag(begin);
        } else {
            startTag(begin);
        }
    }

    private void startTag(int begin) {
        String name = word(">");
        if (peek() == END) {
            throw error("Unclosed start tag", begin);
        }
        if (!STYLES.containsKey(name) && !OTHERS.contains(name)) {
            throw error("Unsupported start tag \"" + name + '"', begin);
        }
        var argument = "";
        skipSpace();
        while (peek() != '>') {
            String given = attribute(name, begin);
            argument = given == null ? argument : given;
            skipSpace();
        }
        at++;
        if (name.equals("span") && !argument.equals("spoiler")) {
            throw error("Tag \"span\" must have class \"tg-spoiler\"", begin);
        }
        open.push(new OpenTag(name, argument, out.length()));
    }

    /** Reads one attribute. Returns its meaning for the tag; null if it has none. */
    private @Nullable String attribute(String tag, int begin) {
        String name = word("=>");
        if (name.isEmpty()) {
            throw error("Empty attribute name in the tag \"" + tag + '"', begin);
        }
        skipSpace();
        if (peek() != '=') {
            if (peek() == END) {
                throw error("Unclosed start tag \"" + tag + '"', begin);
            }
            return tag.equals("blockquote") && name.equals("expandable") ? "expandable" : null;
        }
        at++;
        skipSpace();
        String value = value(tag, begin);
        if (peek() == END) {
            throw error("Unclosed start tag", begin);
        }
        return switch (tag + ' ' + name) {
            case "a href", "tg-emoji emoji-id", "tg-time unix" -> value;
            case "code class" -> value.startsWith("language-") ? value.substring(9) : null;
            case "span class" -> value.startsWith("tg-") ? value.substring(3) : null;
            case "blockquote expandable" -> "expandable";
            default -> null;
        };
    }

    private String value(String tag, int begin) {
        char quote = peek();
        if (quote == END) {
            throw error("Unclosed start tag \"" + tag + '"', begin);
        }
        if (quote != '"' && quote != '\'') {
            int token = at;
            while (Character.isLetterOrDigit(peek()) || peek() == '.' || peek() == '-') {
                at++;
            }
            if (!isSpace(peek()) && peek() != '>') {
                throw error("Unexpected end of name token", token);
            }
            return in.substring(token, at).toLowerCase(Locale.ROOT);
        }
        at++;
        var value = new StringBuilder();
        while (peek() != quote && peek() != END) {
            value.append(peek() == '&' ? reference() : String.valueOf(in.charAt(at++)));
        }
        at += peek() == quote ? 1 : 0;
        return value.toString();
    }

    private void endTag(int begin) {
        OpenTag tag = open.poll();
        if (tag == null) {
            throw error("Unexpected end tag", begin);
        }
        at++;
        String name = word(">");
        skipSpace();
        if (peek() != '>') {
            throw error("Unclosed end tag", begin);
        }
        at++;
        if (!name.isEmpty() && !name.equals(tag.name())) {
            throw error("Unmatched end tag at byte offset " + bytes(begin) + ", expected \"</" + tag.name()
                    + ">\", found \"</" + name + ">\"");
        }
        if (out.length() > tag.offset()) {
            close(tag, out.length() - tag.offset());
        }
    }

    private void close(OpenTag tag, int length) {
        int offset = tag.offset();
        String style = STYLES.get(tag.name());
        if (style != null) {
            found.add(new Entity(style, offset, length));
            return;
        }
        switch (tag.name()) {
            case "a" -> link(tag.argument().isEmpty() ? out.substring(offset) : tag.argument(), offset, length);
            case "pre" -> block(offset, length);
            case "code" -> found.add(new Entity("code", offset, length, emptyToNull(tag.argument())));
            case "tg-emoji" -> found.add(new Entity("custom_emoji", offset, length, number(tag, "custom emoji")));
            case "tg-time" -> found.add(new Entity("date_time", offset, length, number(tag, "date")));
            default ->
                found.add(
                        new Entity(tag.argument().isEmpty() ? "blockquote" : "expandable_blockquote", offset, length));
        }
    }

    private void block(int offset, int length) {
        Entity last = found.isEmpty() ? null : found.get(found.size() - 1);
        if (last != null
                && last.type().equals("code")
                && last.detail() != null
                && last.offset() == offset
                && last.length() == length) {
            found.set(found.size() - 1, new Entity("pre", offset, length, last.detail()));
        } else {
            found.add(new Entity("pre", offset, length));
        }
    }

    private void link(String url, int offset, int length) {
        String lower = url.toLowerCase(Locale.ROOT);
        if (lower.matches("tg://user\\?id=[0-9]{1,18}")) {
            found.add(new Entity("text_mention", offset, length, url.substring(url.indexOf('=') + 1)));
        } else if (lower.matches("(https?://|mailto:)?[^\\s/:]+\\.[^\\s]+|https?://localhost.*|(tg|ton)://\\S+")) {
            found.add(new Entity("text_link", offset, length, url));
        }
    }

    private String number(OpenTag tag, String what) {
        if (!tag.argument().matches("[1-9][0-9]{0,17}")) {
            throw error("Invalid " + what + " identifier specified");
        }
        return tag.argument();
    }

    /** Reads a character reference at {@code &}; unknown ones stay literal. */
    private String reference() {
        int end = at + 1;
        boolean numeric = end < in.length() && in.charAt(end) == '#';
        end += numeric ? 1 : 0;
        int digits = end;
        while (end < in.length() && Character.isLetterOrDigit(in.charAt(end)) && end - digits < 10) {
            end++;
        }
        String body = in.substring(digits, end);
        String decoded = numeric ? codePoint(body) : REFERENCES.get(body);
        if (decoded == null) {
            at++;
            return "&";
        }
        at = end < in.length() && in.charAt(end) == ';' ? end + 1 : end;
        return decoded;
    }

    private static @Nullable String codePoint(String body) {
        boolean hex = body.startsWith("x");
        if (!body.matches(hex ? "x[0-9a-fA-F]{1,6}" : "[0-9]{1,7}")) {
            return null;
        }
        int code = hex ? Integer.parseInt(body.substring(1), 16) : Integer.parseInt(body);
        boolean valid = code > 0 && Character.isValidCodePoint(code) && (code < 0xD800 || code > 0xDFFF);
        return valid ? Character.toString(code) : null;
    }

    private String word(String stops) {
        int from = at;
        while (!isSpace(peek()) && stops.indexOf(peek()) < 0) {
            at++;
        }
        return in.substring(from, at).toLowerCase(Locale.ROOT);
    }

    private char peek() {
        return at < in.length() ? in.charAt(at) : END;
    }

    private void skipSpace() {
        while (peek() != END && isSpace(peek())) {
            at++;
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == 0x0B || c == END;
    }

    private static @Nullable String emptyToNull(String s) {
        return s.isEmpty() ? null : s;
    }

    private int bytes(int index) {
        return in.substring(0, index).getBytes(StandardCharsets.UTF_8).length;
    }

    private ApiError error(String what, int index) {
        return error(what + " at byte offset " + bytes(index));
    }

    private static ApiError error(String what) {
        return ApiError.badRequest("can't parse entities: " + what);
    }
}
