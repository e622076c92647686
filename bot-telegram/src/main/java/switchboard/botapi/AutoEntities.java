package switchboard.botapi;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The entities that Telegram finds by itself in any text: commands, mentions and web addresses, after TDLib. Unlike Telegram,
 * an address needs {@code http(s)://}, because a name such as {@code main.py} is a file here.
 */
final class AutoEntities {
    private static final String WORD = "[\\p{L}\\p{N}_]";
    private static final Pattern ANY = Pattern.compile("(?<url>\\b(?i:https?)://[\\p{L}\\p{N}\\[][^\\s<>\"«»]*)"
            + "|(?<command>(?<!" + WORD + "|[/<>])/[A-Za-z0-9_]{1,64}+(?:@[A-Za-z0-9_]{3,32}+(?![A-Za-z0-9_]))?+(?!"
            + WORD
            + "|[/<>]))"
            + "|(?<mention>(?<!" + WORD + ")@[A-Za-z0-9_]{2,32}+(?!" + WORD + "))");
    /** Characters that end a sentence and not an address. */
    private static final String AFTER_ADDRESS = ".:;,('?!`";

    private AutoEntities() {}

    static List<Entity> find(String text) {
        var found = new ArrayList<Entity>();
        Matcher m = ANY.matcher(text);
        for (int from = 0; m.find(from); ) {
            boolean isUrl = m.group("url") != null;
            int end = isUrl ? endOfAddress(text, m.start(), m.end()) : m.end();
            String type = isUrl ? "url" : m.group("command") != null ? "bot_command" : "mention";
            found.add(new Entity(type, m.start(), end - m.start()));
            from = end;
        }
        return found;
    }

    /** The end of an address: before a bracket that the address did not open, and before the sentence's own marks. */
    private static int endOfAddress(String text, int from, int to) {
        int end = firstUnopened(text, from, to);
        while (AFTER_ADDRESS.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    private static int firstUnopened(String text, int from, int to) {
        int[] open = new int[3];
        for (int i = from; i < to; i++) {
            int opening = "([{".indexOf(text.charAt(i));
            int closing = ")]}".indexOf(text.charAt(i));
            if (opening >= 0) {
                open[opening]++;
            } else if (closing >= 0 && --open[closing] < 0) {
                return i;
            }
        }
        return to;
    }
}
