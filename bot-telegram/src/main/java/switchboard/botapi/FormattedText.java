package switchboard.botapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Plain text with its entities; offsets are UTF-16 units. */
public record FormattedText(String text, List<Entity> entities) {
    static final FormattedText EMPTY = new FormattedText("", List.of());

    public FormattedText {
        entities = List.copyOf(entities);
    }

    /** Length as Telegram counts it: Unicode code points. */
    int codePoints() {
        return text.codePointCount(0, text.length());
    }

    ArrayNode entitiesJson() {
        ArrayNode array = Json.array();
        entities.forEach(e -> array.add(e.json()));
        return array;
    }

    /**
     * A raw text as Telegram keeps it: control characters are replaced, nesting rules are applied, entities lose their outer
     * whitespace, the text is trimmed (at its start up to the first entity), and there are at most 100 entities.
     *
     * @throws ApiError 400 if an entity lies outside the text or cuts a surrogate pair
     */
    public static FormattedText normalized(String raw, List<Entity> given) {
        for (Entity e : given) {
            EntityNesting.checkBorders(raw, e);
        }
        int[] moved = new int[raw.length() + 1];
        String clean = clean(raw, moved);
        var entities = new ArrayList<Entity>();
        for (Entity e : EntityNesting.fixed(moved(given, moved))) {
            Entity tight = withoutOuterSpace(clean, e);
            if (tight.length() > 0) {
                entities.add(tight);
            }
        }
        return trimmed(clean, EntityNesting.fixed(entities));
    }

    /** This text with the entities that Telegram itself finds in it. Of the at most 100 entities, the given ones come first. */
    FormattedText withFound() {
        return new FormattedText(text, EntityNesting.withFound(entities, AutoEntities.find(text)));
    }

    private static String clean(String raw, int[] moved) {
        var clean = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            moved[i] = clean.length();
            char c = raw.charAt(i);
            boolean dropped = c == '\r' || (c >= 0x2028 && c <= 0x202E) || c == 0x333 || c == 0x33F || c == 0x30A;
            if (!dropped) {
                clean.append(c < ' ' && c != '\n' ? ' ' : c);
            }
        }
        moved[raw.length()] = clean.length();
        return clean.toString();
    }

    private static List<Entity> moved(Collection<Entity> entities, int[] moved) {
        return entities.stream()
                .map(e -> e.between(moved[e.offset()], moved[e.end()]))
                .filter(e -> e.length() > 0)
                .toList();
    }

    /** An entity without leading whitespace, unless it has data that is not shown (a link, a language). */
    private static Entity withoutOuterSpace(String text, Entity e) {
        int from = e.offset();
        while (e.detail() == null && from < e.end() && isSpace(text.charAt(from))) {
            from++;
        }
        return e.between(from, e.end());
    }

    private static FormattedText trimmed(String text, List<Entity> entities) {
        int end = text.length();
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        int start = 0;
        int limit = Math.min(end, entities.isEmpty() ? end : entities.get(0).offset());
        while (start < limit && isSpace(text.charAt(start))) {
            start++;
        }
        var kept = new ArrayList<Entity>();
        for (Entity e : entities) {
            int to = Math.min(e.end(), end);
            if (to > e.offset()) {
                kept.add(e.between(e.offset() - start, to - start));
            }
        }
        return new FormattedText(text.substring(start, end), EntityNesting.capped(kept));
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\n';
    }
}
