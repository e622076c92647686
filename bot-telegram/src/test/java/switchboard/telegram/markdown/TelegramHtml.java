package switchboard.telegram.markdown;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads HTML by the rules of Telegram's parser and complains about everything that the parser would refuse or drop. */
final class TelegramHtml {

    private static final Pattern TOKEN = Pattern.compile("<(/?)([a-z]+)([^<>]*)>|&(lt|gt|amp|quot);|([^<>&]+)|(.)");
    private static final Map<String, Pattern> ATTRIBUTES = Map.of(
            "a", Pattern.compile(" href=\"(?:https?://|tg:)[^\"\\s]+\"", Pattern.CASE_INSENSITIVE),
            "code", Pattern.compile("(?: class=\"language-[A-Za-z0-9_+#.-]{1,32}\")?"),
            "blockquote", Pattern.compile("(?: expandable)?"));
    private static final Pattern NONE = Pattern.compile("");
    private static final List<String> TAGS = List.of("b", "i", "s", "a", "code", "pre", "blockquote");

    private final Deque<String> open = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private int entities;

    /** What Telegram shows, and how many entities it sees. */
    record Message(String text, int entities) {}

    /** @throws AssertionError when Telegram would refuse the text or lose formatting */
    static Message read(String html) {
        var reader = new TelegramHtml();
        Matcher tokens = TOKEN.matcher(html);
        while (tokens.find()) {
            reader.token(tokens);
        }
        if (!reader.open.isEmpty()) {
            throw new AssertionError("not closed: " + reader.open + " in " + html);
        }
        return new Message(reader.text.toString(), reader.entities);
    }

    private void token(Matcher token) {
        if (token.group(6) != null) {
            throw new AssertionError("not escaped: " + token.group(6) + " at " + token.start());
        } else if (token.group(5) != null) {
            text.append(token.group(5));
        } else if (token.group(4) != null) {
            text.append(Map.of("lt", "<", "gt", ">", "amp", "&", "quot", "\"").get(token.group(4)));
        } else if (token.group(1).isEmpty()) {
            start(token.group(2), token.group(3));
        } else if (open.isEmpty() || !open.pop().equals(token.group(2))) {
            throw new AssertionError("unmatched end: " + token.group());
        }
    }

    private void start(String tag, String attributes) {
        if (!TAGS.contains(tag)
                || !ATTRIBUTES.getOrDefault(tag, NONE).matcher(attributes).matches()) {
            throw new AssertionError("unsupported: <" + tag + attributes + ">");
        }
        boolean language = tag.equals("code") && "pre".equals(open.peek());
        if (!language) {
            nest(tag);
            entities++;
        }
        open.push(tag);
    }

    private void nest(String tag) {
        boolean alone = tag.equals("code") || tag.equals("pre");
        for (String outer : open) {
            boolean quote = outer.equals("blockquote");
            if (outer.equals(tag)
                    || outer.equals("code")
                    || outer.equals("pre")
                    || tag.equals("blockquote")
                    || (alone && !quote)) {
                throw new AssertionError("<" + tag + "> in <" + outer + ">");
            }
        }
    }
}
