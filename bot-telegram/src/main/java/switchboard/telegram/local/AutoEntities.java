package switchboard.telegram.local;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The entities Telegram finds by itself in what people type: commands, mentions and web addresses. */
final class AutoEntities {
    private static final Pattern ANY = Pattern.compile("(?<url>\\bhttps?://[^\\s<>]+)"
            + "|(?<command>(?<![\\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\\w/<>]))"
            + "|(?<mention>(?<!\\w)@[A-Za-z0-9_]{2,32}(?!\\w))");

    private AutoEntities() {}

    static List<Entity> find(String text) {
        List<Entity> found = new ArrayList<>();
        Matcher m = ANY.matcher(text);
        while (m.find()) {
            String type = m.group("url") != null ? "url" : m.group("command") != null ? "bot_command" : "mention";
            found.add(new Entity(type, m.start(), m.end() - m.start()));
        }
        return found;
    }
}
